package io.rempart.response.block;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A firewalld of its own, on a bus of its own, on the lab's server. */
class FirewalldBlockerTest extends BlockerContract {
    @TempDir
    static Path folder;

    @Override
    protected Blocker driver(Clock clock, SystemCommand.Finder programs) throws IOException {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/sbin/firewalld")), "no firewalld: apt install firewalld");
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/dbus-daemon")), "no dbus-daemon: apt install dbus");
        Path socket = folder.resolve("bus");
        String bus = "DBUS_SYSTEM_BUS_ADDRESS=unix:path=" + socket;
        Files.writeString(folder.resolve("bus.conf"), """
                <busconfig>
                  <type>system</type>
                  <listen>unix:path=%s</listen>
                  <auth>EXTERNAL</auth>
                  <policy context="default">
                    <allow send_destination="*" eavesdrop="true"/>
                    <allow receive_sender="*"/>
                    <allow own="*"/>
                    <allow user="*"/>
                  </policy>
                </busconfig>
                """.formatted(socket));
        Path configuration = Files.createDirectories(folder.resolve("firewalld"));
        Files.writeString(configuration.resolve("firewalld.conf"), "DefaultZone=trusted\nFirewallBackend=nftables\n");
        lab.start(
                lab.server(),
                List.of("/usr/bin/dbus-daemon", "--nofork", "--config-file=" + folder.resolve("bus.conf")));
        lab.start(
                lab.server(),
                List.of(
                        "/usr/bin/env",
                        bus,
                        "/usr/sbin/firewalld",
                        "--nofork",
                        "--nopid",
                        "--system-config=" + configuration,
                        "--log-file=" + folder.resolve("log")));
        List<String> prefix = new ArrayList<>(lab.onServer());
        prefix.addAll(List.of("/usr/bin/env", bus));
        Blocker blocker = new FirewalldBlocker(
                clock, (name, limit) -> SystemCommand.find(name, limit).map(command -> command.runBy(prefix)));
        io.rempart.testkit.NetworkLab.within(
                Duration.ofSeconds(40), () -> blocker.problem().equals(Optional.empty()));
        lab.forward();
        return blocker;
    }

    @Override
    protected void flush() {
        lab.in(lab.server(), "iptables", "-t", "raw", "-F");
        lab.in(lab.server(), "ip6tables", "-t", "raw", "-F");
    }

    @Test
    void isWholeAfterFirewalldReloaded() {
        blocker.swap(elements("198.51.100.2"));
        lab.in(
                lab.server(),
                "env",
                "DBUS_SYSTEM_BUS_ADDRESS=unix:path=" + folder.resolve("bus"),
                "firewall-cmd",
                "--reload");
        lab.forward();
        assertThat(blocker.read().flaws()).isNotEmpty();
        blocker.swap(elements("198.51.100.2"));
        assertThat(blocker.read().flaws()).isEmpty();
    }
}
