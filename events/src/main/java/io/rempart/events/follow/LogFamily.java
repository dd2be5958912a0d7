package io.rempart.events.follow;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A log file and what rotation made of it: {@code audit.log}, {@code audit.log.1}, {@code audit.log.2.gz}... One thread.
 *
 * <p>How rotation is followed. A file is its inode; its name only says where it stands in the order of age. At each poll:
 *
 * <ol>
 *   <li>The directory is listed when its time changed (and once more at the poll after, because two changes can share one
 *       tick of the clock), and now and then in any case; then the live name is looked at.
 *   <li>A known inode under a new name was renamed: it goes on being read, beside the new live file, as the server writes to
 *       it for seconds; after {@code rotatedIdle} without a byte it is finished. A known inode without a name was deleted:
 *       it is held open until it is idle.
 *   <li>A known inode whose first bytes changed, or that shrank, was cut and written anew (copytruncate, a reused inode).
 *       What was read of the old content is put on the shelf, known by its fingerprint, and the inode begins again at 0.
 *   <li>An unknown file is opened, and its first bytes are compared with everything known. When it holds the content of a
 *       file that is still there, it is a copy or a compression in progress: it waits in the shadow of that file. When it
 *       holds content on the shelf, reading goes on where that ended: the tail of a copied file is not lost, and nothing is
 *       read twice. Otherwise it is new.
 * </ol>
 *
 * <p>Files are read oldest first, and a newer one only while all older ones are at their ends, so that events come in the
 * order of time, and concurrently where two are written to.
 */
final class LogFamily {
    /** How long the copy of a cut file is looked for before what was left of it in memory is handed on. */
    private static final Duration COPY_WAIT = Duration.ofSeconds(10);

    private static final int MAX_SIBLINGS = 1_000;

    private final String logSource;
    private final Path base;
    private final Path directory;
    private final FollowSettings settings;
    private final FileIdentity.Eye eye;
    private final Splitters splitters;
    private final BookmarkShelf shelf;
    private final FollowWarnings warnings;
    private final boolean expected;

    private final List<TailedFile> files = new ArrayList<>();
    private final List<Bookmark> unsent = new ArrayList<>();
    private final List<CutFile> cutFiles = new ArrayList<>();
    private final Map<Path, Instant> retries = new HashMap<>();
    private final Map<Path, Unsettled> unsettled = new HashMap<>();

    private List<Sibling> siblings = List.of();
    private FileIdentity.@Nullable Look live;
    private @Nullable FileTime directoryModified;
    private boolean listAgain = true;
    private Instant nextRescan = Instant.MIN;

    private record Sibling(Path path, LogFileName name, FileIdentity.Look look) {}

    private record CutFile(TailedFile file, Instant until) {}

    private record Unsettled(long size, FileTime modified, Instant since) {}

    /** @param expected whether it is to be said when the live file is missing */
    LogFamily(
            String logSource,
            Path base,
            FollowSettings settings,
            FileIdentity.Eye eye,
            Splitters splitters,
            BookmarkShelf shelf,
            FollowWarnings warnings,
            boolean expected) {
        this.logSource = logSource;
        this.base = base;
        this.directory = Objects.requireNonNullElse(base.toAbsolutePath().getParent(), base);
        this.settings = settings;
        this.eye = eye;
        this.splitters = splitters;
        this.shelf = shelf;
        this.warnings = warnings;
        this.expected = expected;
    }

    Path base() {
        return base;
    }

    List<TailedFile> files() {
        return files;
    }

    /** Packed size of a file that is not unpacked yet. */
    long packedSize(TailedFile file) {
        for (Sibling sibling : siblings) {
            if (sibling.look().identity().equals(file.identity)) {
                return sibling.look().size();
            }
        }
        return 0;
    }

    int openFiles() {
        return (int) files.stream().filter(TailedFile::isOpen).count();
    }

    /** Looks at the files and reads one chunk of the oldest that has one; whether anything was read. */
    boolean poll(RecordSink sink, byte[] buffer, Instant now) {
        look(now);
        unsent.forEach(sink::offer);
        unsent.clear();
        return handOnCutFiles(sink, now) && read(sink, buffer, now);
    }

    void close() {
        files.forEach(TailedFile::close);
        cutFiles.forEach(cut -> cut.file().close());
    }

    // ---- looking

    private void look(Instant now) {
        FileTime modified = modified(directory);
        boolean changed = !Objects.equals(modified, directoryModified);
        if (changed || listAgain || !now.isBefore(nextRescan)) {
            directoryModified = modified;
            listAgain = changed;
            nextRescan = now.plus(settings.rescanInterval());
            siblings = list();
            live = lookAtBase(now);
            reconcile(now);
            return;
        }
        FileIdentity.Look before = live;
        live = lookAtBase(now);
        if (!Objects.equals(before == null ? null : before.identity(), live == null ? null : live.identity())) {
            listAgain = true;
            reconcile(now);
        } else if (live != null) {
            TailedFile file = known(live.identity());
            if (file == null) {
                reconcile(now);
            } else {
                file.seenSize(live.size());
            }
        }
    }

    private @Nullable FileTime modified(Path path) {
        try {
            return eye.look(path).modified();
        } catch (IOException e) {
            return null;
        }
    }

    private FileIdentity.@Nullable Look lookAtBase(Instant now) {
        String subject = base.toString();
        try {
            FileIdentity.Look look = eye.look(base);
            warnings.clear(FollowWarning.Code.FILE_MISSING, subject);
            if (!look.regular()) {
                warnings.raise(FollowWarning.Code.NOT_A_FILE, subject, Map.of("path", subject), now);
                return null;
            }
            warnings.clear(FollowWarning.Code.NOT_A_FILE, subject);
            return look;
        } catch (AccessDeniedException e) {
            warnings.raise(FollowWarning.Code.NO_PERMISSION, subject, Map.of("path", subject), now);
        } catch (NoSuchFileException e) {
            if (expected) {
                warnings.raise(FollowWarning.Code.FILE_MISSING, subject, Map.of("path", subject), now);
            }
        } catch (IOException e) {
            failed(base, e, now);
        }
        return null;
    }

    private List<Sibling> list() {
        List<Sibling> found = new ArrayList<>();
        String name = base.getFileName().toString();
        int dot = name.lastIndexOf('.');
        String stem = dot <= 0 ? name : name.substring(0, dot);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(
                directory, entry -> entry.getFileName().toString().startsWith(stem))) {
            for (Path entry : entries) {
                Optional<LogFileName> rotation =
                        LogFileName.rotationOf(name, entry.getFileName().toString());
                if (rotation.isEmpty()) {
                    continue;
                }
                try {
                    FileIdentity.Look look = eye.look(entry);
                    if (look.regular()) {
                        found.add(new Sibling(entry, rotation.get(), look));
                    }
                } catch (IOException e) {
                    // renamed or deleted meanwhile: the directory changed, so it is listed again
                    listAgain = true;
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return List.of();
        }
        found.sort(Comparator.comparing(Sibling::name, LogFileName.OLDEST_FIRST));
        return found.size() <= MAX_SIBLINGS ? found : found.subList(found.size() - MAX_SIBLINGS, found.size());
    }

    private void reconcile(Instant now) {
        Map<FileIdentity, Sibling> named = new LinkedHashMap<>();
        siblings.forEach(sibling -> named.put(sibling.look().identity(), sibling));
        FileIdentity.Look current = live;
        List<TailedFile> replaced = new ArrayList<>();
        for (TailedFile file : files) {
            Sibling sibling = named.get(file.identity);
            if (current != null && current.identity().equals(file.identity)) {
                file.path = base;
                file.rotation = null;
                file.rotatedAt = null;
                file.gone = false;
                seen(file, current);
            } else if (sibling != null) {
                file.path = sibling.path();
                file.rotation = sibling.name();
                file.rotatedAt = file.rotatedAt == null ? now : file.rotatedAt;
                file.gone = false;
                seen(file, sibling.look());
                if (file.compression == LogFileName.Compression.NONE
                        && sibling.look().size() < file.offset) {
                    replaced.add(file);
                }
            } else {
                file.gone = true;
                file.rotatedAt = file.rotatedAt == null ? now : file.rotatedAt;
            }
        }
        replaced.forEach(file -> replaced(file, now));
        for (TailedFile file : List.copyOf(files)) {
            if (file.gone && file.finished) {
                drop(file, now);
            }
        }
        // what may be a copy must find what it is a copy of: first those known by their inode, then the live file, then
        // what is not packed
        for (boolean bookmarked : new boolean[] {true, false}) {
            if (current != null
                    && known(current.identity()) == null
                    && bookmarked == (shelf.get(current.identity()) != null)) {
                meet(base, null, current, now);
            }
            for (boolean packed : new boolean[] {false, true}) {
                for (Sibling sibling : siblings) {
                    FileIdentity identity = sibling.look().identity();
                    boolean isLive = current != null && current.identity().equals(identity);
                    if (!isLive
                            && known(identity) == null
                            && packed == (sibling.name().compression() != LogFileName.Compression.NONE)
                            && bookmarked == (shelf.get(identity) != null)) {
                        meet(sibling.path(), sibling.name(), sibling.look(), now);
                    }
                }
            }
        }
        files.sort(Comparator.comparingInt((TailedFile file) -> file.gone ? 0 : file.rotation == null ? 2 : 1)
                .thenComparing(file -> file.rotation, Comparator.nullsFirst(LogFileName.OLDEST_FIRST)));
    }

    private static void seen(TailedFile file, FileIdentity.Look look) {
        if (file.compression == LogFileName.Compression.NONE) {
            file.seenSize(look.size());
        }
        if (file.finished && file.modified != null && !file.modified.equals(look.modified())) {
            file.finished = false;
            file.damaged = false;
            file.close();
        }
        file.modified = look.modified();
    }

    private @Nullable TailedFile known(FileIdentity identity) {
        for (TailedFile file : files) {
            if (file.identity.equals(identity)) {
                return file;
            }
        }
        return null;
    }

    /** A file that is not being read yet. */
    private void meet(Path path, @Nullable LogFileName rotation, FileIdentity.Look look, Instant now) {
        LogFileName.Compression compression =
                rotation == null ? LogFileName.compression(path.getFileName().toString()) : rotation.compression();
        if (compression == LogFileName.Compression.OTHER) {
            warnings.raise(
                    FollowWarning.Code.UNKNOWN_COMPRESSION, path.toString(), Map.of("path", path.toString()), now);
            return;
        }
        boolean packed = compression != LogFileName.Compression.NONE;
        Instant retry = retries.get(path);
        if ((retry != null && retry.isAfter(now)) || (packed && !settled(path, look, now))) {
            listAgain = true;
            return;
        }
        TailedFile file =
                new TailedFile(look.identity(), logSource, path, compression, Fingerprint.NONE, 0, growth(look, now));
        file.rotation = rotation;
        file.rotatedAt = rotation == null ? null : now;
        file.modified = look.modified();
        byte[] head;
        try {
            head = file.openAndReadHead();
            if (!eye.look(path).identity().equals(look.identity())) {
                file.close();
                listAgain = true;
                return;
            }
            retries.remove(path);
            warnings.clear(FollowWarning.Code.NO_PERMISSION, path.toString());
            warnings.clear(FollowWarning.Code.READ_FAILED, path.toString());
        } catch (IOException e) {
            file.close();
            if (packed && !(e instanceof FileSystemException)) {
                // nothing can be unpacked: it is being written, or it is damaged
                listAgain = true;
                if (idleSince(look.modified(), now)) {
                    damaged(path, Failures.text(e), now);
                }
                return;
            }
            if (retries.size() > MAX_SIBLINGS) {
                retries.clear();
            }
            retries.put(path, now.plus(settings.retryInterval()));
            listAgain = true;
            failed(path, e, now);
            return;
        }
        long size = packed ? -1 : look.size();
        file.seenSize(packed ? 0 : look.size());
        if (resume(file, head, size, now)) {
            files.add(file);
            if (file.finished || packed) {
                file.close();
            }
        } else {
            file.close();
        }
    }

    /** Finds out how much of a file's content was read before; false when it is to wait in the shadow of another file. */
    private boolean resume(TailedFile file, byte[] head, long size, Instant now) {
        Bookmark own = shelf.take(file.identity);
        // nothing was read of an empty file, so nothing is known of it; its inode may be another's by now
        if (own != null && own.offset() > 0) {
            Fingerprint fingerprint = Fingerprint.of(own);
            if (fingerprint.matches(head, head.length) && (size < 0 || size >= own.offset())) {
                file.resumeAt(fingerprint, own.offset(), own.finished() && (size < 0 || size == own.offset()));
                return true;
            }
            putAside(contentOf(own), now);
        }
        if (head.length == 0) {
            return true;
        }
        boolean rotated = file.rotation != null;
        if (rotated && files.stream().anyMatch(other -> other.isCopiedBy(head))) {
            return false;
        }
        // what was left in memory of a cut file is read again from its copy
        cutFiles.removeIf(cut -> {
            boolean found = cut.file().isCopiedBy(head);
            if (found) {
                cut.file().close();
            }
            return found;
        });
        // a rotated file that holds less than was read of its content is a copy from before the last bytes were written
        Bookmark content = shelf.matching(head, rotated || size < 0 ? Long.MAX_VALUE : size);
        if (content == null) {
            return true;
        }
        long readTo = size < 0 ? content.offset() : Math.min(size, content.offset());
        file.resumeAt(Fingerprint.of(content), readTo, false);
        unsent.add(file.bookmark());
        if (content.inode() < 0) {
            shelf.forget(new FileIdentity(content.device(), content.inode()));
        }
        return true;
    }

    private static Bookmark contentOf(Bookmark bookmark) {
        FileIdentity identity = FileIdentity.ofContent(Fingerprint.of(bookmark));
        return new Bookmark(
                bookmark.logSource(),
                bookmark.path(),
                identity.device(),
                identity.inode(),
                bookmark.fingerprint(),
                bookmark.fingerprintLength(),
                bookmark.offset(),
                true);
    }

    /** Content whose file holds something else now; it may come up again as a copy. */
    private void putAside(Bookmark content, Instant now) {
        if (content.offset() > 0 && content.fingerprintLength() > 0) {
            unsent.add(content);
            shelf.put(content, now);
        }
    }

    /** A file that was read to its end and is not there any more: its content may come up again, compressed. */
    private void drop(TailedFile file, Instant now) {
        files.remove(file);
        file.close();
        shelf.put(file.bookmark(), now);
        listAgain = true;
    }

    private void replaced(TailedFile file, Instant now) {
        files.remove(file);
        putAside(file.contentBookmark(), now);
        if (file.hasPartialRecord()) {
            cutFiles.add(new CutFile(file, now.plus(COPY_WAIT)));
        } else {
            file.close();
        }
        listAgain = true;
    }

    private static Instant growth(FileIdentity.Look look, Instant now) {
        Instant modified = look.modified().toInstant();
        return modified.isBefore(now) ? modified : now;
    }

    /** Whether a compressed file is written to its end, as far as one can see. */
    private boolean settled(Path path, FileIdentity.Look look, Instant now) {
        if (!look.modified().toInstant().plus(settings.archiveSettle()).isAfter(now)) {
            return true;
        }
        Unsettled before = unsettled.get(path);
        if (before == null || before.size() != look.size() || !before.modified().equals(look.modified())) {
            if (unsettled.size() > MAX_SIBLINGS) {
                unsettled.clear();
            }
            unsettled.put(path, new Unsettled(look.size(), look.modified(), now));
            return false;
        }
        return !before.since().plus(settings.archiveSettle()).isAfter(now);
    }

    private void failed(Path path, IOException e, Instant now) {
        String subject = path.toString();
        if (e instanceof AccessDeniedException) {
            warnings.raise(FollowWarning.Code.NO_PERMISSION, subject, Map.of("path", subject), now);
        } else if (!(e instanceof NoSuchFileException)) {
            warnings.raise(
                    FollowWarning.Code.READ_FAILED, subject, Map.of("path", subject, "error", Failures.text(e)), now);
        }
    }

    private void damaged(Path path, String error, Instant now) {
        warnings.raise(
                FollowWarning.Code.DAMAGED_ARCHIVE,
                path.toString(),
                Map.of("path", path.toString(), "error", error),
                now);
    }

    // ---- reading

    private boolean read(RecordSink sink, byte[] buffer, Instant now) {
        for (TailedFile file : List.copyOf(files)) {
            if (file.finished || (file.retryAt != null && file.retryAt.isAfter(now))) {
                continue;
            }
            TailedFile.Turn turn = file.read(sink, splitters, buffer, now, settings.transactionFileWait());
            if (file.identity.device() == 0) {
                // known by its name alone: what is open may have another name by now
                file.close();
            }
            switch (turn) {
                case BLOCKED -> {
                    return false;
                }
                case MORE -> {
                    warnOfWriter(file, now);
                    return true;
                }
                case END -> {
                    if (!atEnd(file, sink, now)) {
                        return false;
                    }
                }
                case REPLACED -> {
                    replaced(file, now);
                    return true;
                }
                case FAILED -> {
                    warnings.raise(
                            FollowWarning.Code.READ_FAILED,
                            file.path.toString(),
                            Map.of("path", file.path.toString(), "error", String.valueOf(file.failure)),
                            now);
                    file.retryAt = now.plus(settings.retryInterval());
                    file.rewind();
                }
            }
        }
        return false;
    }

    /** False when the sink has enough. */
    private boolean atEnd(TailedFile file, RecordSink sink, Instant now) {
        warnOfWriter(file, now);
        boolean idle = !file.lastGrowth.plus(settings.rotatedIdle()).isAfter(now);
        boolean packed = file.compression != LogFileName.Compression.NONE;
        if (packed && file.damaged && !idleSince(file.modified, now)) {
            // it may still be being written: nothing of it is final yet
            file.rewind();
            file.damaged = false;
            file.retryAt = now.plus(settings.archiveSettle());
            return true;
        }
        if (packed && file.damaged) {
            damaged(file.path, String.valueOf(file.failure), now);
        }
        if (packed || (idle && (file.gone || (file.rotation != null && live != null)))) {
            if (!file.end(sink, now)) {
                return false;
            }
            file.finished = true;
            sink.offer(file.bookmark());
            file.rewind();
            if (file.gone) {
                drop(file, now);
            }
        } else if (!file.gone
                && file.rotation == null
                && !file.lastGrowth.plus(settings.tailIdle()).isAfter(now)) {
            file.takeWholeTail(sink, splitters, now);
        }
        return true;
    }

    private boolean idleSince(@Nullable FileTime modified, Instant now) {
        return modified == null
                || !modified.toInstant().plus(settings.rotatedIdle()).isAfter(now);
    }

    private void warnOfWriter(TailedFile file, Instant now) {
        Instant rotated = file.rotatedAt;
        Instant written = file.writtenAt;
        if (rotated == null || written == null) {
            return;
        }
        String subject = file.identity.toString();
        if (written.isAfter(rotated.plus(settings.rotatedGrace()))
                && written.plus(settings.rotatedIdle()).isAfter(now)) {
            warnings.raise(
                    FollowWarning.Code.WRITER_ON_ROTATED_FILE, subject, Map.of("path", file.path.toString()), now);
        } else {
            warnings.clear(FollowWarning.Code.WRITER_ON_ROTATED_FILE, subject);
        }
    }

    /** What was left in memory of files that were cut, when no copy of them came up; false when the sink has enough. */
    private boolean handOnCutFiles(RecordSink sink, Instant now) {
        for (CutFile cut : List.copyOf(cutFiles)) {
            if (cut.until().isAfter(now)) {
                continue;
            }
            if (!cut.file().end(new ContentSink(sink, cut.file()), now)) {
                return false;
            }
            cutFiles.remove(cut);
            cut.file().close();
        }
        return true;
    }

    /** Stores what is left of a cut file with the bookmark of its content: its inode has another bookmark by now. */
    private record ContentSink(RecordSink sink, TailedFile file) implements RecordSink {
        @Override
        public boolean offer(FollowedRecord record) {
            Bookmark content = file.contentBookmark();
            Bookmark after = new Bookmark(
                    content.logSource(),
                    content.path(),
                    content.device(),
                    content.inode(),
                    content.fingerprint(),
                    content.fingerprintLength(),
                    record.after().offset(),
                    true);
            return sink.offer(new FollowedRecord(
                    record.record(), record.path(), after, record.bytesRead(), record.readAt(), false));
        }

        @Override
        public void offer(Bookmark bookmark) {
            sink.offer(bookmark);
        }

        @Override
        public boolean hasRoom() {
            return sink.hasRoom();
        }
    }
}
