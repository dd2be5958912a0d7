package io.rempart.engine.transformation;

import io.rempart.engine.bytes.ByteSlice;
import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * Description: Encodes the bytes as base64, with padding, on one line.
 *
 * <p>Arguments: none.
 *
 * <p>Returns: a value a third longer.
 *
 * <p>Example: {@code t:base64Encode} turns {@code Test} into {@code VGVzdA==}.
 */
public final class Base64Encode implements Transformation {
    @Override
    public String name() {
        return "base64Encode";
    }

    @Override
    public ByteSlice apply(ByteSlice value) {
        if (value.isEmpty()) {
            return value;
        }
        ByteBuffer encoded = Base64.getEncoder().encode(ByteBuffer.wrap(value.array(), value.offset(), value.length()));
        return ByteSlice.of(encoded.array(), encoded.arrayOffset(), encoded.limit());
    }
}
