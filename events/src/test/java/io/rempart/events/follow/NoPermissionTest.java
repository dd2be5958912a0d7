package io.rempart.events.follow;

import static io.rempart.events.follow.Bench.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A log that we may not read: said plainly, and read once we may. Nobody forbids root, so then the follower runs as nobody. */
@Timeout(60)
class NoPermissionTest {
    private static final String NOBODY = "65534";

    @TempDir
    Path directory;

    @Test
    void saysThatItMayNotReadTheLogAndReadsItOnceItMay() throws Exception {
        boolean root = Files.getOwner(directory).getName().equals("root");
        assumeTrue(
                !root || Files.isExecutable(Path.of("/usr/bin/setpriv")),
                "setpriv is not installed (apt install util-linux)");
        mode(directory, "rwxr-xr-x");
        Path log = directory.resolve("audit.log");
        append(log, "one;\n");
        mode(log, "-w-------");
        Process follower = new ProcessBuilder(
                        Stream.concat(asNobody(root), follower(log, root)).toList())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader said =
                        new BufferedReader(new InputStreamReader(follower.getInputStream(), StandardCharsets.UTF_8));
                BufferedWriter tell = follower.outputWriter(StandardCharsets.UTF_8)) {
            assertThat(said.readLine()).isEqualTo("[NO_PERMISSION] []");
            assertThat(said.readLine())
                    .startsWith("No permission to read " + log + "; add the user of rempart to the group that may");
            mode(log, "rw-r--r--");
            tell.write("now\n");
            tell.flush();
            assertThat(said.readLine()).isEqualTo("[] [one;]");
        } finally {
            follower.destroy();
        }
    }

    private static void mode(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private static Stream<String> asNobody(boolean root) {
        return root ? Stream.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups") : Stream.of();
    }

    private Stream<String> follower(Path log, boolean root) throws IOException {
        String path = System.getProperty("java.class.path");
        return Stream.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                root ? readable(path) : path,
                NoPermissionTest.class.getName(),
                directory.toString(),
                log.toString());
    }

    /** Copies of the classes where nobody may read them: root's own directories are closed to him. */
    private String readable(String classPath) throws IOException {
        Path copies = Files.createDirectory(directory.resolve("classes"));
        StringBuilder copied = new StringBuilder();
        for (String part : classPath.split(File.pathSeparator)) {
            Path from = Path.of(part);
            boolean needed = Files.isDirectory(from)
                    || Stream.of("zstd", "ipaddress", "jspecify").anyMatch(part::contains);
            if (!needed || !Files.exists(from)) {
                continue;
            }
            Path to = copies.resolve(copied.length() + "-" + from.getFileName());
            try (Stream<Path> files = Files.walk(from)) {
                for (Path file : files.toList()) {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                }
            }
            copied.append(copied.isEmpty() ? "" : File.pathSeparator).append(to);
        }
        try (Stream<Path> files = Files.walk(copies)) {
            for (Path file : files.toList()) {
                mode(file, Files.isDirectory(file) ? "rwxr-xr-x" : "rw-r--r--");
            }
        }
        return copied.toString();
    }

    /** The follower's process: says its warnings and what it read, waits for a word, and says so again. */
    public static void main(String[] arguments) throws IOException {
        try (Bench bench = new Bench(Path.of(arguments[0]), Path.of(arguments[1]));
                BufferedReader told = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            bench.settle();
            System.out.println(bench.warnings() + " " + bench.stored);
            List<FollowWarning> warnings = bench.follower.warnings().list();
            System.out.println(warnings.isEmpty() ? "" : warnings.get(0).sentence());
            told.readLine();
            bench.settleLong();
            System.out.println(bench.warnings() + " " + bench.stored);
        }
    }
}
