package io.rempart.events.follow;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The bookmarks of a log source that no open file has claimed: of files not looked at yet, deleted, or compressed since. One
 * thread. Bounded: past {@value #LIMIT} the oldest of files that are gone are dropped (their content would then be read
 * again, and counted as duplicates).
 */
final class BookmarkShelf {
    static final int LIMIT = 100_000;
    private static final Duration KEPT_AFTER_GONE = Duration.ofHours(24);

    private final Map<FileIdentity, Bookmark> bookmarks = new LinkedHashMap<>();
    private final Map<FileIdentity, Instant> since = new HashMap<>();
    private final List<Bookmark> toForget = new ArrayList<>();

    BookmarkShelf(List<Bookmark> stored, Instant now) {
        stored.forEach(bookmark -> put(bookmark, now));
    }

    void put(Bookmark bookmark, Instant now) {
        FileIdentity identity = new FileIdentity(bookmark.device(), bookmark.inode());
        bookmarks.put(identity, bookmark);
        since.put(identity, now);
        if (bookmarks.size() > LIMIT) {
            FileIdentity oldest = bookmarks.keySet().iterator().next();
            forget(oldest);
        }
    }

    @Nullable
    Bookmark get(FileIdentity identity) {
        return bookmarks.get(identity);
    }

    /** Takes the bookmark of a file off the shelf. */
    @Nullable
    Bookmark take(FileIdentity identity) {
        since.remove(identity);
        return bookmarks.remove(identity);
    }

    /** Takes it off the shelf and out of the store. */
    void forget(FileIdentity identity) {
        Bookmark bookmark = take(identity);
        if (bookmark != null) {
            toForget.add(bookmark);
        }
    }

    /** The bookmark that got farthest, but not past {@code limit}, in content that begins so. */
    @Nullable
    Bookmark matching(byte[] head, long limit) {
        Bookmark best = null;
        for (Bookmark bookmark : bookmarks.values()) {
            if (bookmark.offset() > 0
                    && bookmark.fingerprintLength() > 0
                    && (best == null || bookmark.offset() > best.offset())
                    && bookmark.offset() <= limit
                    && Fingerprint.of(bookmark).matches(head, head.length)) {
                best = bookmark;
            }
        }
        return best;
    }

    /** What can be deleted from the store: asked for now and then. */
    List<Bookmark> drainForgotten(Instant now) {
        List<FileIdentity> old = new ArrayList<>();
        since.forEach((identity, seen) -> {
            if (seen.plus(KEPT_AFTER_GONE).isBefore(now)) {
                old.add(identity);
            }
        });
        old.forEach(this::forget);
        List<Bookmark> forgotten = List.copyOf(toForget);
        toForget.clear();
        return forgotten;
    }
}
