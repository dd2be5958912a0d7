package io.rempart.console.page;

import io.rempart.console.ConsoleRooms;
import io.rempart.console.security.ApiTokens;
import io.rempart.console.security.Person;
import io.rempart.events.account.AccountStore;
import io.rempart.events.account.ApiToken;
import io.rempart.events.account.TokenScope;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** API tokens: one's own are made and revoked on the account page, everybody's are shown to administrators. */
@Controller
class TokensPage {
    /** Days that a new token may last; 0 is for ever. */
    static final List<Integer> LIFETIMES = List.of(30, 90, 365, 0);

    private final Frame frame;
    private final AccountStore accounts;
    private final ApiTokens tokens;

    TokensPage(Frame frame, ConsoleRooms rooms, ApiTokens tokens) {
        this.frame = frame;
        this.accounts = rooms.accounts();
        this.tokens = tokens;
    }

    @PostMapping("/account/tokens")
    String create(
            @RequestParam(name = "name", defaultValue = "") String name,
            @RequestParam(name = "scope", defaultValue = "") List<String> scopes,
            @RequestParam(name = "days", defaultValue = "90") int days,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale) {
        Person person = Frame.person().orElseThrow();
        String stripped = name.strip();
        Set<TokenScope> wanted = EnumSet.noneOf(TokenScope.class);
        scopes.forEach(key -> TokenScope.of(key).ifPresent(wanted::add));
        Optional<ApiTokens.Created> created = Optional.empty();
        String problem = problem(person, stripped, wanted, days);
        if (problem == null) {
            Instant expiresAt = days == 0 ? null : frame.now().plus(Duration.ofDays(days));
            created = tokens.create(
                    accounts.account(person.name()).orElseThrow(NotThere::new),
                    stripped,
                    wanted,
                    expiresAt,
                    person.name(),
                    request.getRemoteAddr());
            problem = created.isPresent() ? null : "token.problem.many";
        }
        frame.page(model, request, locale, Section.SETTINGS);
        model.addAttribute("problem", problem);
        model.addAttribute("created", created.orElse(null));
        if (problem != null) {
            response.setStatus(422);
        }
        return "token-created";
    }

    private static @Nullable String problem(Person person, String name, Set<TokenScope> scopes, int days) {
        if (name.isEmpty() || name.length() > ApiTokens.LONGEST_NAME) {
            return "token.problem.name";
        }
        if (scopes.isEmpty()) {
            return "token.problem.scope";
        }
        boolean allowed = scopes.stream().allMatch(scope -> scope.isWithin(person.role()));
        return allowed && LIFETIMES.contains(days) ? null : "token.problem.scope";
    }

    @PostMapping("/account/tokens/revoke")
    String revokeOwn(@RequestParam(name = "id", defaultValue = "0") long id, HttpServletRequest request) {
        Person person = Frame.person().orElseThrow();
        boolean own = tokens.tokens(person.name()).stream().anyMatch(token -> token.id() == id);
        if (!own || !tokens.revoke(id, person.name(), request.getRemoteAddr())) {
            throw new NotThere();
        }
        return "redirect:/account#tokens";
    }

    @GetMapping("/tokens")
    String all(Model model, HttpServletRequest request, Locale locale) {
        frame.page(model, request, locale, Section.SETTINGS);
        List<ApiToken> all = tokens.tokens(null);
        model.addAttribute("tokens", all);
        model.addAttribute("now", frame.now());
        return "tokens";
    }

    @PostMapping("/tokens/revoke")
    String revoke(@RequestParam(name = "id", defaultValue = "0") long id, HttpServletRequest request) {
        Person person = Frame.person().orElseThrow();
        if (!tokens.revoke(id, person.name(), request.getRemoteAddr())) {
            throw new NotThere();
        }
        return "redirect:/tokens";
    }
}
