package io.rempart.engine.transformation;

import io.rempart.engine.bytes.ByteSlice;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Description: Computes the SHA-1 digest.
 *
 * <p>Arguments: none.
 *
 * <p>Returns: the 20 raw bytes; add {@code t:hexEncode} for text.
 *
 * <p>Example: {@code t:sha1,t:hexEncode}
 */
public final class Sha1 implements Transformation {

    @Override
    public String name() {
        return "sha1";
    }

    @Override
    public ByteSlice apply(ByteSlice value) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(value.array(), value.offset(), value.length());
            return ByteSlice.of(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-1, but this one says it has not", e);
        }
    }

    @Override
    public boolean changesEmpty() {
        return true;
    }
}
