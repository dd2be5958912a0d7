package io.rempart.events.follow;

import io.rempart.events.ingest.LogSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tails the files of one log source (a file with its rotated siblings, a directory, a glob) through rotation, pauses and
 * crashes, and hands their records on with the bookmarks to store with them. {@link LogFamily} tells how rotation is followed.
 *
 * <p>One thread calls {@link #poll}; any may call {@link #status}. Time comes from the caller alone. Memory is bounded by the
 * open files: a splitter each.
 */
public final class Follower implements AutoCloseable {
    private final LogSource source;
    private final FollowSettings settings;
    private final Splitters splitters;
    private final FileIdentity.Eye eye;
    private final BookmarkShelf shelf;
    private final FollowWarnings warnings = new FollowWarnings();
    private final Map<Path, LogFamily> families = new LinkedHashMap<>();
    private final byte[] buffer;
    private @Nullable TransactionTree tree;
    private Instant nextSearch = Instant.MIN;
    private Instant nextForget = Instant.MIN;
    private @Nullable Instant behindSince;
    private int turn;
    private volatile FollowStatus status = FollowStatus.NONE;

    /** @param bookmarks those stored of this source */
    public Follower(
            LogSource source, FollowSettings settings, Splitters splitters, List<Bookmark> bookmarks, Instant now) {
        this(source, settings, splitters, bookmarks, now, FileIdentity.Eye.ofPlatform(source.path()));
    }

    Follower(
            LogSource source,
            FollowSettings settings,
            Splitters splitters,
            List<Bookmark> bookmarks,
            Instant now,
            FileIdentity.Eye eye) {
        this.source = source;
        this.settings = settings;
        this.splitters = splitters;
        this.eye = eye;
        this.shelf = new BookmarkShelf(bookmarks, now);
        this.buffer = new byte[settings.chunkBytes()];
    }

    public LogSource source() {
        return source;
    }

    /** Where the flow after the follower leaves what it has to say of this source. */
    public FollowWarnings warnings() {
        return warnings;
    }

    /**
     * Looks at the files and reads at most one chunk of each log. Whether anything was read: when not, the next poll can wait
     * for the poll interval.
     */
    public boolean poll(RecordSink sink, Instant now) {
        search(now);
        boolean read = false;
        List<LogFamily> order = new ArrayList<>(families.values());
        // another family first each time: none starves while the sink has little room
        for (int i = 0; i < order.size(); i++) {
            read |= order.get((i + turn) % order.size()).poll(sink, buffer, now);
        }
        turn = order.isEmpty() ? 0 : (turn + 1) % order.size();
        TransactionTree transactions = tree;
        if (transactions != null) {
            read |= transactions.poll(sink, buffer, now);
        }
        if (!now.isBefore(nextForget)) {
            nextForget = now.plus(settings.rescanInterval());
            List<Bookmark> gone = shelf.drainForgotten(now);
            if (!gone.isEmpty()) {
                sink.forget(gone);
            }
        }
        status = measure(now);
        return read;
    }

    private void search(Instant now) {
        if (now.isBefore(nextSearch)) {
            return;
        }
        Path path = source.path().toAbsolutePath().normalize();
        boolean directory = !LogPaths.isGlob(path) && Files.isDirectory(path);
        if (!directory && !LogPaths.isGlob(path)) {
            families.computeIfAbsent(path, base -> family(base, true));
            nextSearch = now.plus(settings.pollInterval());
            return;
        }
        nextSearch = now.plus(settings.rescanInterval().dividedBy(10));
        families.keySet().remove(path);
        if (directory && tree == null) {
            tree = new TransactionTree(source.name(), path, settings, eye, splitters, shelf, warnings);
        }
        var found = LogPaths.find(path);
        int limit = settings.maxOpenFiles();
        for (Path base : found) {
            if (families.size() < limit) {
                families.computeIfAbsent(base, name -> family(name, false));
            }
        }
        boolean nothing = found.isEmpty() && families.isEmpty() && (tree == null || tree.isEmpty());
        say(FollowWarning.Code.FILE_MISSING, nothing, Map.of("path", path.toString()), now);
        say(
                FollowWarning.Code.TOO_MANY_FILES,
                found.size() > limit,
                Map.of(
                        "path",
                        path.toString(),
                        "count",
                        Integer.toString(found.size()),
                        "limit",
                        Integer.toString(limit)),
                now);
        boolean unreadable = directory && !Files.isReadable(path);
        say(FollowWarning.Code.NO_PERMISSION, unreadable, Map.of("path", path.toString()), now);
        // a log that is gone with all its rotated files gives its place to another
        families.values().removeIf(family -> {
            boolean idle = !found.contains(family.base()) && family.files().isEmpty();
            if (idle) {
                family.close();
            }
            return idle;
        });
    }

    private void say(FollowWarning.Code code, boolean holds, Map<String, String> parameters, Instant now) {
        String subject = source.path().toString();
        if (holds) {
            warnings.raise(code, subject, parameters, now);
        } else {
            warnings.clear(code, subject);
        }
    }

    private LogFamily family(Path base, boolean expected) {
        return new LogFamily(source.name(), base, settings, eye, splitters, shelf, warnings, expected);
    }

    private FollowStatus measure(Instant now) {
        List<FollowStatus.FileStatus> files = new ArrayList<>();
        long behind = 0;
        for (LogFamily family : families.values()) {
            for (TailedFile file : family.files()) {
                behind += file.bytesBehind(family.packedSize(file));
                if (files.size() < settings.maxOpenFiles()) {
                    files.add(new FollowStatus.FileStatus(file.path.toString(), state(file), file.size(), file.offset));
                }
            }
        }
        TransactionTree transactions = tree;
        if (transactions != null) {
            behind += transactions.bytesBehind();
        }
        behindSince = behind == 0 ? null : behindSince == null ? now : behindSince;
        return new FollowStatus(List.copyOf(files), behind, behindSince, warnings.list());
    }

    private static FollowStatus.State state(TailedFile file) {
        if (file.finished) {
            return FollowStatus.State.FINISHED;
        }
        if (file.gone) {
            return FollowStatus.State.DELETED;
        }
        if (file.compression != LogFileName.Compression.NONE) {
            return FollowStatus.State.ARCHIVE;
        }
        return file.rotation == null ? FollowStatus.State.LIVE : FollowStatus.State.ROTATED;
    }

    /** As of the last poll. */
    public FollowStatus status() {
        return status;
    }

    @Override
    public void close() {
        families.values().forEach(LogFamily::close);
        TransactionTree transactions = tree;
        if (transactions != null) {
            transactions.close();
        }
    }
}
