package io.rempart.app.response;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.app.Rempart;
import io.rempart.app.RempartProcess;
import io.rempart.testkit.NetworkLab;
import io.rempart.testkit.TcpPeer;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The blocker as its systemd unit runs it: a user without rights, and of root's rights only what the driver needs. */
class UnprivilegedBlockerTest {
    private static final String USER = "nobody";
    private static final int PATIENCE = 1_000;
    private static final int REFUSAL = 300;

    @TempDir
    Path directory;

    private NetworkLab lab;
    private RempartProcess blocker;

    @BeforeEach
    void openLab() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/sbin/nft")), "no nft: apt install nftables");
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "no setpriv: apt install util-linux");
        lab = NetworkLab.open();
    }

    @AfterEach
    void closeLab() {
        if (blocker != null) {
            blocker.close();
        }
        if (lab != null) {
            lab.close();
        }
    }

    @ParameterizedTest
    // Bit 12 is CAP_NET_ADMIN, 13 CAP_NET_RAW (capability.h): iptables asks ipset through a raw socket.
    @CsvSource({"nftables, '+net_admin', 0000000000001000", "iptables, '+net_admin,+net_raw', 0000000000003000"})
    void oneRightOfRootsIsEnoughForNftablesAndTwoForIptables(String driver, String rights, String bits)
            throws Exception {
        if (driver.equals("iptables")) {
            Assumptions.assumeTrue(
                    Stream.of("/usr/sbin/ipset", "/usr/sbin/iptables")
                            .allMatch(each -> Files.isExecutable(Path.of(each))),
                    "no ipset or iptables: apt install ipset iptables");
        }
        Path own = Files.createDirectories(directory.resolve("own"));
        Files.writeString(directory.resolve("rempart.yaml"), """
                data: %1$s/data
                response: {allow-list: [198.51.100.4]}
                blocker: {driver: %2$s, socket: %1$s/own/blocker.sock, state: %1$s/own/state, look-interval: 3s}
                """.formatted(directory, driver));
        String classPath = readable();
        lab.in(lab.server(), "chown", USER, own.toString());
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxr-x---"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));

        List<String> runner = new ArrayList<>(lab.onServer());
        runner.addAll(List.of(
                "/usr/bin/setpriv",
                "--reuid=" + USER,
                "--regid=65534",
                "--clear-groups",
                "--inh-caps=-all," + rights,
                "--ambient-caps=-all," + rights,
                "--bounding-set=-all," + rights,
                "--no-new-privs"));
        blocker = RempartProcess.startWith(classPath, runner, "blocker", config());
        blocker.waitForOutput("listens");
        List<String> status =
                Files.readAllLines(Path.of("/proc/" + blocker.process().pid() + "/status"));
        assertThat(status)
                .anyMatch(line -> line.matches("Uid:\\s65534\\s65534\\s65534\\s65534"))
                .contains("CapEff:\t" + bits, "CapPrm:\t" + bits, "CapBnd:\t" + bits);

        TcpPeer two = lab.client("198.51.100.2");
        TcpPeer three = lab.client("198.51.100.3");
        assertThat(two.reaches(NetworkLab.SERVER, NetworkLab.PORT, PATIENCE)).isTrue();
        assertThat(run("block", "198.51.100.2", "--json")).contains("\"enforced\":true");
        assertThat(two.reaches(NetworkLab.SERVER, NetworkLab.PORT, REFUSAL)).isFalse();
        assertThat(three.reaches(NetworkLab.SERVER, NetworkLab.PORT, PATIENCE)).isTrue();
        assertThat(own.resolve("state/wanted.journal")).isNotEmptyFile();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own.resolve("blocker.sock"))))
                .isEqualTo("rw-rw----");
        // It reads what it enforces, and repairs it.
        if (driver.equals("nftables")) {
            lab.in(lab.server(), "nft", "flush", "ruleset");
            assertThat(NetworkLab.within(
                            Duration.ofSeconds(60), () -> !two.reaches(NetworkLab.SERVER, NetworkLab.PORT, REFUSAL)))
                    .isTrue();
        }
        run("unblock", "198.51.100.2");
        assertThat(two.reaches(NetworkLab.SERVER, NetworkLab.PORT, PATIENCE)).isTrue();
    }

    private String config() {
        return "--config=" + directory.resolve("rempart.yaml");
    }

    private String run(String... arguments) {
        StringWriter out = new StringWriter();
        CommandLine command = Rempart.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(out, true));
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add(config());
        assertThat(command.execute(all.toArray(String[]::new)))
                .as(() -> out + "\n" + blocker.output())
                .isZero();
        return out.toString();
    }

    /** The program where a user without rights may read it: where it was built, they may not. */
    private String readable() throws IOException {
        Path lib = Files.createDirectories(directory.resolve("lib"));
        List<String> copies = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path from = Path.of(entry);
            Path to = lib.resolve(copies.size() + "-" + from.getFileName());
            if (Files.exists(from)) {
                copy(from, to);
                copies.add(to.toString());
            }
        }
        return String.join(File.pathSeparator, copies);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : (Iterable<Path>) all::iterator) {
                Path copied = to.resolve(from.relativize(each).toString());
                if (Files.isDirectory(each)) {
                    Files.createDirectories(copied);
                } else {
                    Files.copy(each, copied);
                    Files.setPosixFilePermissions(copied, PosixFilePermissions.fromString("rw-r--r--"));
                }
            }
        }
    }
}
