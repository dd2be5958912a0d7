package io.rempart.console.security;

import io.rempart.events.account.AccountStore;
import io.rempart.events.account.Credential;
import io.rempart.events.account.Credential.Kind;
import io.rempart.events.account.CredentialStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The second factor of an account: an authenticator app (its secret encrypted), and codes on paper that replace it once each
 * (their digests). Thread-safe; a code that two requests offer at once is good for one of them.
 */
public final class SecondFactor {
    static final int RECOVERY_CODES = 10;
    private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"; // without I, O, 0, 1

    private final CredentialStore credentials;
    private final SecretBox box;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    SecondFactor(AccountStore store, SecretBox box, Clock clock) {
        this.credentials = store.credentials();
        this.box = box;
        this.clock = clock;
    }

    /** Whether the account's log-in takes a second step. */
    public boolean isSetUp(String account) {
        return credentials.credential(Kind.TOTP, account).isPresent();
    }

    /** How many codes on paper are left. */
    public long recoveryCodesLeft(String account) {
        return credentials.credentials(account).stream()
                .filter(one -> one.kind() == Kind.RECOVERY_CODE)
                .count();
    }

    /** A secret for an app that is being set up; it counts once {@link #confirm} has seen a code of it. */
    public byte[] newSecret() {
        return Totp.newSecret(random);
    }

    /** A secret as apps take it by hand. */
    public static String base32(byte[] secret) {
        return Totp.base32(secret);
    }

    /**
     * Sets the app up if the code is right, and makes new codes for the paper.
     *
     * @return the codes, told this once; empty when the code is wrong
     */
    public Optional<List<String>> confirm(String account, byte[] secret, String code) {
        OptionalLong step = Totp.step(secret, digits(code), clock.instant(), 0);
        if (step.isEmpty()) {
            return Optional.empty();
        }
        credentials.removeAll(account, Kind.TOTP);
        boolean added = credentials.add(new Credential(
                Kind.TOTP,
                account,
                account,
                "",
                data(box.seal(secret, account), step.getAsLong()),
                clock.instant(),
                clock.instant()));
        return added ? Optional.of(newRecoveryCodes(account)) : Optional.empty();
    }

    /** New codes; the old ones are worth nothing any more. */
    public List<String> newRecoveryCodes(String account) {
        credentials.removeAll(account, Kind.RECOVERY_CODE);
        List<String> codes = new ArrayList<>();
        for (int i = 0; i < RECOVERY_CODES; i++) {
            StringBuilder code = new StringBuilder();
            for (int c = 0; c < 16; c++) {
                code.append(c > 0 && c % 4 == 0 ? "-" : "").append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            }
            codes.add(code.toString());
            credentials.add(new Credential(
                    Kind.RECOVERY_CODE, digest(account, code.toString()), account, "", "", clock.instant(), null));
        }
        return codes;
    }

    /** Takes app and codes away; false when there were none. */
    public boolean remove(String account) {
        int codes = credentials.removeAll(account, Kind.RECOVERY_CODE);
        return credentials.removeAll(account, Kind.TOTP) + codes > 0;
    }

    /** Whether this is a right code of the app, or one of the paper's; from then on it is used. */
    boolean accepts(String account, String code) {
        if (code.length() > 64) {
            return false;
        }
        Optional<Credential> app = credentials.credential(Kind.TOTP, account);
        if (app.isPresent() && digits(code).length() == 6 && acceptsOfApp(app.get(), digits(code))) {
            return true;
        }
        return credentials
                .credential(Kind.RECOVERY_CODE, digest(account, code))
                .filter(one -> one.account().equals(account))
                .map(one -> credentials.remove(one.kind(), one.id()))
                .orElse(false);
    }

    private boolean acceptsOfApp(Credential app, String code) {
        int blank = app.data().lastIndexOf(' ');
        long lastUsed = Long.parseLong(app.data().substring(blank + 1));
        String sealed = app.data().substring(0, blank);
        return box.open(sealed, app.account())
                .map(secret -> Totp.step(secret, code, clock.instant(), lastUsed))
                .filter(OptionalLong::isPresent)
                .map(step -> credentials.use(app, data(sealed, step.getAsLong()), clock.instant()))
                .orElse(false);
    }

    private static String data(String sealed, long lastStep) {
        return sealed + " " + lastStep;
    }

    private static String digits(String code) {
        return code.replace(" ", "").strip();
    }

    /** 80 random bits need no slow digest. */
    private static String digest(String account, String code) {
        String plain = code.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest((account + " " + plain).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }
}
