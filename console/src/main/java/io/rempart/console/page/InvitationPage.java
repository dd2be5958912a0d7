package io.rempart.console.page;

import io.rempart.console.security.Accounts;
import io.rempart.console.security.Invitations;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Sets the password of who has a link from an administrator. */
@Controller
class InvitationPage {
    private final Frame frame;
    private final Invitations invitations;

    InvitationPage(Frame frame, Invitations invitations) {
        this.frame = frame;
        this.invitations = invitations;
    }

    @GetMapping("/invitation")
    String form(
            @RequestParam(name = "token", defaultValue = "") String offered,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale) {
        return show(model, request, response, locale, offered, Optional.empty());
    }

    @PostMapping("/invitation")
    String accept(
            @RequestParam(name = "token", defaultValue = "") String offered,
            @RequestParam(name = "password", defaultValue = "") String password,
            @RequestParam(name = "repeated", defaultValue = "") String repeated,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale) {
        Optional<String> name = invitations.name(offered);
        Optional<String> problem = name.flatMap(one -> Accounts.problemOfPassword(one, password))
                .or(() -> password.equals(repeated) ? Optional.empty() : Optional.of("password.problem.repeated"));
        if (name.isEmpty() || problem.isPresent()) {
            return show(model, request, response, locale, offered, problem);
        }
        return invitations.accept(offered, password, request.getRemoteAddr())
                ? "redirect:/log-in?ready"
                : show(model, request, response, locale, offered, Optional.empty());
    }

    private String show(
            Model model,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale,
            String offered,
            Optional<String> problem) {
        Optional<String> name = invitations.name(offered);
        frame.bare(model, request, locale);
        model.addAttribute("here", "/log-in");
        model.addAttribute("name", name.orElse(""));
        model.addAttribute("token", name.isPresent() ? offered : "");
        model.addAttribute("problem", problem.orElse(null));
        response.setStatus(name.isEmpty() ? 403 : problem.isPresent() ? 422 : 200);
        return "invitation";
    }
}
