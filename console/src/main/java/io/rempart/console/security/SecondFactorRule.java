package io.rempart.console.security;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Who needs a second factor beside the password ({@code console.second-factor}). */
public enum SecondFactorRule {
    OPTIONAL,
    REQUIRED_FOR_ADMINS,
    REQUIRED;

    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<SecondFactorRule> of(String key) {
        return Arrays.stream(values()).filter(one -> one.key().equals(key)).findFirst();
    }

    boolean concerns(Person person) {
        return this == REQUIRED || this == REQUIRED_FOR_ADMINS && person.mayAdminister();
    }
}
