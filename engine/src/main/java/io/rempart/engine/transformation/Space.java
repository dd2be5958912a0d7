package io.rempart.engine.transformation;

import io.rempart.engine.bytes.ByteSet;

/** White space as C's {@code isspace} knows it: tab, line feed, vertical tab, form feed, carriage return, space. */
final class Space {
    /** The six bytes. */
    static final ByteSet SET = ByteSet.of("\t\n\u000B\f\r ");

    /** The no-break space of ISO 8859-1. */
    static final int NO_BREAK = 0xA0;

    private Space() {}

    static boolean is(byte b) {
        return b == ' ' || b >= '\t' && b <= '\r';
    }
}
