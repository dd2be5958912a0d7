package io.rempart.engine.seclang;

import io.rempart.engine.bytes.ByteSlice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the files that rules name: among those handed in, beside the rule file, in a base directory. For one thread. */
final class RuleFiles {
    private static final int MOST_BYTES = 256 << 20;

    private final Map<String, ByteSlice> handedIn;
    private final Path base;
    private @Nullable Path directory;

    RuleFiles(Map<String, ByteSlice> handedIn, Path base) {
        this.handedIn = handedIn;
        this.base = base;
    }

    /** The directory of the rule file that is read now, null for a text. */
    @Nullable
    Path directory() {
        return directory;
    }

    void directory(@Nullable Path now) {
        directory = now;
    }

    ByteSlice bytes(String name) throws IOException {
        ByteSlice given = handedIn.get(name);
        if (given != null) {
            return given;
        }
        Path path = path(name);
        if (Files.size(path) > MOST_BYTES) {
            throw new IOException(path + " is larger than " + MOST_BYTES + " bytes.");
        }
        return ByteSlice.of(Files.readAllBytes(path));
    }

    Path path(String name) throws IOException {
        List<Path> places = places(name);
        for (Path place : places) {
            if (Files.isReadable(place) && !Files.isDirectory(place)) {
                return place;
            }
        }
        throw new NoSuchFileException(name + ": Not able to open file. Looking at: "
                + places.stream()
                        .map(place -> "'" + place + "'")
                        .reduce((a, b) -> a + ", " + b)
                        .orElse("nothing") + ".");
    }

    private List<Path> places(String name) {
        Path path = Path.of(name);
        List<Path> places = new ArrayList<>();
        if (path.isAbsolute()) {
            places.add(path);
        } else {
            if (directory != null) {
                places.add(directory.resolve(path));
            }
            places.add(base.resolve(path));
        }
        return places;
    }

    /** The files that a path with {@code *} and {@code ?} in its last part stands for, in the order of their names. */
    List<Path> matching(String name) throws IOException {
        if (name.indexOf('*') < 0 && name.indexOf('?') < 0 && name.indexOf('[') < 0) {
            return List.of(path(name));
        }
        for (Path place : places(name)) {
            Path parent = place.toAbsolutePath().getParent();
            if (parent == null || !Files.isDirectory(parent)) {
                continue;
            }
            var matcher = parent.getFileSystem().getPathMatcher("glob:" + place.getFileName());
            try (Stream<Path> files = Files.list(parent)) {
                List<Path> found = files.filter(
                                file -> matcher.matches(file.getFileName()) && Files.isRegularFile(file))
                        .sorted()
                        .toList();
                if (!found.isEmpty()) {
                    return found;
                }
            }
        }
        return List.of();
    }
}
