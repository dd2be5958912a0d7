package io.rempart.engine.evaluation;

import io.rempart.engine.Compatibility;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.rule.Target;
import io.rempart.engine.state.Variable;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How logs and MATCHED_VAR_NAME call a value: {@code ARGS:foo}, {@code REQUEST_METHOD}, {@code &ARGS:foo}. */
final class VariableNames {
    private static final Map<Variable, ByteSlice> PLAIN = new EnumMap<>(Variable.class);

    static {
        for (Variable variable : Variable.values()) {
            PLAIN.put(variable, ByteSlice.latin1(variable.name()));
        }
    }

    private VariableNames() {}

    static ByteSlice of(Target target, @Nullable ByteSlice key, Compatibility compatibility) {
        Variable variable = target.variable();
        ByteSlice name = PLAIN.getOrDefault(variable, ByteSlice.EMPTY);
        boolean count = target.count && compatibility == Compatibility.V2;
        boolean keyed = key != null && !(variable.isXml() && compatibility == Compatibility.V2);
        if (!count && !keyed) {
            return name;
        }
        int keyLength = keyed && key != null ? key.length() + 1 : 0;
        int at = count ? 1 : 0;
        byte[] out = new byte[at + name.length() + keyLength];
        if (count) {
            out[0] = '&';
        }
        System.arraycopy(name.array(), name.offset(), out, at, name.length());
        if (keyed && key != null) {
            out[at + name.length()] = ':';
            System.arraycopy(key.array(), key.offset(), out, at + name.length() + 1, key.length());
        }
        return ByteSlice.of(out);
    }
}
