package io.rempart.engine.injection;

import java.nio.charset.StandardCharsets;

/**
 * The keywords of SQL dialects with the type of token each is, and the fingerprints that stand for an injection: the data
 * table of libinjection (see NOTICE). Immutable, thread-safe; a lookup allocates nothing.
 */
final class SqliTable {
    private static final int KEYWORD_SLOTS = 1 << 12;
    private static final int FINGERPRINT_SLOTS = 1 << 15;
    private static final int MULTIPLIER = 0x9E3779B1;

    /** The letters of fingerprints; a fingerprint of up to 5 letters packs into 30 bits, 6 a letter, 1 to 63. */
    private static final byte[] CODES = new byte[128];

    private static final byte[][] KEYWORDS = new byte[KEYWORD_SLOTS][];
    private static final byte[] TYPES = new byte[KEYWORD_SLOTS];
    private static final int[] FINGERPRINTS = new int[FINGERPRINT_SLOTS];
    private static final int LONGEST_KEYWORD;

    static {
        String letters = "&(),.1:;?ABEFKNOSTUVX\\{}C";
        for (int i = 0; i < letters.length(); i++) {
            char letter = letters.charAt(i);
            CODES[letter] = (byte) (i + 1);
            CODES[Character.toLowerCase(letter)] = (byte) (i + 1);
        }
        int longest = 0;
        byte type = SqliToken.NONE;
        for (String line : ResourceLines.of("sqli-keywords.txt")) {
            if (line.length() == 3 && line.startsWith("= ")) {
                type = (byte) line.charAt(2);
            } else {
                putKeyword(line.getBytes(StandardCharsets.ISO_8859_1), type);
                longest = Math.max(longest, line.length());
            }
        }
        LONGEST_KEYWORD = longest;
        for (String line : ResourceLines.of("sqli-fingerprints.txt")) {
            int equals = line.indexOf('=');
            for (int i = equals + 1; i < line.length(); i++) {
                putFingerprint(packed(line.substring(0, equals) + line.charAt(i)));
            }
        }
    }

    private SqliTable() {}

    /** The type of token the word is, whatever its case, or {@link SqliToken#NONE}. */
    static byte keyword(byte[] source, int start, int length) {
        if (length == 0 || length > LONGEST_KEYWORD) {
            return SqliToken.NONE;
        }
        int hash = 0;
        for (int i = start, end = start + length; i < end; i++) {
            hash = 31 * hash + upper(source[i]);
        }
        for (int slot = keywordSlot(hash); ; slot = slot + 1 & KEYWORD_SLOTS - 1) {
            byte[] keyword = KEYWORDS[slot];
            if (keyword == null) {
                return SqliToken.NONE;
            }
            if (equals(keyword, source, start, length)) {
                return TYPES[slot];
            }
        }
    }

    /** Whether the sequence of token types is known as an injection. */
    static boolean isInjection(SqliToken[] tokens, int count) {
        int packed = 0;
        for (int i = 0; i < count; i++) {
            packed = packed << 6 | CODES[tokens[i].type];
        }
        for (int slot = fingerprintSlot(packed); FINGERPRINTS[slot] != 0; slot = slot + 1 & FINGERPRINT_SLOTS - 1) {
            if (FINGERPRINTS[slot] == packed) {
                return true;
            }
        }
        return false;
    }

    static int upper(int b) {
        return b >= 'a' && b <= 'z' ? b - 0x20 : b;
    }

    private static boolean equals(byte[] keyword, byte[] source, int start, int length) {
        if (keyword.length != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (keyword[i] != upper(source[start + i])) {
                return false;
            }
        }
        return true;
    }

    private static void putKeyword(byte[] keyword, byte type) {
        int hash = 0;
        for (byte b : keyword) {
            hash = 31 * hash + b;
        }
        int slot = keywordSlot(hash);
        while (KEYWORDS[slot] != null) {
            slot = slot + 1 & KEYWORD_SLOTS - 1;
        }
        KEYWORDS[slot] = keyword;
        TYPES[slot] = type;
    }

    private static void putFingerprint(int packed) {
        int slot = fingerprintSlot(packed);
        while (FINGERPRINTS[slot] != 0) {
            slot = slot + 1 & FINGERPRINT_SLOTS - 1;
        }
        FINGERPRINTS[slot] = packed;
    }

    private static int packed(String fingerprint) {
        int packed = 0;
        for (int i = 0; i < fingerprint.length(); i++) {
            packed = packed << 6 | CODES[fingerprint.charAt(i)];
        }
        return packed;
    }

    private static int keywordSlot(int hash) {
        return hash * MULTIPLIER >>> 20;
    }

    private static int fingerprintSlot(int packed) {
        return packed * MULTIPLIER >>> 17;
    }
}
