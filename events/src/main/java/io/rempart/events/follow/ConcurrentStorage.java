package io.rempart.events.follow;

import io.rempart.events.read.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the file of a transaction that a line in the index of a concurrent audit log names, and nothing else. Thread-safe.
 *
 * <p>ModSecurity 2 writes a path below its storage directory, with the user of the operating system first where the version is
 * recent ({@code /www-data/20261122/20261122-0928/...}); ModSecurity 3 and Coraza write an absolute path. An index line holds
 * what a client sent, so it is not believed: the file must lie, with every symbolic link resolved, inside the storage directory
 * or the directory of the index, and be a regular file.
 */
public final class ConcurrentStorage {
    /** The last parts of such a path, wherever the storage directory was on the server. */
    private static final Pattern TAIL = Pattern.compile("(?:.*/)?((?:[^/]+/)?(\\d{8}/\\d{8}-\\d{4}/[^/]+))");

    private static final int MAX_PATH_LENGTH = 4_096;

    private final @Nullable Path storageDirectory;
    private final List<Path> roots;

    /**
     * @param storageDirectory null where the index has absolute paths
     * @param indexDirectory where the index is
     */
    public ConcurrentStorage(@Nullable Path storageDirectory, @Nullable Path indexDirectory) {
        this.storageDirectory = storageDirectory;
        this.roots = new ArrayList<>();
        if (storageDirectory != null) {
            roots.add(storageDirectory);
        }
        if (indexDirectory != null) {
            roots.add(indexDirectory);
            // Where an administrator who copied both for a look at home puts the files.
            roots.add(indexDirectory.resolve("storage"));
        }
    }

    /**
     * What a path of an index line leads to.
     *
     * @param file null when it can't be used
     * @param reason why not: a plain sentence
     * @param mayComeYet whether it is merely not there
     */
    public record Found(@Nullable Path file, String reason, boolean mayComeYet) {}

    /** The file of a path as written in the index. */
    public Found find(String path) {
        if (path.isEmpty() || path.length() > MAX_PATH_LENGTH || path.indexOf('\0') >= 0) {
            return new Found(null, Reason.INDEX_NAMES_NONE.sentence(), false);
        }
        for (String part : path.split("/")) {
            if (part.equals("..")) {
                return new Found(null, Reason.INDEX_LEAVES_DIRECTORY.sentence(), false);
            }
        }
        boolean outside = false;
        for (Path candidate : candidates(path)) {
            if (!Files.exists(candidate, LinkOption.NOFOLLOW_LINKS)) {
                continue;
            }
            Path real = insideRoots(candidate);
            if (real == null) {
                outside = true;
            } else if (Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
                return new Found(real, "", false);
            }
        }
        return outside
                ? new Found(null, Reason.FILE_ELSEWHERE.sentence(), false)
                : new Found(null, Reason.FILE_MISSING.sentence(), true);
    }

    private Set<Path> candidates(String path) {
        Set<Path> candidates = new LinkedHashSet<>();
        try {
            String relative = path.replaceFirst("^/+", "");
            Matcher tail = TAIL.matcher(path);
            boolean hasTail = tail.matches();
            Path storage = storageDirectory;
            if (storage != null) {
                candidates.add(storage.resolve(relative));
                if (hasTail) {
                    candidates.add(storage.resolve(tail.group(1)));
                    candidates.add(storage.resolve(tail.group(2)));
                }
            }
            if (path.startsWith("/")) {
                candidates.add(Path.of(path));
            }
            if (storage == null) {
                for (Path root : roots) {
                    candidates.add(root.resolve(relative));
                    if (hasTail) {
                        candidates.add(root.resolve(tail.group(1)));
                        candidates.add(root.resolve(tail.group(2)));
                    }
                }
            }
        } catch (InvalidPathException e) {
            // no such file can exist here
        }
        return candidates;
    }

    /** The file with every link resolved; null when it is outside. */
    private @Nullable Path insideRoots(Path candidate) {
        try {
            Path real = candidate.toRealPath();
            for (Path root : roots) {
                if (Files.isDirectory(root) && real.startsWith(root.toRealPath())) {
                    return real;
                }
            }
        } catch (IOException e) {
            return null;
        }
        return null;
    }
}
