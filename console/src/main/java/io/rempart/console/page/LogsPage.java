package io.rempart.console.page;

import io.rempart.console.ConsoleRooms;
import io.rempart.console.ConsoleSettings;
import io.rempart.console.LogReport;
import io.rempart.console.language.Wording;
import io.rempart.events.follow.FollowStatus.FileStatus;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The ledger: per log source the line that proves that nothing was lost, how far behind it is, and what to do. */
@Controller
class LogsPage {
    private static final long BEHIND_SECONDS = 60;
    private static final int MOST_FILES = 12;

    private final Frame frame;
    private final ConsoleRooms rooms;
    private final ConsoleSettings settings;

    LogsPage(Frame frame, ConsoleRooms rooms, ConsoleSettings settings) {
        this.frame = frame;
        this.rooms = rooms;
        this.settings = settings;
    }

    /** One log source; {@code state} is {@code ok}, {@code behind}, {@code warning}, {@code unbalanced} or {@code imported}. */
    public record LogRow(
            LogReport report,
            String state,
            List<String> warnings,
            List<FileRow> files,
            int otherFiles,
            String eventsLink,
            String quarantineLink) {}

    /** One file of a log source; {@code state} is live, rotated, archive, deleted, transaction or finished. */
    public record FileRow(String path, String state, long size, long offset) {}

    @GetMapping("/logs")
    String list(Model model, HttpServletRequest request, Locale locale) {
        Wording wording = frame.page(model, request, locale, Section.LOGS);
        List<LogRow> rows = new ArrayList<>();
        for (LogReport report : rooms.logs().get()) {
            String name = report.entry().logSource();
            rows.add(new LogRow(
                    report,
                    state(report),
                    report.warnings().stream()
                            .map(warning -> Attention.sentence(warning, wording))
                            .toList(),
                    report.files().stream().limit(MOST_FILES).map(LogsPage::row).toList(),
                    Math.max(0, report.files().size() - MOST_FILES),
                    frame.scope(request).search(SearchTerms.term("log", name)),
                    new Address("/logs/quarantine").with("log", name).toString()));
        }
        model.addAttribute("rows", rows);
        model.addAttribute("size", rooms.events().sizeInBytes());
        model.addAttribute("events", rooms.events().eventCount());
        model.addAttribute("directory", settings.dataDirectory().toString());
        return "logs";
    }

    private static FileRow row(FileStatus file) {
        return new FileRow(file.path(), file.state().name().toLowerCase(Locale.ROOT), file.size(), file.offset());
    }

    static String state(LogReport report) {
        if (!report.balances()) {
            return "unbalanced";
        } else if (!report.warnings().isEmpty() || report.lastError() != null) {
            return "warning";
        } else if (!report.following()) {
            return "imported";
        }
        return report.secondsBehind() > BEHIND_SECONDS ? "behind" : "ok";
    }
}
