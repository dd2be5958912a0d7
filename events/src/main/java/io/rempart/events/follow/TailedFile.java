package io.rempart.events.follow;

import io.rempart.events.read.RawRecord;
import io.rempart.events.read.RecordSplitter;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One file that is being read: an inode, whatever its name, from its bookmark on. One thread.
 *
 * <p>The invariant behind exactly-once: the fingerprint covers the first min(1024, {@link #fed}) bytes, and is checked against
 * the file after every chunk was read and before it is used. A chunk is therefore of the content that the fingerprint
 * names, or it is thrown away: a file cut to nothing and written anew between two looks, or even within one, is noticed.
 */
final class TailedFile {
    /** What became of one turn. */
    enum Turn {
        /** The sink takes nothing more for now. */
        BLOCKED,
        /** The chunk was used up; there is more. */
        MORE,
        /** Read to its present end. */
        END,
        /** The content is not what it was: cut to nothing, perhaps written anew. */
        REPLACED,
        /** It could not be opened or read. */
        FAILED
    }

    final FileIdentity identity;
    final String logSource;
    final LogFileName.Compression compression;
    Path path;
    /** Its place in the order of rotation; null for the live file. */
    @Nullable
    LogFileName rotation;

    Fingerprint fingerprint;
    /** Where the first byte stands that no accepted record accounts for. */
    long offset;
    /** Where the first byte stands that the splitter was not given. */
    long fed;

    boolean finished;
    /** Not in any directory any more; readable while it is held open. */
    boolean gone;

    @Nullable
    Instant rotatedAt;

    /** When bytes were last found in it. */
    Instant lastGrowth;
    /** When bytes were last found in it after it had been read to its end: somebody writes to it. */
    @Nullable
    Instant writtenAt;

    private boolean caughtUp;

    @Nullable
    Instant retryAt;

    /** As seen at the last look. */
    @Nullable
    FileTime modified;

    @Nullable
    String failure;

    boolean damaged;

    private byte[] head = new byte[0];
    private @Nullable Content content;
    private @Nullable RecordSplitter splitter;
    private @Nullable FollowedRecord pending;
    private boolean ended;
    private long size;
    private long triedTailAt = -1;

    TailedFile(
            FileIdentity identity,
            String logSource,
            Path path,
            LogFileName.Compression compression,
            Fingerprint fingerprint,
            long offset,
            Instant now) {
        this.identity = identity;
        this.logSource = logSource;
        this.path = path;
        this.compression = compression;
        this.fingerprint = fingerprint;
        this.offset = offset;
        this.fed = offset;
        this.lastGrowth = now;
    }

    Bookmark bookmark() {
        return bookmarkAt(offset);
    }

    private Bookmark bookmarkAt(long at) {
        return new Bookmark(
                logSource,
                path.toString(),
                identity.device(),
                identity.inode(),
                fingerprint.hex(),
                fingerprint.length(),
                at,
                finished);
    }

    /** The same content, known by what it is instead of by its file. */
    Bookmark contentBookmark() {
        FileIdentity content = FileIdentity.ofContent(fingerprint);
        return new Bookmark(
                logSource,
                path.toString(),
                content.device(),
                content.inode(),
                fingerprint.hex(),
                fingerprint.length(),
                offset,
                true);
    }

    boolean isOpen() {
        return content != null;
    }

    /** Opens it and takes its first bytes for its fingerprint. */
    byte[] openAndReadHead() throws IOException {
        Content open = Content.open(path, compression);
        content = open;
        byte[] first = open.head();
        fingerprint = Fingerprint.of(first, first.length);
        head = first;
        return first;
    }

    /** Whether a file with these first bytes holds the same content, or the beginning of it: a copy, perhaps one in progress. */
    boolean isCopiedBy(byte[] first) {
        if (first.length == 0) {
            return false;
        }
        if (head.length < Fingerprint.MAX_LENGTH && content != null && compression == LogFileName.Compression.NONE) {
            try {
                byte[] now = content.head();
                head = fingerprint.matches(now, now.length) ? now : head;
            } catch (IOException e) {
                // then what is known of it has to do
            }
        }
        return (fingerprint.length() > 0 && fingerprint.matches(first, first.length))
                || (first.length <= head.length && Arrays.equals(first, 0, first.length, head, 0, first.length));
    }

    /** Goes on where its content was read to. */
    void resumeAt(Fingerprint known, long at, boolean wasFinished) {
        fingerprint = known;
        offset = at;
        fed = at;
        finished = wasFinished;
    }

    /** Opens it if it is not open; false when another file is at {@link #path} by now. */
    private boolean open() throws IOException {
        if (content == null) {
            Content open = Content.open(path, compression);
            content = open;
            if (compression != LogFileName.Compression.NONE) {
                byte[] first = open.head();
                return fingerprint.matches(first, first.length);
            }
        }
        return true;
    }

    void close() {
        Content open = content;
        content = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // it was only read
            }
        }
    }

    /** Gives up what was read but not accepted; the next turn reads it again from {@link #offset}. */
    void rewind() {
        close();
        pending = null;
        splitter = null;
        ended = false;
        fed = offset;
    }

    /** How many bytes are known not to be accounted for; for packed files the packed size while they are unread. */
    long bytesBehind(long packedSize) {
        if (compression != LogFileName.Compression.NONE) {
            return finished ? 0 : packedSize;
        }
        return Math.max(0, size - offset);
    }

    long size() {
        return size;
    }

    void seenSize(long bytes) {
        size = bytes;
    }

    /** Whether bytes were read that are no whole record yet. */
    boolean hasPartialRecord() {
        return pending != null || fed > offset;
    }

    /** Reads one chunk and hands its records on. */
    Turn read(RecordSink sink, Splitters splitters, byte[] buffer, Instant now, Duration liveness) {
        RecordSplitter records = splitter;
        if (records == null) {
            records = splitters.newSplitter();
            records.reset(offset);
            fed = offset;
            splitter = records;
        }
        boolean read = false;
        while (true) {
            if (!drain(sink, records, now, liveness)) {
                return Turn.BLOCKED;
            }
            if (read) {
                return Turn.MORE;
            }
            if (!sink.hasRoom()) {
                return Turn.BLOCKED;
            }
            try {
                if (!open()) {
                    return Turn.REPLACED;
                }
                Content open = Objects.requireNonNull(content);
                int length = open.read(buffer, buffer.length, fed);
                if (!verify(open, length)) {
                    return Turn.REPLACED;
                }
                if (length == 0) {
                    caughtUp = true;
                    return Turn.END;
                }
                if (caughtUp) {
                    writtenAt = now;
                }
                if (ended) {
                    records.reset(fed);
                    ended = false;
                }
                records.feed(buffer, 0, length);
                fed += length;
                size = Math.max(size, fed);
                lastGrowth = now;
                finished = false;
                failure = null;
                read = true;
            } catch (IOException e) {
                failure = Failures.text(e);
                if (compression != LogFileName.Compression.NONE && !(e instanceof FileSystemException)) {
                    damaged = true;
                    return Turn.END;
                }
                return Turn.FAILED;
            }
        }
    }

    /** Hands on what the splitter holds; false when the sink has enough. */
    private boolean drain(RecordSink sink, RecordSplitter records, Instant now, Duration liveness) {
        while (true) {
            FollowedRecord next = pending;
            if (next == null) {
                RawRecord record = records.next();
                if (record == null) {
                    return true;
                }
                long after = records.position();
                boolean live = rotatedAt == null && !lastGrowth.plus(liveness).isBefore(now);
                next = new FollowedRecord(record, path, bookmarkAt(after), Math.max(0, after - offset), now, live);
                pending = next;
            }
            if (!sink.offer(next)) {
                return false;
            }
            pending = null;
            offset = next.after().offset();
        }
    }

    /**
     * Whether the file still holds the content of the fingerprint, now that {@code length} bytes at {@link #fed} were read.
     * Lets the fingerprint grow to cover them.
     */
    private boolean verify(Content open, int length) throws IOException {
        if (compression != LogFileName.Compression.NONE) {
            return true;
        }
        if (length == 0 && open.size() < fed) {
            return false;
        }
        byte[] first = open.head();
        if (!fingerprint.matches(first, first.length)) {
            return false;
        }
        int covered = (int) Math.min(Fingerprint.MAX_LENGTH, fed + length);
        if (covered > first.length) {
            return false;
        }
        if (covered > fingerprint.length()) {
            fingerprint = Fingerprint.of(first, covered);
        }
        head = first;
        return true;
    }

    /** What is left is a record, or the end of a cut one: nothing more will be written. False when the sink has enough. */
    boolean end(RecordSink sink, Instant now) {
        RecordSplitter records = splitter;
        if (records != null) {
            if (!ended) {
                records.end();
                ended = true;
            }
            if (!drain(sink, records, now, Duration.ZERO)) {
                return false;
            }
        }
        offset = Math.max(offset, fed);
        return true;
    }

    /**
     * A live file ends in what could be a whole record without its line end, and nothing was written for a while: takes it
     * if it is one.
     */
    boolean takeWholeTail(RecordSink sink, Splitters splitters, Instant now) {
        long length = fed - offset;
        if (pending != null || length <= 0 || length > 1024 * 1024 || triedTailAt == fed || content == null) {
            return false;
        }
        triedTailAt = fed;
        try {
            byte[] tail = new byte[(int) length];
            if (content.read(tail, tail.length, offset) != tail.length) {
                return false;
            }
            RecordSplitter trial = splitters.newSplitter();
            trial.reset(offset);
            trial.feed(tail, 0, tail.length);
            trial.end();
            RawRecord record = trial.next();
            if (record == null || trial.next() != null || !splitters.isWhole(record)) {
                return false;
            }
            FollowedRecord followed = new FollowedRecord(record, path, bookmarkAt(fed), length, now, false);
            if (!sink.offer(followed)) {
                triedTailAt = -1;
                return false;
            }
            offset = fed;
            Objects.requireNonNull(splitter).reset(fed);
            return true;
        } catch (IOException e) {
            failure = Failures.text(e);
            return false;
        }
    }
}
