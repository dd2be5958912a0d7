package io.rempart.events.account;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What an API token is good for. Each scope stands for itself: {@code decide} does not bring {@code read}. Immutable. */
public enum TokenScope {
    /** Looking at everything under {@code /api/}. */
    READ,
    /** Changes that an analyst may make. */
    DECIDE,
    /** What only an administrator may see and change. */
    ADMIN,
    /** The decisions for firewalls and proxies elsewhere: {@code /v1/decisions}, {@code /feeds/}; reading only. */
    BOUNCER,
    /** {@code /metrics}, and nothing else. */
    METRICS;

    /** The word in the store, in options and on pages. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether an account of that role may have a token of this scope. */
    public boolean isWithin(String role) {
        return switch (this) {
            case READ, BOUNCER, METRICS -> true;
            case DECIDE -> role.equals("analyst") || role.equals("admin");
            case ADMIN -> role.equals("admin");
        };
    }

    public static Optional<TokenScope> of(String key) {
        return Arrays.stream(values()).filter(one -> one.key().equals(key)).findFirst();
    }

    /** The scopes as stored: keys with commas between. */
    public static String text(Set<TokenScope> scopes) {
        return scopes.stream().sorted().map(TokenScope::key).collect(Collectors.joining(","));
    }

    /** The scopes of {@link #text}; words that this version doesn't know give no right. */
    public static Set<TokenScope> read(String text) {
        Set<TokenScope> scopes = EnumSet.noneOf(TokenScope.class);
        for (String key : text.split(",", 16)) {
            of(key.strip()).ifPresent(scopes::add);
        }
        return scopes;
    }
}
