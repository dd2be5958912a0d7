package io.rempart.engine.regex;

import io.rempart.engine.bytes.ByteSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The named classes of bytes of PCRE in the C locale without UTF mode (pcre2pattern, "Generic character types"). */
final class ByteClasses {
    static final ByteSet DIGIT = ByteSet.range('0', '9');
    static final ByteSet UPPER = ByteSet.range('A', 'Z');
    static final ByteSet LOWER = ByteSet.range('a', 'z');
    static final ByteSet ALPHA = UPPER.or(LOWER);
    static final ByteSet WORD = ALPHA.or(DIGIT).plus('_');
    static final ByteSet SPACE = ByteSet.of(" \t\n\u000b\f\r");
    static final ByteSet HORIZONTAL_SPACE = ByteSet.of(" \t\u00a0");
    static final ByteSet VERTICAL_SPACE = ByteSet.of("\n\u000b\f\r\u0085");
    static final ByteSet LINE_FEED = ByteSet.of("\n");
    private static final ByteSet GRAPH = ByteSet.range(33, 126);

    private static final Map<String, ByteSet> POSIX = Map.ofEntries(
            Map.entry("alnum", ALPHA.or(DIGIT)),
            Map.entry("alpha", ALPHA),
            Map.entry("ascii", ByteSet.range(0, 127)),
            Map.entry("blank", ByteSet.of(" \t")),
            Map.entry("cntrl", ByteSet.range(0, 31).plus(127)),
            Map.entry("digit", DIGIT),
            Map.entry("graph", GRAPH),
            Map.entry("lower", LOWER),
            Map.entry("print", GRAPH.plus(' ')),
            Map.entry("punct", minus(GRAPH, ALPHA.or(DIGIT))),
            Map.entry("space", SPACE),
            Map.entry("upper", UPPER),
            Map.entry("word", WORD),
            Map.entry("xdigit", DIGIT.or(ByteSet.range('a', 'f')).or(ByteSet.range('A', 'F'))));

    private ByteClasses() {}

    /** The class of {@code [:name:]}, or null. */
    static @Nullable ByteSet posix(String name) {
        return POSIX.get(name);
    }

    static ByteSet minus(ByteSet set, ByteSet other) {
        return and(set, other.complement());
    }

    static ByteSet and(ByteSet set, ByteSet other) {
        return new ByteSet(
                set.bits0() & other.bits0(),
                set.bits64() & other.bits64(),
                set.bits128() & other.bits128(),
                set.bits192() & other.bits192());
    }

    /** The set with both cases of each letter in it. */
    static ByteSet fold(ByteSet set) {
        long letters = 0x07FFFFFEL;
        long upper = set.bits64() & letters;
        long lower = set.bits64() >>> 32 & letters;
        long both = upper | lower;
        return new ByteSet(set.bits0(), set.bits64() | both | both << 32, set.bits128(), set.bits192());
    }

    /** The set with its upper-case letters replaced by lower-case ones. */
    static ByteSet lower(ByteSet set) {
        long letters = 0x07FFFFFEL;
        long upper = set.bits64() & letters;
        return new ByteSet(set.bits0(), set.bits64() & ~letters | upper << 32, set.bits128(), set.bits192());
    }

    static ByteSet single(int b) {
        return ByteSet.NONE.plus(b);
    }
}
