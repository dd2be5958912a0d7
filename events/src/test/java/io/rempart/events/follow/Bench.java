package io.rempart.events.follow;

import io.rempart.events.ingest.LogSource;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** A follower over a directory, a clock that is turned by hand, and a store whose transactions can be lost. */
final class Bench implements RecordSink, AutoCloseable {
    static final FollowSettings SETTINGS = new FollowSettings(
            Duration.ofMillis(250),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            Duration.ofSeconds(15),
            Duration.ofSeconds(20),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(2),
            256,
            64);

    final Path directory;
    final LogSource source;
    final FileIdentity.Eye eye;
    /** What is stored, in order. */
    final List<String> stored = new ArrayList<>();

    final Map<FileIdentity, Bookmark> bookmarks = new LinkedHashMap<>();

    private final List<Object> uncommitted = new ArrayList<>();
    Instant now = Instant.now();
    Follower follower;
    int room = Integer.MAX_VALUE;

    Bench(Path directory, Path watched) {
        this(directory, watched, FileIdentity.Eye.ofPlatform(directory));
    }

    Bench(Path directory, Path watched, FileIdentity.Eye eye) {
        this.directory = directory;
        this.eye = eye;
        this.source = new LogSource("test", watched, null, ZoneOffset.UTC, List.of(), List.of());
        this.follower = newFollower();
    }

    private Follower newFollower() {
        return new Follower(source, SETTINGS, new LineSplitters(), List.copyOf(bookmarks.values()), now, eye);
    }

    @Override
    public boolean offer(FollowedRecord record) {
        if (uncommitted.size() >= room) {
            return false;
        }
        uncommitted.add(record);
        return true;
    }

    @Override
    public void offer(Bookmark bookmark) {
        uncommitted.add(bookmark);
    }

    @Override
    public boolean hasRoom() {
        return uncommitted.size() < room;
    }

    @Override
    public void forget(List<Bookmark> gone) {
        uncommitted.add(gone);
    }

    void commit() {
        for (Object item : uncommitted) {
            if (item instanceof FollowedRecord record) {
                stored.add(new String(record.record().bytes(), StandardCharsets.UTF_8));
                keep(record.after());
            } else if (item instanceof Bookmark bookmark) {
                keep(bookmark);
            } else if (item instanceof List<?> gone) {
                gone.forEach(bookmark -> bookmarks.remove(identity((Bookmark) bookmark)));
            }
        }
        uncommitted.clear();
    }

    private void keep(Bookmark bookmark) {
        bookmarks.put(identity(bookmark), bookmark);
    }

    private static FileIdentity identity(Bookmark bookmark) {
        return new FileIdentity(bookmark.device(), bookmark.inode());
    }

    /** As kill -9: what was not committed is lost. */
    void crash() {
        follower.close();
        uncommitted.clear();
        follower = newFollower();
    }

    /** Polls once, a poll interval later. */
    boolean poll() {
        now = now.plus(SETTINGS.pollInterval());
        return follower.poll(this, now);
    }

    /** Polls until nothing more is read, and commits. */
    void settle() {
        int quiet = 0;
        for (int i = 0; i < 10_000 && quiet < 3; i++) {
            quiet = poll() ? 0 : quiet + 1;
            commit();
        }
    }

    /** As {@link #settle()}, with all the time that idle files need. */
    void settleLong() {
        settle();
        for (int i = 0; i < 3; i++) {
            now = now.plusSeconds(100);
            settle();
        }
    }

    List<FollowWarning.Code> warnings() {
        return follower.warnings().list().stream().map(FollowWarning::code).toList();
    }

    @Override
    public void close() {
        follower.close();
    }

    // ---- what servers and logrotate do

    static void append(Path file, String text) {
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void truncate(Path file) throws IOException {
        Files.newByteChannel(file, StandardOpenOption.WRITE).truncate(0).close();
    }

    /** As gzip does: the packed file beside, then the original away; the time is kept. */
    static Path gzip(Path file, @Nullable Runnable meanwhile) throws IOException {
        Path packed = file.resolveSibling(file.getFileName() + ".gz");
        byte[] bytes = Files.readAllBytes(file);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed), 512, true)) {
            out.write(bytes, 0, bytes.length / 2);
            out.flush();
            if (meanwhile != null) {
                meanwhile.run();
            }
            out.write(bytes, bytes.length / 2, bytes.length - bytes.length / 2);
        }
        Files.setLastModifiedTime(packed, Files.getLastModifiedTime(file));
        Files.delete(file);
        return packed;
    }
}
