package io.rempart.events.model;

/**
 * The length behind the slash of a block of addresses. The address library (IPAddress 5.6) throws an
 * ArrayIndexOutOfBoundsException for one with ten digits or more, {@code 192.0.2.1/3039877387}, so what people and attackers type
 * is asked here first. Stateless.
 */
public final class PrefixLength {
    private static final int LONGEST = 3;

    private PrefixLength() {}

    /** Whether the text can be given to the library: no run of more than three digits follows a slash. */
    public static boolean isReadable(String text) {
        int digits = -1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '/') {
                digits = 0;
            } else if (digits >= 0 && c >= '0' && c <= '9') {
                if (++digits > LONGEST) {
                    return false;
                }
            } else {
                digits = -1;
            }
        }
        return true;
    }
}
