package io.rempart.console.page;

import io.rempart.console.security.Accounts;
import io.rempart.console.security.Person;
import io.rempart.console.security.Sessions;
import io.rempart.console.security.TooManyAttempts;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** One's own account: language, appearance, password. */
@Controller
class AccountPage {
    private final Frame frame;
    private final Accounts accounts;
    private final Sessions sessions;

    AccountPage(Frame frame, Accounts accounts, Sessions sessions) {
        this.frame = frame;
        this.accounts = accounts;
        this.sessions = sessions;
    }

    @GetMapping("/account")
    String show(Model model, HttpServletRequest request, Locale locale) {
        frame.page(model, request, locale, null);
        model.addAttribute("problem", null);
        model.addAttribute("waitSeconds", 0L);
        model.addAttribute("changed", request.getParameter("changed") != null);
        return "account";
    }

    @PostMapping("/account/password")
    String change(
            @RequestParam(name = "old", defaultValue = "") String old,
            @RequestParam(name = "password", defaultValue = "") String password,
            @RequestParam(name = "repeated", defaultValue = "") String repeated,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale) {
        Person person = Frame.person().orElseThrow();
        Optional<String> problem = Accounts.problemOfPassword(person.name(), password)
                .or(() -> password.equals(repeated) ? Optional.empty() : Optional.of("password.problem.repeated"));
        long wait = 0;
        if (problem.isEmpty()) {
            try {
                Optional<Person> changed = accounts.changePassword(person, old, password, request.getRemoteAddr());
                if (changed.isPresent()) {
                    sessions.begin(changed.get(), request, response);
                    return "redirect:/account?changed";
                }
                problem = Optional.of("password.problem.old");
            } catch (TooManyAttempts tooMany) {
                wait = tooMany.seconds();
            }
        }
        frame.page(model, request, locale, null);
        model.addAttribute("problem", problem.orElse(null));
        model.addAttribute("waitSeconds", wait);
        model.addAttribute("changed", false);
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        return "account";
    }
}
