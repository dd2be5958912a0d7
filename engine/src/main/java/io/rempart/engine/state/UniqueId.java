package io.rempart.engine.state;

import io.rempart.engine.Compatibility;
import java.security.SecureRandom;
import java.util.concurrent.ThreadLocalRandom;

/** Makes the ids that join a transaction's lines in all logs. */
final class UniqueId {
    private static final SecureRandom SECURE = new SecureRandom();

    private static final char[] ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789@-".toCharArray();
    private static final int LENGTH = 27;

    private UniqueId() {}

    /** 27 letters as mod_unique_id makes them; with ModSecurity 3, seconds and a fraction: digits, a dot, six digits. */
    static String next(Compatibility compatibility, long nowMillis) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        if (compatibility == Compatibility.V3) {
            int fraction = random.nextInt(1_000_000);
            return nowMillis / 10 + "." + String.valueOf(1_000_000 + fraction).substring(1);
        }
        char[] id = new char[LENGTH];
        long time = nowMillis;
        for (int i = 6; i >= 0; i--) {
            id[i] = ALPHABET[(int) (time & 63)];
            time >>>= 6;
        }
        for (int i = 7; i < LENGTH; i++) {
            id[i] = ALPHABET[random.nextInt(64)];
        }
        return new String(id);
    }

    /** Six letters or digits that nobody foresees, for names of files. */
    static String letters() {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            letters.append(Character.forDigit(SECURE.nextInt(36), 36));
        }
        return letters.toString();
    }
}
