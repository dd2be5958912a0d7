package io.rempart.engine.transformation;

import io.rempart.engine.bytes.ByteSlice;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Description: Computes the MD5 digest.
 *
 * <p>Arguments: none.
 *
 * <p>Returns: the 16 raw bytes; add {@code t:hexEncode} for text.
 *
 * <p>Example: {@code t:md5,t:hexEncode}
 */
public final class Md5 implements Transformation {

    @Override
    public String name() {
        return "md5";
    }

    @Override
    public ByteSlice apply(ByteSlice value) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            digest.update(value.array(), value.offset(), value.length());
            return ByteSlice.of(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has MD5, but this one says it has not", e);
        }
    }

    @Override
    public boolean changesEmpty() {
        return true;
    }
}
