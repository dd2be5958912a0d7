package io.rempart.console.page;

import io.rempart.console.ConsoleRooms;
import io.rempart.console.text.Csv;
import io.rempart.events.account.AccountStore;
import io.rempart.events.account.AccountStore.AuditTrailEntry;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** Who did what, when, from where: for administrators, by person and action, as a page and as CSV. */
@Controller
class AuditPage {
    private static final int ROWS = 100;
    private static final int MOST_IN_FILE = 20_000;
    private static final int PAGE_OF_FILE = 1_000;

    private final Frame frame;
    private final AccountStore accounts;

    AuditPage(Frame frame, ConsoleRooms rooms) {
        this.frame = frame;
        this.accounts = rooms.accounts();
    }

    @GetMapping("/audit")
    String show(Model model, HttpServletRequest request, Locale locale) {
        frame.page(model, request, locale, Section.SETTINGS);
        String person = filter(request, "person");
        String action = filter(request, "action");
        String before = Frame.parameter(request, "before");
        Long beforeId = before.matches("\\d{1,18}") ? Long.valueOf(before) : null;
        List<AuditTrailEntry> found = accounts.auditTrail(emptyIsNull(person), emptyIsNull(action), beforeId, ROWS + 1);
        List<AuditTrailEntry> shown = found.size() > ROWS ? found.subList(0, ROWS) : found;
        model.addAttribute("rows", shown);
        model.addAttribute("who", person);
        model.addAttribute("what", action);
        model.addAttribute(
                "next",
                found.size() > ROWS
                        ? address("/audit", person, action)
                                .with(
                                        "before",
                                        Long.toString(shown.get(ROWS - 1).id()))
                                .toString()
                        : null);
        model.addAttribute("file", address("/audit/audit.csv", person, action).toString());
        return Frame.wantsPart(request) ? "audit :: more" : "audit";
    }

    /** The newest {@value #MOST_IN_FILE} lines. */
    @GetMapping("/audit/audit.csv")
    ResponseEntity<byte[]> file(HttpServletRequest request) {
        String person = emptyIsNull(filter(request, "person"));
        String action = emptyIsNull(filter(request, "action"));
        Csv csv = new Csv().row("time", "person", "action", "detail", "address");
        Long before = null;
        for (int rows = 0; rows < MOST_IN_FILE; rows += PAGE_OF_FILE) {
            List<AuditTrailEntry> page = accounts.auditTrail(person, action, before, PAGE_OF_FILE);
            page.forEach(
                    entry -> csv.row(entry.at(), entry.account(), entry.action(), entry.detail(), entry.address()));
            if (page.size() < PAGE_OF_FILE) {
                break;
            }
            before = page.get(PAGE_OF_FILE - 1).id();
        }
        return Downloads.csv("audit.csv", csv.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String filter(HttpServletRequest request, String name) {
        String value = Frame.parameter(request, name).strip();
        return value.length() > 100 ? value.substring(0, 100) : value;
    }

    private static @Nullable String emptyIsNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static Address address(String path, String person, String action) {
        return new Address(path).with("person", person).with("action", action);
    }
}
