package io.rempart.console.security;

import io.rempart.console.security.ApiTokens.Bearer;
import io.rempart.events.account.TokenScope;
import java.util.Locale;
import java.util.Set;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** A request that came with an API token: the person is the token's owner, the authorities are {@code SCOPE_…}. Immutable. */
public final class TokenLogIn extends AbstractAuthenticationToken {
    private final Bearer bearer;

    TokenLogIn(Bearer bearer) {
        super(bearer.scopes().stream()
                .map(scope -> new SimpleGrantedAuthority("SCOPE_" + scope.key().toUpperCase(Locale.ROOT)))
                .toList());
        this.bearer = bearer;
        setAuthenticated(true);
    }

    public long tokenId() {
        return bearer.tokenId();
    }

    public Set<TokenScope> scopes() {
        return bearer.scopes();
    }

    @Override
    public Person getPrincipal() {
        return bearer.person();
    }

    @Override
    public String getCredentials() {
        return "";
    }
}
