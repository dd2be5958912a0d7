package io.rempart.events.follow;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files of a concurrent audit log that has no index: {@code [user/]20261122/20261122-0928/20261122-092807-id}, in
 * the order of their names. One thread.
 *
 * <p>Each file has a bookmark while its minute is young. A minute that was read whole and did not change for an hour is closed:
 * one bookmark of the directory (its offset is the time of what is newest in it, in milliseconds) takes the place of those of its files,
 * and what is written into it later is told by its time. A day is closed likewise after two days. So neither memory nor
 * bookmarks grow with the number of transactions.
 */
final class TransactionTree {
    private static final Pattern DAY = Pattern.compile("\\d{8}");
    private static final Pattern MINUTE = Pattern.compile("\\d{8}-\\d{4}");
    private static final Duration WALK = Duration.ofSeconds(1);
    private static final Duration MINUTE_CLOSES = Duration.ofHours(1);
    private static final Duration DAY_CLOSES = Duration.ofDays(2);
    private static final int MAX_FILES_IN_MINUTE = 100_000;
    private static final int MAX_WAITING = 64;
    private static final int FILES_PER_POLL = 256;

    private final String logSource;
    private final Path root;
    private final FollowSettings settings;
    private final FileIdentity.Eye eye;
    private final Splitters splitters;
    private final BookmarkShelf shelf;
    private final FollowWarnings warnings;

    private final Map<Path, Minute> minutes = new HashMap<>();
    private final Map<FileIdentity, Long> closed = new HashMap<>();
    private final ArrayDeque<Path> unread = new ArrayDeque<>();
    private final List<TailedFile> waiting = new ArrayList<>();
    private Instant nextWalk = Instant.MIN;

    /** A directory of a minute that is not closed. */
    private static final class Minute {
        final Path path;
        final Set<FileIdentity> done = new HashSet<>();
        final List<Bookmark> bookmarks = new ArrayList<>();
        long readAsOf = -1;

        Minute(Path path) {
            this.path = path;
        }
    }

    TransactionTree(
            String logSource,
            Path root,
            FollowSettings settings,
            FileIdentity.Eye eye,
            Splitters splitters,
            BookmarkShelf shelf,
            FollowWarnings warnings) {
        this.logSource = logSource;
        this.root = root;
        this.settings = settings;
        this.eye = eye;
        this.splitters = splitters;
        this.shelf = shelf;
        this.warnings = warnings;
    }

    boolean isEmpty() {
        return minutes.isEmpty() && closed.isEmpty();
    }

    long bytesBehind() {
        long behind = 0;
        for (TailedFile file : waiting) {
            behind += file.bytesBehind(0);
        }
        return behind;
    }

    void close() {
        waiting.forEach(TailedFile::close);
    }

    /** Reads some files; whether anything was read. */
    boolean poll(RecordSink sink, byte[] buffer, Instant now) {
        if (unread.isEmpty() && waiting.isEmpty() && !now.isBefore(nextWalk)) {
            nextWalk = now.plus(WALK);
            walk(sink, now);
        }
        boolean read = false;
        for (TailedFile file : List.copyOf(waiting)) {
            FollowStep step = read(file, sink, buffer, now);
            read |= step == FollowStep.READ;
            if (step == FollowStep.BLOCKED) {
                return read;
            }
        }
        for (int i = 0; i < FILES_PER_POLL && waiting.size() < MAX_WAITING && !unread.isEmpty(); i++) {
            Path path = unread.remove();
            TailedFile file = open(path, now);
            if (file == null) {
                continue;
            }
            waiting.add(file);
            FollowStep step = read(file, sink, buffer, now);
            read |= step == FollowStep.READ;
            if (step == FollowStep.BLOCKED) {
                return read;
            }
        }
        if (waiting.isEmpty() && unread.isEmpty()) {
            nextWalk = read ? now : nextWalk;
        }
        return read;
    }

    private enum FollowStep {
        READ,
        NOTHING,
        BLOCKED
    }

    private FollowStep read(TailedFile file, RecordSink sink, byte[] buffer, Instant now) {
        boolean read = false;
        while (true) {
            switch (file.read(sink, splitters, buffer, now, Duration.ZERO)) {
                case BLOCKED -> {
                    return FollowStep.BLOCKED;
                }
                case MORE -> read = true;
                case END -> {
                    if (lastWrite(file).plus(settings.archiveSettle()).isAfter(now)) {
                        return read ? FollowStep.READ : FollowStep.NOTHING;
                    }
                    if (!file.end(sink, now)) {
                        return FollowStep.BLOCKED;
                    }
                    file.finished = true;
                    sink.offer(file.bookmark());
                    finished(file);
                    return FollowStep.READ;
                }
                case REPLACED -> {
                    file.rewind();
                    file.resumeAt(Fingerprint.NONE, 0, false);
                    return FollowStep.READ;
                }
                case FAILED -> {
                    // deleted by a clean-up, or not to be read: said once, and looked at again at the next walk
                    file.close();
                    waiting.remove(file);
                    warnings.raise(
                            FollowWarning.Code.READ_FAILED,
                            root.toString(),
                            Map.of("path", file.path.toString(), "error", String.valueOf(file.failure)),
                            now);
                    return FollowStep.NOTHING;
                }
            }
        }
    }

    private static Instant lastWrite(TailedFile file) {
        if (file.writtenAt != null) {
            return file.writtenAt;
        }
        return file.modified == null ? file.lastGrowth : file.modified.toInstant();
    }

    private void finished(TailedFile file) {
        file.close();
        waiting.remove(file);
        Minute minute = minutes.get(file.path.getParent());
        if (minute != null) {
            minute.done.add(file.identity);
            minute.bookmarks.add(file.bookmark());
        }
    }

    private @Nullable TailedFile open(Path path, Instant now) {
        try {
            FileIdentity.Look look = eye.look(path);
            if (!look.regular()) {
                return null;
            }
            Instant modified = look.modified().toInstant();
            TailedFile file = new TailedFile(
                    look.identity(),
                    logSource,
                    path,
                    LogFileName.Compression.NONE,
                    Fingerprint.NONE,
                    0,
                    modified.isBefore(now) ? modified : now);
            Bookmark own = shelf.take(look.identity());
            if (own != null && own.path().equals(path.toString())) {
                file.resumeAt(Fingerprint.of(own), own.offset(), false);
            }
            file.rotatedAt = now;
            file.seenSize(look.size());
            file.modified = look.modified();
            return file;
        } catch (IOException e) {
            return null;
        }
    }

    // ---- walking

    private void walk(RecordSink sink, Instant now) {
        for (Path day : days()) {
            FileIdentity.Look dayLook = look(day);
            if (dayLook == null || isClosed(dayLook)) {
                continue;
            }
            boolean allClosed = true;
            for (Path minute : list(day, MINUTE)) {
                FileIdentity.Look look = look(minute);
                if (look == null) {
                    continue;
                }
                long modified = look.modified().toMillis();
                Long closedAt = closedAt(look.identity());
                if (closedAt != null && modified <= closedAt) {
                    continue;
                }
                Minute state = minutes.computeIfAbsent(minute, Minute::new);
                if (state.readAsOf != modified) {
                    allClosed = false;
                    enlist(state, closedAt);
                    state.readAsOf = modified;
                } else if (unread.isEmpty()
                        && look.modified().toInstant().plus(MINUTE_CLOSES).isBefore(now)) {
                    shut(look.identity(), minute, Math.max(modified, newest(minute)), sink);
                    sink.forget(List.copyOf(state.bookmarks));
                    minutes.remove(minute);
                } else {
                    allClosed = false;
                }
                if (unread.size() > MAX_FILES_IN_MINUTE) {
                    return;
                }
            }
            if (allClosed && dayLook.modified().toInstant().plus(DAY_CLOSES).isBefore(now)) {
                shut(dayLook.identity(), day, dayLook.modified().toMillis(), sink);
                List<Bookmark> ofMinutes = new ArrayList<>();
                for (Path minute : list(day, MINUTE)) {
                    FileIdentity.Look look = look(minute);
                    if (look != null && closed.remove(look.identity()) != null) {
                        ofMinutes.add(directoryBookmark(look.identity(), minute, 0));
                    }
                }
                sink.forget(ofMinutes);
            }
        }
        minutes.keySet().removeIf(minute -> !Files.isDirectory(minute, LinkOption.NOFOLLOW_LINKS));
    }

    private long newest(Path minute) {
        long newest = 0;
        for (Path file : list(minute, null)) {
            FileIdentity.Look look = look(file);
            newest = look == null ? newest : Math.max(newest, look.modified().toMillis());
        }
        return newest;
    }

    /** Notes the files of a minute that were not read. */
    private void enlist(Minute minute, @Nullable Long closedAt) {
        for (Path file : list(minute.path, null)) {
            FileIdentity.Look look = look(file);
            if (look == null || !look.regular() || minute.done.contains(look.identity())) {
                continue;
            }
            Bookmark own = shelf.get(look.identity());
            boolean known = own != null
                    && own.finished()
                    && own.offset() == look.size()
                    && own.path().equals(file.toString());
            if (known || (closedAt != null && look.modified().toMillis() <= closedAt)) {
                minute.done.add(look.identity());
                Bookmark taken = shelf.take(look.identity());
                if (taken != null) {
                    minute.bookmarks.add(taken);
                }
            } else {
                unread.add(file);
            }
        }
    }

    private boolean isClosed(FileIdentity.Look look) {
        return closedAt(look.identity()) != null;
    }

    private @Nullable Long closedAt(FileIdentity directory) {
        Long at = closed.get(directory);
        if (at == null) {
            Bookmark bookmark = shelf.get(directory);
            if (bookmark != null && bookmark.fingerprintLength() == 0 && bookmark.offset() > 0) {
                shelf.take(directory);
                closed.put(directory, bookmark.offset());
                return bookmark.offset();
            }
        }
        return at;
    }

    private void shut(FileIdentity identity, Path path, long modified, RecordSink sink) {
        closed.put(identity, modified);
        sink.offer(directoryBookmark(identity, path, modified));
    }

    private Bookmark directoryBookmark(FileIdentity identity, Path path, long modified) {
        return new Bookmark(logSource, path.toString(), identity.device(), identity.inode(), "", 0, modified, true);
    }

    private FileIdentity.@Nullable Look look(Path path) {
        try {
            return Files.isSymbolicLink(path) ? null : eye.look(path);
        } catch (IOException e) {
            return null;
        }
    }

    private List<Path> days() {
        List<Path> days = new ArrayList<>(list(root, DAY));
        for (Path user : list(root, null)) {
            if (!DAY.matcher(user.getFileName().toString()).matches()
                    && Files.isDirectory(user, LinkOption.NOFOLLOW_LINKS)) {
                days.addAll(list(user, DAY));
            }
        }
        days.sort(java.util.Comparator.comparing(day -> day.getFileName().toString()));
        return days;
    }

    private static List<Path> list(Path directory, @Nullable Pattern name) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                if (name == null || name.matcher(entry.getFileName().toString()).matches()) {
                    found.add(entry);
                    if (found.size() >= MAX_FILES_IN_MINUTE) {
                        break;
                    }
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return found;
        }
        found.sort(null);
        return found;
    }
}
