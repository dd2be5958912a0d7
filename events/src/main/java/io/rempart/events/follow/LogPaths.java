package io.rempart.events.follow;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the live names of the logs that a configured path stands for: a file stands for itself, a directory for the logs in
 * it, a glob for what matches. Names that rotation made are led back to the live name.
 */
final class LogPaths {
    /** More names than this are not looked at. */
    static final int LIMIT = 4_096;

    private static final Pattern GLOB = Pattern.compile("[*?\\[{]");
    private static final Pattern ROTATED =
            Pattern.compile("(.+?)[.\\-_](?:\\d{1,3}|\\d{4}-?\\d{2}-?\\d{2}[\\d._:T\\-]{0,16}|\\d{9,11}|old|bak|prev)");
    /** What editors and package managers leave behind. */
    private static final Pattern JUNK =
            Pattern.compile("\\..*|.*~|#.*#|.*\\.(?:sw[a-p]|tmp|temp|lock|pid|part|dpkg-.*)");

    private LogPaths() {}

    static boolean isGlob(Path path) {
        return GLOB.matcher(path.toString()).find();
    }

    /** The live names behind a glob or a directory, sorted. */
    static Set<Path> find(Path path) {
        return isGlob(path) ? liveNames(glob(path)) : liveNames(children(path, "*"));
    }

    private static List<Path> glob(Path pattern) {
        Path absolute = pattern.toAbsolutePath();
        List<Path> found = new ArrayList<>();
        Path root = absolute.getRoot();
        if (root == null) {
            return found;
        }
        found.add(root);
        for (Path part : absolute) {
            List<Path> next = new ArrayList<>();
            for (Path directory : found) {
                if (!GLOB.matcher(part.toString()).find()) {
                    next.add(directory.resolve(part));
                } else {
                    next.addAll(children(directory, part.toString()));
                }
                if (next.size() >= LIMIT) {
                    break;
                }
            }
            found = next;
        }
        return found;
    }

    private static List<Path> children(Path directory, String glob) {
        List<Path> found = new ArrayList<>();
        FileSystem system = directory.getFileSystem();
        PathMatcher matcher = system.getPathMatcher("glob:" + glob);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                Path name = entry.getFileName();
                if (matcher.matches(name) && !JUNK.matcher(name.toString()).matches()) {
                    found.add(entry);
                    if (found.size() >= LIMIT) {
                        break;
                    }
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // not there (yet), or not to be read: the caller says that nothing was found
        }
        return found;
    }

    private static Set<Path> liveNames(Collection<Path> found) {
        Set<Path> names = new TreeSet<>(found);
        names.removeIf(path -> !Files.isRegularFile(path));
        Set<Path> live = new TreeSet<>();
        for (Path path : names) {
            live.add(liveName(path, names));
        }
        return live;
    }

    private static Path liveName(Path path, Set<Path> others) {
        String name = path.getFileName().toString();
        // audit-20261122.log beside audit.log
        for (int dash = name.length() - 1; dash > 0; dash--) {
            char c = name.charAt(dash);
            if (c == '-' || c == '.' || c == '_') {
                String extension = name.substring(Math.max(name.lastIndexOf('.'), 0));
                for (String candidate : new String[] {name.substring(0, dash), name.substring(0, dash) + extension}) {
                    Path other = path.resolveSibling(candidate);
                    if (others.contains(other)
                            && LogFileName.rotationOf(candidate, name).isPresent()) {
                        return other;
                    }
                }
            }
        }
        // audit.log.1 while audit.log is away
        String plain = LogFileName.compression(name) == LogFileName.Compression.NONE
                ? name
                : name.substring(0, name.lastIndexOf('.'));
        Matcher matcher = ROTATED.matcher(plain);
        return matcher.matches() && matcher.group(1).contains(".")
                ? path.resolveSibling(matcher.group(1))
                : path.resolveSibling(plain);
    }
}
