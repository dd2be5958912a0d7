package io.rempart.engine.state;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A part of an audit record (SecAuditLogParts). */
public enum AuditPart {
    /** Header of the record; always there. */
    A,
    /** Request headers. */
    B,
    /** Request body. */
    C,
    /** Reserved. */
    D,
    /** Response body. */
    E,
    /** Response headers. */
    F,
    /** Reserved. */
    G,
    /** Trailer: what the engine says. */
    H,
    /** Request body without files. */
    I,
    /** Uploaded files. */
    J,
    /** Rules that matched. */
    K,
    /** End of the record; always there. */
    Z;

    /** What ModSecurity writes when nothing is said. */
    public static final Set<AuditPart> DEFAULT = Set.of(A, B, C, F, H, Z);

    /** The parts a text of letters names, always with A and Z; null when a letter names none. */
    public static @Nullable Set<AuditPart> parse(String letters) {
        EnumSet<AuditPart> parts = EnumSet.of(A, Z);
        for (char letter : letters.toUpperCase(java.util.Locale.ROOT).toCharArray()) {
            if (letter < 'A' || letter > 'K' && letter != 'Z') {
                return null;
            }
            parts.add(valueOf(String.valueOf(letter)));
        }
        return parts;
    }
}
