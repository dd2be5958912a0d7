package io.rempart.console.page;

import io.rempart.console.language.LanguageOfPerson;
import io.rempart.console.language.Languages;
import io.rempart.console.security.Accounts;
import io.rempart.console.security.Person;
import io.rempart.console.security.ReturnPath;
import io.rempart.console.security.Sessions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Language and appearance: remembered by a cookie, and the language by the account of who is logged in. */
@Controller
class PreferencesPage {
    private final Accounts accounts;
    private final Sessions sessions;

    PreferencesPage(Accounts accounts, Sessions sessions) {
        this.accounts = accounts;
        this.sessions = sessions;
    }

    @PostMapping("/language")
    String language(
            @RequestParam(name = "language", defaultValue = "") String wanted,
            @RequestParam(name = "here", defaultValue = "/") String here,
            HttpServletRequest request,
            HttpServletResponse response) {
        Optional<Locale> language = Languages.of(wanted);
        if (language.isPresent()) {
            String tag = language.get().getLanguage();
            remember(LanguageOfPerson.COOKIE, tag, request, response);
            Optional<Person> changed = Frame.person().flatMap(person -> accounts.changeLanguage(person, tag));
            changed.ifPresent(person -> sessions.begin(person, request, response));
        }
        return "redirect:" + back(here);
    }

    @PostMapping("/appearance")
    String appearance(
            @RequestParam(name = "appearance", defaultValue = "auto") String wanted,
            @RequestParam(name = "here", defaultValue = "/") String here,
            HttpServletRequest request,
            HttpServletResponse response) {
        String appearance = wanted.equals("light") || wanted.equals("dark") ? wanted : "auto";
        remember(Frame.APPEARANCE_COOKIE, appearance, request, response);
        return "redirect:" + back(here);
    }

    /** Like {@link ReturnPath}, but the log-in page may be come back to. */
    private static String back(String here) {
        return here.startsWith("/log-in") ? "/log-in" : ReturnPath.safe(here);
    }

    private static void remember(String name, String value, HttpServletRequest request, HttpServletResponse response) {
        response.addHeader(
                "Set-Cookie",
                ResponseCookie.from(name, value)
                        .path("/")
                        .httpOnly(true)
                        .secure(request.isSecure())
                        .sameSite("Lax")
                        .maxAge(Duration.ofDays(365))
                        .build()
                        .toString());
    }
}
