package io.rempart.events.mask;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which names of parameters, headers, cookies and JSON keys have secret values. Case is ignored, and so is everything that is
 * not a letter or digit: {@code api-key}, {@code API_KEY} and {@code user[apiKey]} all match {@code *apikey}. Immutable,
 * thread-safe; answers are cached in a bounded map.
 */
public final class SecretNames {
    /** What is secret unless the configuration says otherwise; {@code *} stands for any characters. */
    public static final List<String> BUILT_IN = List.of(
            "*password*",
            "*passwd*",
            "*passphrase*",
            "*passwort*",
            "*motdepasse*",
            "*mdp",
            "pass",
            "*pass1",
            "*pass2",
            "userpass",
            "pwd",
            "*pwd",
            "pw",
            "*secret*",
            "*token*",
            "*apikey*",
            "*accesskey*",
            "*privatekey*",
            "*credential*",
            "authorization",
            "proxyauthorization",
            "xauth*",
            "cookie",
            "setcookie",
            "*sessionid",
            "*sessid",
            "jsessionid",
            "sid",
            "*csrf*",
            "*xsrf*",
            "*nonce",
            "otp",
            "*onetimecode",
            "*totp*",
            "pin",
            "*pincode",
            "cvv*",
            "cvc*",
            "*cardnumber*",
            "ccnumber",
            "*iban",
            "*signature",
            "samlresponse");

    private static final int MAX_NAME = 256;
    private static final int MAX_CACHED = 4096;
    private static final int SLOTS = 4096;

    private final List<String> secret;
    private final List<String> except;
    private final Map<String, Boolean> answers = new HashMap<>();
    /** A slot holds the last name that fell into it; a race costs a second look. */
    private final @Nullable Answer[] slots = new Answer[SLOTS];

    private record Answer(byte[] name, boolean secret) {}

    /**
     * @param more patterns added to {@link #BUILT_IN}
     * @param except patterns of names that are not secret after all
     */
    public SecretNames(List<String> more, List<String> except) {
        List<String> all = new ArrayList<>(BUILT_IN);
        all.addAll(more);
        this.secret = all.stream().map(SecretNames::normalizedPattern).toList();
        this.except = except.stream().map(SecretNames::normalizedPattern).toList();
    }

    /** Whether the value of that name is secret. A percent-encoded name is decoded first. */
    public boolean isSecret(String name) {
        if (name.isEmpty() || name.length() > MAX_NAME) {
            return false;
        }
        synchronized (answers) {
            Boolean known = answers.get(name);
            if (known != null) {
                return known;
            }
        }
        boolean answer = decide(name);
        synchronized (answers) {
            if (answers.size() >= MAX_CACHED) {
                answers.clear();
            }
            answers.put(name, answer);
        }
        return answer;
    }

    /** As {@link #isSecret(String)}, of bytes as they stand in a record. */
    boolean isSecret(byte[] in, int from, int to) {
        int length = to - from;
        if (length <= 0 || length > MAX_NAME) {
            return false;
        }
        int slot = hash(in, from, to) & SLOTS - 1;
        Answer known = slots[slot];
        if (known == null || !Arrays.equals(known.name, 0, known.name.length, in, from, to)) {
            boolean secret = decide(new String(in, from, length, StandardCharsets.ISO_8859_1));
            known = new Answer(Arrays.copyOfRange(in, from, to), secret);
            slots[slot] = known;
        }
        return known.secret;
    }

    static int hash(byte[] in, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + in[i];
        }
        return hash ^ hash >>> 11 ^ hash >>> 22;
    }

    private boolean decide(String name) {
        String normalized = normalized(percentDecoded(name));
        return matchesAny(secret, normalized) && !matchesAny(except, normalized)
                // The last part alone decides too: user[password], json.account.pwd.
                || secretLastPart(name);
    }

    private boolean secretLastPart(String name) {
        String decoded = percentDecoded(name);
        int end = decoded.endsWith("]") ? decoded.length() - 1 : decoded.length();
        int start = Math.max(decoded.lastIndexOf('['), Math.max(decoded.lastIndexOf('.'), decoded.lastIndexOf(':')));
        if (start < 0 || start + 1 >= end) {
            return false;
        }
        String last = normalized(decoded.substring(start + 1, end));
        return matchesAny(secret, last) && !matchesAny(except, last);
    }

    private static boolean matchesAny(List<String> patterns, String name) {
        for (String pattern : patterns) {
            if (matches(pattern, name)) {
                return true;
            }
        }
        return false;
    }

    /** Stars only at the ends, so a comparison suffices. */
    private static boolean matches(String pattern, String name) {
        boolean anyStart = pattern.startsWith("*");
        boolean anyEnd = pattern.length() > 1 && pattern.endsWith("*");
        String core = pattern.substring(anyStart ? 1 : 0, pattern.length() - (anyEnd ? 1 : 0));
        if (core.isEmpty()) {
            return false;
        }
        if (anyStart && anyEnd) {
            return name.contains(core);
        }
        return anyStart ? name.endsWith(core) : anyEnd ? name.startsWith(core) : name.equals(core);
    }

    private static String normalizedPattern(String pattern) {
        String stripped = pattern.strip();
        return (stripped.startsWith("*") ? "*" : "")
                + normalized(stripped)
                + (stripped.length() > 1 && stripped.endsWith("*") ? "*" : "");
    }

    private static String normalized(String name) {
        StringBuilder letters = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c >= 0x80) {
                letters.append(c);
            } else if (c >= 'A' && c <= 'Z') {
                letters.append((char) (c + 32));
            }
        }
        return letters.toString();
    }

    static String percentDecoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        StringBuilder decoded = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%' && i + 2 < text.length()) {
                int high = Character.digit(text.charAt(i + 1), 16);
                int low = Character.digit(text.charAt(i + 2), 16);
                if (high >= 0 && low >= 0) {
                    decoded.append((char) (high << 4 | low));
                    i += 2;
                    continue;
                }
            }
            decoded.append(c);
        }
        return decoded.toString();
    }

    /** For log lines and tests: the patterns, normalised. */
    @Override
    public String toString() {
        return String.join(", ", secret).toLowerCase(Locale.ROOT);
    }
}
