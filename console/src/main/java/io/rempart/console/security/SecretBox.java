package io.rempart.console.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts secrets that must be read again (AES-256-GCM, a random nonce each). The key lies in a file of mode 0600 beside the
 * database, not in it: a copy of the database alone gives no secret away. The file is made when it is first needed. Thread-safe.
 */
public final class SecretBox {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Path keyFile;
    private final SecureRandom random = new SecureRandom();
    private @Nullable SecretKeySpec key;

    public SecretBox(Path keyFile) {
        this.keyFile = keyFile;
    }

    /** @param owner to whom the secret belongs; it opens for nobody else */
    public String seal(byte[] secret, String owner) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, owner).doFinal(secret);
            byte[] whole = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, whole, NONCE_BYTES, sealed.length);
            return Base64.getEncoder().encodeToString(whole);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a secret can't be encrypted", e);
        }
    }

    /** Empty when it was sealed with another key, for another owner, or was changed. */
    public Optional<byte[]> open(String sealed, String owner) {
        try {
            byte[] whole = Base64.getDecoder().decode(sealed);
            if (whole.length <= NONCE_BYTES) {
                return Optional.empty();
            }
            byte[] nonce = Arrays.copyOf(whole, NONCE_BYTES);
            return Optional.of(
                    cipher(Cipher.DECRYPT_MODE, nonce, owner).doFinal(whole, NONCE_BYTES, whole.length - NONCE_BYTES));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String owner) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key(), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private synchronized SecretKeySpec key() {
        if (key == null) {
            try {
                if (!Files.exists(keyFile)) {
                    create();
                }
                byte[] bytes = HexFormat.of().parseHex(Files.readString(keyFile).strip());
                if (bytes.length != 32) {
                    throw new IllegalArgumentException("it has not 64 hexadecimal digits");
                }
                key = new SecretKeySpec(bytes, "AES");
            } catch (IOException | IllegalArgumentException e) {
                throw new IllegalStateException("the key file " + keyFile + " can't be used: " + e.getMessage(), e);
            }
        }
        return key;
    }

    private void create() throws IOException {
        byte[] fresh = new byte[32];
        random.nextBytes(fresh);
        Path file = Files.createTempFile(
                keyFile.toAbsolutePath().getParent(),
                "console",
                ".key",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(file, HexFormat.of().formatHex(fresh) + "\n");
            Files.createLink(keyFile, file); // of two that start at once one wins, whole
        } catch (FileAlreadyExistsException e) {
            // the other's key is the key
        } finally {
            Files.delete(file);
        }
    }
}
