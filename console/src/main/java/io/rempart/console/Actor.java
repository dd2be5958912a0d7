package io.rempart.console;

import inet.ipaddr.IPAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who acts, and in which language he is answered. Immutable.
 *
 * @param person the name of the account
 * @param language of the page, or of the request: sentences come in it
 * @param from where the person is, so that he does not block himself; null when not known
 */
public record Actor(
        String person, Locale language, @Nullable IPAddress from) {}
