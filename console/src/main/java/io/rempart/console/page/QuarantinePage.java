package io.rempart.console.page;

import io.rempart.console.ConsoleRooms;
import io.rempart.console.text.HexView;
import io.rempart.events.store.EventStore.StoredQuarantine;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** Records that could not be read: where they stood, why, and their bytes. */
@Controller
class QuarantinePage {
    private static final int ROWS = 50;
    private static final int TEXT_SHOWN = 16 * 1_024;
    private static final int HEX_SHOWN = 2 * 1_024;

    private final Frame frame;
    private final ConsoleRooms rooms;

    QuarantinePage(Frame frame, ConsoleRooms rooms) {
        this.frame = frame;
        this.rooms = rooms;
    }

    @GetMapping("/logs/quarantine")
    String list(Model model, HttpServletRequest request, Locale locale) {
        frame.page(model, request, locale, Section.LOGS);
        String log = Frame.parameter(request, "log");
        String before = Frame.parameter(request, "before");
        Long beforeId = before.matches("\\d{1,18}") ? Long.valueOf(before) : null;
        List<StoredQuarantine> found = rooms.events().quarantine(log.isEmpty() ? null : log, beforeId, ROWS + 1);
        List<StoredQuarantine> shown = found.size() > ROWS ? found.subList(0, ROWS) : found;
        model.addAttribute("rows", shown);
        model.addAttribute("log", log);
        model.addAttribute(
                "next",
                found.size() > ROWS
                        ? new Address("/logs/quarantine")
                                .with("log", log)
                                .with(
                                        "before",
                                        Long.toString(shown.get(ROWS - 1).id()))
                                .toString()
                        : null);
        return Frame.wantsPart(request) ? "quarantine :: more" : "quarantine";
    }

    @GetMapping("/logs/quarantine/{id}")
    String show(@PathVariable long id, Model model, HttpServletRequest request, Locale locale) {
        StoredQuarantine found = rooms.events().quarantined(id).orElseThrow(NotThere::new);
        frame.page(model, request, locale, Section.LOGS);
        byte[] bytes = found.record().bytes();
        model.addAttribute("found", found);
        model.addAttribute("text", EventView.head(bytes, TEXT_SHOWN));
        model.addAttribute("hex", HexView.of(bytes, HEX_SHOWN));
        model.addAttribute("textIsCut", bytes.length > TEXT_SHOWN);
        model.addAttribute("hexIsCut", bytes.length > HEX_SHOWN);
        model.addAttribute("kept", (long) bytes.length);
        model.addAttribute(
                "back",
                new Address("/logs/quarantine")
                        .with("log", found.record().logSource())
                        .toString());
        return "quarantined";
    }

    @GetMapping("/logs/quarantine/{id}/raw")
    ResponseEntity<byte[]> raw(@PathVariable long id) {
        StoredQuarantine found = rooms.events().quarantined(id).orElseThrow(NotThere::new);
        return Downloads.text("quarantine-" + id + ".txt", found.record().bytes());
    }
}
