package io.rempart.engine.operator;

import io.rempart.engine.bytes.ByteSlice;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Description: Looks whether a DNS list (of spam sources, say) has an address or a name.
 *
 * <p>Arguments: the zone of the list, such as {@code sbl-xbl.spamhaus.org}; {@code dnsbl.httpbl.org} needs a key (SecHttpBlKey).
 *
 * <p>Returns: true when the list has it; false where rules may not ask the network (the default). Answers are asked for in the background,
 * waited for a quarter of a second, and kept for five minutes.
 *
 * <p>Example: {@code SecRule REMOTE_ADDR "@rbl sbl-xbl.spamhaus.org" "id:1"}
 */
public final class Rbl implements Operator {
    private static final Duration PATIENCE = Duration.ofMillis(250);
    private static final int LONGEST_NAME = 253;
    private static final String HTTP_BL = "dnsbl.httpbl.org";

    private final String zone;
    private final String prefix;
    private final @Nullable ResolvedNames names;

    private Rbl(String zone, String prefix, @Nullable ResolvedNames names) {
        this.zone = zone;
        this.prefix = prefix;
        this.names = names;
    }

    static Rbl create(ByteSlice argument, OperatorEnvironment environment) {
        String zone = Words.trim(argument).toString();
        if (!isName(zone)) {
            throw new IllegalArgumentException("\"" + LogText.escape(argument, 80) + "\" is no name of a DNS zone.");
        }
        String key = environment.httpBlKey();
        boolean httpBl = zone.equalsIgnoreCase(HTTP_BL);
        boolean asks = environment.networkAllowed() && (!httpBl || key != null);
        ResolvedNames names = asks ? new ResolvedNames(environment.nameResolver(), PATIENCE, System::nanoTime) : null;
        return new Rbl(zone, httpBl && key != null ? key + "." : "", names);
    }

    private static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!letter && c != '-' && c != '_' && (c != '.' || i == 0 || name.charAt(i - 1) == '.')) {
                return false;
            }
        }
        return !name.isEmpty() && name.length() <= LONGEST_NAME;
    }

    @Override
    public boolean matches(ByteSlice value, OperatorContext context) {
        if (names == null || value.length() > LONGEST_NAME) {
            return false;
        }
        String question = prefix + reversed(value) + "." + zone;
        if (!isName(question)) {
            return false;
        }
        Optional<byte[]> answer = names.address(question);
        // lists answer with addresses of 127.0.0.0/8; anything else is a resolver that invents answers
        if (answer.isEmpty() || answer.get().length != 4 || answer.get()[0] != 127) {
            return false;
        }
        context.matched(0, value.length());
        return true;
    }

    /** An address back to front, as DNS wants it; a name as it is. */
    private static String reversed(ByteSlice value) {
        byte[] address = AddressParser.parse(value);
        if (address == null) {
            return value.toString();
        }
        StringBuilder out = new StringBuilder();
        for (int i = address.length - 1; i >= 0; i--) {
            int b = address[i] & 0xFF;
            if (address.length == 4) {
                out.append(b);
            } else {
                out.append(Character.forDigit(b & 15, 16)).append('.').append(Character.forDigit(b >> 4, 16));
            }
            out.append(i > 0 ? "." : "");
        }
        return out.toString();
    }

    @Override
    public String message(ByteSlice value, String target, OperatorContext context) {
        return "RBL lookup of " + LogText.escape(ByteSlice.latin1(reversed(value) + "." + zone)) + " succeeded at "
                + target + ".";
    }

    @Override
    public String name() {
        return "rbl";
    }
}
