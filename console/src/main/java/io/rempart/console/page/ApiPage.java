package io.rempart.console.page;

import io.rempart.console.api.ApiReference;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The programming interface, to be read. */
@Controller
class ApiPage {
    private final Frame frame;
    private final ApiReference reference;

    ApiPage(Frame frame, ApiReference reference) {
        this.frame = frame;
        this.reference = reference;
    }

    @GetMapping("/api")
    String show(Model model, HttpServletRequest request, Locale locale) {
        frame.page(model, request, locale, Section.SETTINGS);
        model.addAttribute("groups", reference.groups());
        model.addAttribute("shapes", reference.shapes());
        return "api";
    }
}
