package io.rempart.response.notify;

import inet.ipaddr.IPAddress;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A log file whose lines fail2ban can match:
 * {@code 2026-11-25 21:02:57,123 rempart[4711]: NOTICE  [attack] Found 192.0.2.1}. Lines are appended; when the file was renamed
 * or removed meanwhile (rotation), a new one is begun. Used by one thread.
 */
final class BanLog implements AutoCloseable {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss,SSS");

    private final Path path;
    private final DateTimeFormatter time;
    private final String process = "rempart[" + ProcessHandle.current().pid() + "]";
    private @Nullable BufferedWriter open;
    private @Nullable Object fileKey;

    BanLog(Path path, ZoneId zone) {
        this.path = path;
        this.time = TIME.withZone(zone);
    }

    /**
     * One line.
     *
     * @param name of the class or policy: letters, digits, hyphens
     * @param action {@code Found} or {@code Ban}
     */
    record Line(Instant at, String name, String action, IPAddress address) {}

    /** Appends lines; when it returns they are the system's. */
    void write(List<Line> lines, long left) throws IOException {
        BufferedWriter writer = writer();
        for (Line line : lines) {
            writer.write(time.format(line.at()) + " " + process + ": NOTICE  ["
                    + line.name().replaceAll("[^A-Za-z0-9-]", "-") + "] " + line.action() + " "
                    + line.address().withoutPrefixLength().toCanonicalString() + "\n");
        }
        if (left > 0) {
            writer.write(time.format(Instant.now()) + " " + process + ": NOTICE  " + left + " more are not listed\n");
        }
        writer.flush();
    }

    private BufferedWriter writer() throws IOException {
        if (open != null && !Objects.equals(fileKey, keyOf(path))) {
            open.close();
            open = null;
        }
        if (open == null) {
            FileChannel channel = FileChannel.open(
                    path,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
            open = new BufferedWriter(
                    new OutputStreamWriter(Channels.newOutputStream(channel), StandardCharsets.UTF_8));
            fileKey = keyOf(path);
        }
        return open;
    }

    private static @Nullable Object keyOf(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            open.close();
            open = null;
        }
    }
}
