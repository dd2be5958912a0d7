package io.rempart.console.page;

import io.rempart.console.ConsoleSettings;
import io.rempart.console.security.Accounts;
import io.rempart.console.security.ApiTokens;
import io.rempart.console.security.Passkeys;
import io.rempart.console.security.Person;
import io.rempart.console.security.SecondFactor;
import io.rempart.console.security.Sessions;
import io.rempart.console.security.SignedInPeople;
import io.rempart.console.security.TooManyAttempts;
import io.rempart.events.account.TokenScope;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** One's own account: language, appearance, password, second factor, sessions, API tokens. */
@Controller
class AccountPage {
    private final Frame frame;
    private final ConsoleSettings settings;
    private final Accounts accounts;
    private final Sessions sessions;
    private final SignedInPeople signedIn;
    private final SecondFactor secondFactor;
    private final ApiTokens tokens;
    private final Passkeys passkeys;

    AccountPage(
            Frame frame,
            ConsoleSettings settings,
            Accounts accounts,
            Sessions sessions,
            SignedInPeople signedIn,
            SecondFactor secondFactor,
            ApiTokens tokens,
            Passkeys passkeys) {
        this.frame = frame;
        this.settings = settings;
        this.accounts = accounts;
        this.sessions = sessions;
        this.signedIn = signedIn;
        this.secondFactor = secondFactor;
        this.tokens = tokens;
        this.passkeys = passkeys;
    }

    @GetMapping("/account")
    String show(Model model, HttpServletRequest request, Locale locale) {
        return page(model, request, locale, null, 0);
    }

    private String page(
            Model model, HttpServletRequest request, Locale locale, @Nullable String problem, long waitSeconds) {
        Person person = Frame.person().orElseThrow();
        frame.page(model, request, locale, Section.SETTINGS);
        model.addAttribute("isDemo", settings.security().isDemo());
        model.addAttribute("problem", problem);
        model.addAttribute("waitSeconds", waitSeconds);
        model.addAttribute("changed", request.getParameter("changed") != null);
        model.addAttribute("hasSecondFactor", secondFactor.isSetUp(person.name()));
        model.addAttribute("codesLeft", secondFactor.recoveryCodesLeft(person.name()));
        model.addAttribute("logIns", signedIn.logIns(person.name()));
        model.addAttribute("ownLogIn", SignedInPeople.keyOf(request.getSession(false)));
        model.addAttribute("tokens", tokens.tokens(person.name()));
        model.addAttribute(
                "scopes",
                Arrays.stream(TokenScope.values())
                        .filter(scope -> scope.isWithin(person.role()))
                        .toList());
        model.addAttribute("passkeys", passkeys.of(person.name()));
        model.addAttribute("passkeyRefused", request.getParameter("passkey") != null);
        model.addAttribute("now", frame.now());
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
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        return page(model, request, locale, problem.orElse(null), wait);
    }

    /** Ends one of the own log-ins, or with {@code key=others} all but this. */
    @PostMapping("/account/sessions/end")
    String end(@RequestParam(name = "key", defaultValue = "") String key, HttpServletRequest request) {
        Person person = Frame.person().orElseThrow();
        int ended = key.equals("others")
                ? signedIn.endAll(person.name(), SignedInPeople.keyOf(request.getSession(false)))
                : signedIn.end(key, person.name()) ? 1 : 0;
        accounts.record(person.name(), "session-ended", person.name() + ", " + ended, request.getRemoteAddr());
        return "redirect:/account#sessions";
    }
}
