package io.rempart.console.api;

import io.rempart.console.ConsoleRooms;
import io.rempart.console.LogReport;
import io.rempart.console.text.Fields;
import io.rempart.events.model.ByteText;
import io.rempart.events.store.EventStore.StoredQuarantine;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** The account of each log source, and what could not be read. */
@Controller
class LogsApi {
    private static final int MOST_FILES = 100;

    private final ConsoleRooms rooms;
    private final Searches searches;

    LogsApi(ConsoleRooms rooms, Searches searches) {
        this.rooms = rooms;
        this.searches = searches;
    }

    @GetMapping("/api/v1/logs")
    ResponseEntity<byte[]> list(HttpServletRequest request) {
        Asked.of(request, searches.zone());
        return Answer.page(rooms.logs().get().stream().map(LogsApi::fields).toList(), null);
    }

    private static Fields fields(LogReport report) {
        return new Fields()
                .with("logSource", report.entry().logSource())
                .with("path", report.path())
                .with("following", report.following())
                .with("read", report.entry().read())
                .with("stored", report.entry().stored())
                .with("repaired", report.entry().repaired())
                .with("duplicates", report.entry().duplicates())
                .with("quarantined", report.entry().quarantined())
                .with("balances", report.balances())
                .with("bytes", report.entry().bytesRead())
                .with("newestEvent", report.entry().newestEvent())
                .with("updatedAt", report.entry().updatedAt())
                .with("bytesBehind", report.bytesBehind())
                .with("secondsBehind", report.secondsBehind())
                .with(
                        "files",
                        report.files().stream()
                                .limit(MOST_FILES)
                                .map(file -> new Fields()
                                        .with("path", file.path())
                                        .with("state", file.state())
                                        .with("size", file.size())
                                        .with("offset", file.offset()))
                                .toList())
                .with("lastError", report.lastError())
                .with("lastErrorAt", report.lastErrorAt())
                .with(
                        "warnings",
                        report.warnings().stream()
                                .map(warning -> new Fields()
                                        .with("code", warning.code())
                                        .with("parameters", warning.parameters())
                                        .with("since", warning.since())
                                        .with("sentence", warning.sentence()))
                                .toList());
    }

    @GetMapping("/api/v1/quarantine")
    ResponseEntity<byte[]> quarantine(HttpServletRequest request) {
        Asked asked = Asked.of(request, searches.zone(), "log", "before", "limit");
        String log = asked.text("log");
        int limit = asked.limit();
        List<StoredQuarantine> found = rooms.events().quarantine(log.isEmpty() ? null : log, asked.before(), limit);
        return Answer.page(
                found.stream().map(LogsApi::fields).toList(),
                found.size() < limit ? null : found.get(limit - 1).id());
    }

    private static Fields fields(StoredQuarantine one) {
        return new Fields()
                .with("id", one.id())
                .with("foundAt", one.record().foundAt())
                .with("logSource", one.record().logSource())
                .with("path", one.record().path())
                .with("offset", one.record().offset())
                .with("length", one.record().length())
                .with("reason", one.record().reason());
    }

    @GetMapping("/api/v1/quarantine/{id}")
    ResponseEntity<byte[]> quarantined(@PathVariable long id, HttpServletRequest request) {
        Asked.of(request, searches.zone());
        StoredQuarantine found = rooms.events().quarantined(id).orElseThrow(ApiProblem::notThere);
        byte[] bytes = found.record().bytes();
        return Answer.of(fields(found)
                .with("kept", bytes.length)
                .with("record", ByteText.of(bytes, 0, Math.min(bytes.length, EventFields.MOST_BYTES))));
    }

    @GetMapping("/api/v1/quarantine/{id}/raw")
    ResponseEntity<byte[]> raw(@PathVariable long id, HttpServletRequest request) {
        Asked.of(request, searches.zone());
        StoredQuarantine found = rooms.events().quarantined(id).orElseThrow(ApiProblem::notThere);
        return Answer.bytes("quarantine-" + id + ".bin", found.record().bytes());
    }
}
