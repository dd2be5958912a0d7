package io.rempart.console.security;

import io.rempart.console.ConsoleException;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.pem.PemContent;

/**
 * The console's certificate and key, from two PEM files (key: EC or RSA, as PKCS#8, PKCS#1 or SEC 1, not encrypted). Files that
 * changed are read again at the next connection, at most every two seconds; when they are wrong the old ones stay in use and the
 * log says why. Thread-safe.
 */
public final class PemKeyManager extends X509ExtendedKeyManager {
    private static final System.Logger LOG = System.getLogger(PemKeyManager.class.getName());
    private static final String ALIAS = "console";
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    private final Path certificateFile;
    private final Path keyFile;
    private final Clock clock;
    private volatile Pair pair;
    private Instant lookAgain;

    /** @throws ConsoleException when the files can't be used */
    public PemKeyManager(Path certificateFile, Path keyFile, Clock clock) {
        this.certificateFile = certificateFile;
        this.keyFile = keyFile;
        this.clock = clock;
        this.pair = load();
        this.lookAgain = clock.instant().plus(LOOK_AGAIN);
    }

    private record Pair(X509Certificate[] chain, PrivateKey key, String state) {}

    private Pair current() {
        synchronized (this) {
            Instant now = clock.instant();
            if (now.isBefore(lookAgain)) {
                return pair;
            }
            lookAgain = now.plus(LOOK_AGAIN);
        }
        try {
            if (!state().equals(pair.state)) {
                pair = load();
                LOG.log(System.Logger.Level.INFO, "the console's certificate was read again");
            }
        } catch (ConsoleException | IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the console keeps its old certificate: " + e.getMessage());
        }
        return pair;
    }

    private String state() throws IOException {
        return Files.getLastModifiedTime(certificateFile) + " " + Files.size(certificateFile) + " "
                + Files.getLastModifiedTime(keyFile) + " " + Files.size(keyFile);
    }

    private Pair load() {
        try {
            String state = state();
            List<X509Certificate> chain = PemContent.load(certificateFile).getCertificates();
            PrivateKey key = PemContent.load(keyFile).getPrivateKey();
            if (chain == null || chain.isEmpty()) {
                throw problem("console.tls.certificate: " + certificateFile + " has no certificate in it", null);
            }
            if (key == null) {
                throw problem("console.tls.key: " + keyFile + " has no private key in it", null);
            }
            if (!belongTogether(chain.get(0).getPublicKey(), key)) {
                throw problem("console.tls.key: " + keyFile + " is not the key of " + certificateFile, null);
            }
            return new Pair(chain.toArray(X509Certificate[]::new), key, state);
        } catch (IOException e) {
            throw problem(
                    "console.tls: " + certificateFile + " or " + keyFile + " can't be read (" + e.getMessage() + ")",
                    e);
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw problem(
                    "console.tls: " + certificateFile + " or " + keyFile
                            + " is not PEM with a certificate and an unencrypted key",
                    e);
        }
    }

    private static ConsoleException problem(String sentence, @Nullable Exception cause) {
        return new ConsoleException(sentence, cause);
    }

    private static boolean belongTogether(PublicKey open, PrivateKey secret) {
        String algorithm = secret.getAlgorithm().equals("RSA")
                ? "SHA256withRSA"
                : secret.getAlgorithm().equals("EC") ? "SHA256withECDSA" : secret.getAlgorithm();
        try {
            byte[] probe = {1, 2, 3};
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(secret);
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(open);
            signature.update(probe);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return keyType.equals(current().key.getAlgorithm()) ? ALIAS : null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chooseEngineServerAlias(keyType, issuers, null);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return alias.equals(ALIAS) ? pair.chain.clone() : null;
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return alias.equals(ALIAS) ? pair.key : null;
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
