package io.rempart.engine.operator;

import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.literal.Requirement;
import java.util.List;

/** An operator's argument, which may hold macros; without any it is the same for every value. Immutable. */
final class Argument {
    private final ByteSlice text;
    private final boolean hasMacros;

    private Argument(ByteSlice text, boolean hasMacros) {
        this.text = text;
        this.hasMacros = hasMacros;
    }

    static Argument of(ByteSlice text) {
        return new Argument(text, holdsMacro(text));
    }

    private static boolean holdsMacro(ByteSlice text) {
        for (int i = 0; i + 1 < text.length(); i++) {
            if (text.at(i) == '%' && text.at(i + 1) == '{') {
                return true;
            }
        }
        return false;
    }

    boolean hasMacros() {
        return hasMacros;
    }

    /** As the rule has it. */
    ByteSlice text() {
        return text;
    }

    /** With macros replaced. */
    ByteSlice value(OperatorContext context) {
        return hasMacros ? context.expand(text) : text;
    }

    /** That a value must contain this argument; exact when containing it is all an operator asks for. */
    Requirement toOccur(boolean suffices) {
        if (hasMacros || text.isEmpty()) {
            return Requirement.UNKNOWN;
        }
        return new Requirement(List.of(List.of(text)), suffices && !hasLetters(text));
    }

    /** The gate ignores case, so only what has no case is answered by it. */
    private static boolean hasLetters(ByteSlice text) {
        for (int i = 0; i < text.length(); i++) {
            int b = text.at(i) | 0x20;
            if (b >= 'a' && b <= 'z') {
                return true;
            }
        }
        return false;
    }
}
