package io.rempart.console.api;

import io.rempart.console.ConsoleRooms;
import io.rempart.console.security.ApiTokens;
import io.rempart.console.security.Person;
import io.rempart.console.text.Fields;
import io.rempart.events.account.AccountStore.Account;
import io.rempart.events.account.ApiToken;
import io.rempart.events.account.TokenScope;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** The tokens of programs, for administrators. A secret is told once, to who creates it. */
@Controller
class TokensApi {
    private static final int LONGEST_LIFE_DAYS = 3_650;

    private final ConsoleRooms rooms;
    private final Searches searches;
    private final ApiTokens tokens;

    TokensApi(ConsoleRooms rooms, Searches searches, ApiTokens tokens) {
        this.rooms = rooms;
        this.searches = searches;
        this.tokens = tokens;
    }

    @GetMapping("/api/v1/tokens")
    ResponseEntity<byte[]> list(HttpServletRequest request) {
        Asked.of(request, searches.zone());
        Caller.whoAdministers();
        return Answer.page(tokens.tokens(null).stream().map(TokensApi::fields).toList(), null);
    }

    private static Fields fields(ApiToken token) {
        return new Fields()
                .with("id", token.id())
                .with("account", token.account())
                .with("name", token.name())
                .with("scopes", token.scopes().stream().sorted().toList())
                .with("createdAt", token.createdAt())
                .with("expiresAt", token.expiresAt())
                .with("lastUsedAt", token.lastUsedAt())
                .with("lastAddress", token.lastAddress());
    }

    @PostMapping("/api/v1/tokens")
    ResponseEntity<byte[]> create(HttpServletRequest request) throws IOException {
        Person person = Caller.whoAdministers();
        JsonBody body = JsonBody.of(request, "account", "name", "scopes", "days");
        String name = body.needed("account", 64);
        Account account = rooms.accounts()
                .account(name)
                .filter(Account::enabled)
                .orElseThrow(() -> new ApiProblem(404, "api.problem.not-there"));
        Set<TokenScope> scopes = EnumSet.noneOf(TokenScope.class);
        for (String word : body.texts("scopes")) {
            scopes.add(TokenScope.of(word)
                    .filter(scope -> scope.isWithin(account.role()))
                    .orElseThrow(() -> Asked.bad("scopes", word, possible(account))));
        }
        Long days = body.number("days", 1, LONGEST_LIFE_DAYS);
        Instant expiresAt = days == null ? null : searches.now().plus(Duration.ofDays(days));
        ApiTokens.Created created = tokens.create(
                        account,
                        body.needed("name", ApiTokens.LONGEST_NAME),
                        scopes,
                        expiresAt,
                        person.name(),
                        request.getRemoteAddr())
                .orElseThrow(() -> new ApiProblem(
                        409, "api.problem.too-many", "tokens", io.rempart.events.account.TokenStore.MOST_OF_ACCOUNT));
        return Answer.of(fields(created.token()).with("secret", created.secret()));
    }

    private static String possible(Account account) {
        return TokenScope.text(EnumSet.allOf(TokenScope.class).stream()
                .filter(scope -> scope.isWithin(account.role()))
                .collect(java.util.stream.Collectors.toSet()));
    }

    @PostMapping("/api/v1/tokens/{id}/revoke")
    ResponseEntity<byte[]> revoke(@PathVariable long id, HttpServletRequest request) {
        Asked.of(request, searches.zone());
        Person person = Caller.whoAdministers();
        if (!tokens.revoke(id, person.name(), request.getRemoteAddr())) {
            throw ApiProblem.notThere();
        }
        return Answer.of(new Fields().with("deleted", true));
    }
}
