package io.rempart.console.page;

import io.rempart.console.security.Accounts;
import io.rempart.console.security.People;
import io.rempart.console.security.Person;
import io.rempart.console.security.SecondFactor;
import io.rempart.console.security.SignedInPeople;
import io.rempart.events.account.AccountStore.Account;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Everybody's accounts, for administrators: invite, roles, disable, reset, log out. */
@Controller
class PeoplePage {
    static final List<String> ROLES = List.of(Accounts.VIEWER, Accounts.ANALYST, Accounts.ADMIN);

    private final Frame frame;
    private final People people;
    private final Accounts accounts;
    private final SignedInPeople signedIn;
    private final SecondFactor secondFactor;

    PeoplePage(Frame frame, People people, Accounts accounts, SignedInPeople signedIn, SecondFactor secondFactor) {
        this.frame = frame;
        this.people = people;
        this.accounts = accounts;
        this.signedIn = signedIn;
        this.secondFactor = secondFactor;
    }

    /**
     * An account as the page shows it.
     *
     * @param isLastAdmin whether it can be neither disabled nor given another role
     */
    public record Row(
            Account account, boolean hasSecondFactor, List<SignedInPeople.View> logIns, boolean isLastAdmin) {}

    @GetMapping("/people")
    String show(Model model, HttpServletRequest request, Locale locale) {
        return page(model, request, locale, null, null, null);
    }

    private String page(
            Model model,
            HttpServletRequest request,
            Locale locale,
            @Nullable String problem,
            @Nullable String invited,
            @Nullable String secret) {
        frame.page(model, request, locale, Section.SETTINGS);
        List<Row> rows = people.accounts().stream()
                .map(account -> new Row(
                        account,
                        secondFactor.isSetUp(account.name()),
                        signedIn.logIns(account.name()),
                        people.isLastAdmin(account.name())))
                .toList();
        model.addAttribute("rows", rows);
        model.addAttribute("roles", ROLES);
        model.addAttribute("problem", problem);
        model.addAttribute("invited", invited);
        model.addAttribute("link", secret == null ? null : link(request, secret));
        return "people";
    }

    /** The address by which this page was asked for; its host name was checked. */
    private static String link(HttpServletRequest request, String secret) {
        return (request.isSecure() ? "https://" : "http://") + request.getHeader("Host") + "/invitation?token="
                + secret;
    }

    @PostMapping("/people/invite")
    String invite(
            @RequestParam(name = "name", defaultValue = "") String name,
            @RequestParam(name = "role", defaultValue = "") String role,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale) {
        String normalised = Accounts.normalised(name);
        if (!Accounts.isName(normalised) || !ROLES.contains(role)) {
            response.setStatus(422);
            return page(model, request, locale, "name.problem", null, null);
        }
        Optional<String> secret = people.invite(normalised, role, by(), request.getRemoteAddr());
        if (secret.isEmpty()) {
            response.setStatus(422);
            return page(model, request, locale, "people.problem.taken", null, null);
        }
        return page(model, request, locale, null, normalised, secret.get());
    }

    @PostMapping("/people/reset-password")
    String resetPassword(
            @RequestParam(name = "name", defaultValue = "") String name,
            Model model,
            HttpServletRequest request,
            Locale locale) {
        String secret =
                people.resetPassword(name, by(), request.getRemoteAddr()).orElseThrow(NotThere::new);
        return page(model, request, locale, null, name, secret);
    }

    @PostMapping("/people/role")
    String changeRole(
            @RequestParam(name = "name", defaultValue = "") String name,
            @RequestParam(name = "role", defaultValue = "") String role,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale) {
        if (!ROLES.contains(role)) {
            throw new NotThere();
        }
        boolean changed = people.changeRole(name, role, by(), request.getRemoteAddr());
        return changed ? "redirect:/people" : last(model, request, response, locale);
    }

    @PostMapping("/people/enable")
    String enable(
            @RequestParam(name = "name", defaultValue = "") String name,
            @RequestParam(name = "enabled", defaultValue = "") String enabled,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale) {
        boolean changed = people.enable(name, enabled.equals("yes"), by(), request.getRemoteAddr());
        return changed ? "redirect:/people" : last(model, request, response, locale);
    }

    private String last(Model model, HttpServletRequest request, HttpServletResponse response, Locale locale) {
        response.setStatus(422);
        return page(model, request, locale, "people.problem.last", null, null);
    }

    @PostMapping("/people/reset-second-factor")
    String resetSecondFactor(@RequestParam(name = "name", defaultValue = "") String name, HttpServletRequest request) {
        if (!people.resetSecondFactor(name, by(), request.getRemoteAddr())) {
            throw new NotThere();
        }
        return "redirect:/people";
    }

    /** Ends the log-ins of an account. */
    @PostMapping("/people/log-out")
    String logOut(@RequestParam(name = "name", defaultValue = "") String name, HttpServletRequest request) {
        String own = SignedInPeople.keyOf(request.getSession(false));
        int ended = signedIn.endAll(name, own);
        accounts.record(by(), "session-ended", name + ", " + ended, request.getRemoteAddr());
        return "redirect:/people";
    }

    private static String by() {
        return Frame.person().map(Person::name).orElseThrow();
    }
}
