package io.rempart.engine.state;

import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.regex.RegexFlag;
import io.rempart.engine.regex.RegexPattern;
import io.rempart.engine.regex.RegexSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A text with {@code %{VARIABLE.key}} in it, compiled once. A macro that names nothing, or a variable without value, expands to
 * nothing. Collection names and keys have no case. Immutable, thread-safe.
 */
public final class Macro {
    /** The most bytes an expansion may have; what goes beyond is cut. */
    public static final int MOST_BYTES = 1 << 20;

    private interface Part {
        ByteSlice expand(TransactionState state);
    }

    private final ByteSlice text;
    private final Part[] parts;
    private final boolean constant;

    private Macro(ByteSlice text, Part[] parts, boolean constant) {
        this.text = text;
        this.parts = parts;
        this.constant = constant;
    }

    /** Whether the text has a macro at all. */
    public static boolean occursIn(ByteSlice text) {
        for (int i = 0; i + 2 < text.length(); i++) {
            if (text.at(i) == '%' && text.at(i + 1) == '{') {
                return text.toString().indexOf('}', i) > 0;
            }
        }
        return false;
    }

    /** Compiles a text as the settings have it; each character is one byte (ISO-8859-1). */
    public static Macro compile(String text, Settings settings) {
        return compile(
                settings.macroTakesPercent && text.contains("}%")
                        ? text.replaceAll("(%\\{[^}]*\\})%(?!\\{)", "$1")
                        : text,
                settings.txNames);
    }

    /** Compiles a text; each character is one byte (ISO-8859-1). */
    public static Macro compile(String text, TxNames names) {
        List<Part> parts = new ArrayList<>();
        boolean constant = true;
        int from = 0;
        while (from < text.length()) {
            int open = text.indexOf("%{", from);
            int close = open < 0 ? -1 : text.indexOf('}', open);
            if (close < 0) {
                addText(parts, text.substring(from));
                break;
            }
            if (open > from) {
                addText(parts, text.substring(from, open));
            }
            parts.add(reference(text.substring(open + 2, close), names));
            constant = false;
            from = close + 1;
        }
        return new Macro(ByteSlice.latin1(text), parts.toArray(Part[]::new), constant);
    }

    private static void addText(List<Part> parts, String literal) {
        ByteSlice bytes = ByteSlice.latin1(literal);
        parts.add(state -> bytes);
    }

    private static Part reference(String name, TxNames names) {
        int end = 0;
        while (end < name.length() && name.charAt(end) != '.' && name.charAt(end) != ':') {
            end++;
        }
        Variable variable = Variable.byName(name.substring(0, end).trim());
        if (variable == null) {
            return state -> ByteSlice.EMPTY;
        }
        if (end == name.length()) {
            return state -> first(variable.values(state));
        }
        String keyText = name.substring(end + 1);
        if (keyText.length() > 2 && keyText.startsWith("/") && keyText.endsWith("/")) {
            RegexPattern pattern = pattern(keyText.substring(1, keyText.length() - 1));
            return state -> matching(variable, pattern, state);
        }
        ByteSlice key = ByteSlice.latin1(keyText);
        if (variable == Variable.TX && !TxCollection.isGroup(key)) {
            int number = names.intern(key);
            return state -> orEmpty(state.tx().get(number));
        }
        return state -> orEmpty(valueOf(variable, key, state));
    }

    /** The first value of a variable under a key, null when there is none. */
    public static @Nullable ByteSlice valueOf(Variable variable, ByteSlice key, TransactionState state) {
        if (variable == Variable.TX) {
            return state.tx().get(key);
        }
        if (variable == Variable.ENV) {
            return state.environment(key);
        }
        TransactionState.CollectionKind kind = variable.collection();
        if (kind != null) {
            PersistentCollection collection = state.collection(kind);
            return collection == null ? null : collection.get(key);
        }
        return variable.values(state).first(key);
    }

    private static @Nullable RegexPattern pattern(String text) {
        try {
            return RegexPattern.compile(
                    text, Set.of(RegexFlag.DOT_ALL, RegexFlag.DOLLAR_END_ONLY, RegexFlag.CASE_INSENSITIVE));
        } catch (RegexSyntaxException broken) {
            return null;
        }
    }

    /** The first value whose key matches. */
    private static ByteSlice matching(Variable variable, @Nullable RegexPattern pattern, TransactionState state) {
        Values values = pattern == null ? Values.NONE : variable.values(state);
        for (int i = 0; i < values.size(); i++) {
            ByteSlice key = values.key(i);
            if (key != null && pattern != null && pattern.find(key)) {
                return values.value(i);
            }
        }
        return ByteSlice.EMPTY;
    }

    private static ByteSlice first(Values values) {
        return values.size() == 0 ? ByteSlice.EMPTY : values.value(0);
    }

    private static ByteSlice orEmpty(@Nullable ByteSlice value) {
        return value == null ? ByteSlice.EMPTY : value;
    }

    /** Whether it expands to its own text always. */
    public boolean isConstant() {
        return constant;
    }

    /** The text as written. */
    public ByteSlice text() {
        return text;
    }

    /** The text with the values of now. */
    public ByteSlice expand(TransactionState state) {
        if (constant) {
            return text;
        }
        if (parts.length == 1) {
            return parts[0].expand(state);
        }
        ByteSlice[] expanded = new ByteSlice[parts.length];
        int length = 0;
        for (int i = 0; i < parts.length; i++) {
            ByteSlice value = parts[i].expand(state);
            if (value.length() > MOST_BYTES - length) {
                value = value.slice(0, MOST_BYTES - length);
            }
            expanded[i] = value;
            length += value.length();
        }
        byte[] out = new byte[length];
        int at = 0;
        for (ByteSlice value : expanded) {
            System.arraycopy(value.array(), value.offset(), out, at, value.length());
            at += value.length();
        }
        return ByteSlice.of(out);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
