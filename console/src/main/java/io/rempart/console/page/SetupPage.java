package io.rempart.console.page;

import io.rempart.console.language.Languages;
import io.rempart.console.security.Accounts;
import io.rempart.console.security.Person;
import io.rempart.console.security.Sessions;
import io.rempart.console.security.SetupToken;
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

/** Creates the first account for who has the link that the terminal printed. */
@Controller
class SetupPage {
    private final Frame frame;
    private final SetupToken token;
    private final Accounts accounts;
    private final Sessions sessions;

    SetupPage(Frame frame, SetupToken token, Accounts accounts, Sessions sessions) {
        this.frame = frame;
        this.token = token;
        this.accounts = accounts;
        this.sessions = sessions;
    }

    @GetMapping("/set-up")
    String form(
            @RequestParam(name = "token", defaultValue = "") String offered,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale) {
        frame.bare(model, request, locale);
        return show(model, response, offered, "", Optional.empty());
    }

    @PostMapping("/set-up")
    String create(
            @RequestParam(name = "token", defaultValue = "") String offered,
            @RequestParam(name = "name", defaultValue = "") String name,
            @RequestParam(name = "password", defaultValue = "") String password,
            @RequestParam(name = "repeated", defaultValue = "") String repeated,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale) {
        frame.bare(model, request, locale);
        String normalised = Accounts.normalised(name);
        Optional<String> problem = problem(normalised, password, repeated);
        if (problem.isPresent() || !token.accepts(offered)) {
            return show(model, response, offered, name, problem);
        }
        String language =
                Languages.of(locale.toLanguageTag()).orElse(Locale.ENGLISH).getLanguage();
        boolean created = token.use(
                offered,
                () -> accounts.create(normalised, password, Accounts.ADMIN, language, request.getRemoteAddr()));
        if (!created) {
            return show(model, response, offered, name, Optional.empty());
        }
        Optional<Person> person = accounts.logIn(normalised, password, request.getRemoteAddr());
        person.ifPresent(one -> sessions.begin(one, request, response));
        return "redirect:/overview";
    }

    private static Optional<String> problem(String name, String password, String repeated) {
        if (!Accounts.isName(name)) {
            return Optional.of("name.problem");
        }
        return Accounts.problemOfPassword(name, password)
                .or(() -> password.equals(repeated) ? Optional.empty() : Optional.of("password.problem.repeated"));
    }

    private String show(
            Model model, HttpServletResponse response, String offered, String name, Optional<String> problem) {
        boolean usable = token.accepts(offered);
        model.addAttribute("usable", usable);
        model.addAttribute("done", !accounts.none());
        model.addAttribute("token", usable ? offered : "");
        model.addAttribute("name", name.length() > 64 ? "" : name);
        model.addAttribute("problem", problem.orElse(null));
        if (!usable) {
            response.setStatus(HttpStatus.FORBIDDEN.value());
        } else if (problem.isPresent()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        }
        return "set-up";
    }
}
