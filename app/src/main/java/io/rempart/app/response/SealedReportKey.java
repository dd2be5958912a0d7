package io.rempart.app.response;

import io.rempart.app.Installation;
import io.rempart.app.Messages;
import io.rempart.app.config.Configuration;
import io.rempart.app.config.ConfigurationProblem;
import io.rempart.console.security.SecretBox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The key of AbuseIPDB, encrypted in the data directory; what opens it lies in a file of mode 0600 of its own, so that neither
 * file alone gives it away. Never shown. Each reading looks at the files: a key that was set anew counts at once. Thread-safe.
 */
public final class SealedReportKey {
    private static final String OWNER = "abuseipdb";
    private static final int LONGEST_FILE = 4_096;
    private static final Pattern KEY = Pattern.compile("[!-~]{1,500}");
    private static final Set<PosixFilePermission> OF_ITS_OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final Path sealed;
    private final Path opener;

    private SealedReportKey(Path directory) {
        this.sealed = directory.resolve("abuseipdb.sealed");
        this.opener = directory.resolve("abuseipdb.opener");
    }

    /** In the data directory. */
    public static SealedReportKey of(Configuration configuration) {
        return new SealedReportKey(Installation.dataDirectory(configuration));
    }

    public boolean isSet() {
        return Files.exists(sealed);
    }

    /**
     * Keeps a key in place of the one before.
     *
     * @throws ConfigurationProblem when it is none, or can't be kept
     */
    public void set(String key) {
        if (!KEY.matcher(key).matches()) {
            throw new ConfigurationProblem(Messages.text("report.key.wrong"));
        }
        try {
            Path directory = sealed.toAbsolutePath().getParent();
            Files.createDirectories(directory);
            if (Files.exists(opener)) {
                refuseOpenRights();
            }
            String text = new SecretBox(opener).seal(key.getBytes(StandardCharsets.US_ASCII), OWNER);
            Path fresh = Files.createTempFile(
                    directory, "abuseipdb", ".sealed", PosixFilePermissions.asFileAttribute(OF_ITS_OWNER));
            Files.writeString(fresh, text + "\n");
            Files.move(fresh, sealed, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | IllegalStateException e) {
            throw new ConfigurationProblem(Messages.text("report.key.unwritten", sealed));
        }
    }

    /** @throws ConfigurationProblem when it is not set, or can't be read as it lies there */
    public String key() {
        try {
            if (!Files.exists(opener) || Files.size(sealed) > LONGEST_FILE) {
                throw new ConfigurationProblem(Messages.text("report.key.damaged", sealed, opener));
            }
            refuseOpenRights();
            return new SecretBox(opener)
                    .open(Files.readString(sealed).strip(), OWNER)
                    .map(bytes -> new String(bytes, StandardCharsets.US_ASCII))
                    .orElseThrow(() -> new ConfigurationProblem(Messages.text("report.key.damaged", sealed, opener)));
        } catch (IOException | IllegalStateException e) {
            throw new ConfigurationProblem(Messages.text("report.key.damaged", sealed, opener));
        }
    }

    /** Forgets it; false when there was none. */
    public boolean remove() {
        try {
            boolean was = Files.deleteIfExists(sealed);
            Files.deleteIfExists(opener);
            return was;
        } catch (IOException e) {
            throw new ConfigurationProblem(Messages.text("report.key.unwritten", sealed));
        }
    }

    private void refuseOpenRights() throws IOException {
        if (!OF_ITS_OWNER.containsAll(Files.getPosixFilePermissions(opener, LinkOption.NOFOLLOW_LINKS))) {
            throw new ConfigurationProblem(Messages.text("report.key.rights", opener));
        }
    }
}
