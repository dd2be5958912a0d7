package io.rempart.engine.regex;

import io.rempart.engine.bytes.ByteSlice;
import java.io.ByteArrayOutputStream;

/**
 * A value on which a backtracking engine takes exponential time: the beginning, then the pump again and again, then an end at which
 * the match fails. Each pump about doubles the work. Immutable.
 */
public record Explosion(ByteSlice beginning, ByteSlice pump, ByteSlice end) {
    /** The value with so many pumps. */
    public ByteSlice value(int pumps) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(beginning.array(), beginning.offset(), beginning.length());
        for (int i = 0; i < pumps; i++) {
            out.write(pump.array(), pump.offset(), pump.length());
        }
        out.write(end.array(), end.offset(), end.length());
        return ByteSlice.of(out.toByteArray());
    }
}
