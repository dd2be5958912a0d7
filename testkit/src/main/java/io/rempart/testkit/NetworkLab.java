package io.rempart.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Three machines in network namespaces of their own, made with {@code ip netns} and taken away at the end:
 *
 * <pre>
 * client 198.51.100.2-9, 2001:db8:1::2-3, 2001:db8:2::2  ──  server 198.51.100.1, 2001:db8:1::1  ──  container 172.30.0.2
 * </pre>
 *
 * The server forwards its port 8081 to the container's 8080, as Docker does (DNAT before routing, forwarding on). On both a
 * {@link TcpPeer} echoes on 8080. Nothing of the machine's own network is touched. Skips with the reason where namespaces can't
 * be made.
 */
public final class NetworkLab implements AutoCloseable {
    public static final String SERVER = "198.51.100.1";
    public static final String SERVER_6 = "2001:db8:1::1";
    public static final int PORT = 8080;
    public static final int FORWARDED_PORT = 8081;
    private static final AtomicInteger LABS = new AtomicInteger();

    private final String name;
    private final List<Process> processes = new ArrayList<>();

    private NetworkLab(String name) {
        this.name = name;
    }

    public static NetworkLab open() {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/sbin/ip")), "no ip: apt install iproute2");
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "network namespaces need root");
        NetworkLab lab = new NetworkLab("rp" + ProcessHandle.current().pid() % 100_000 + "x" + LABS.incrementAndGet());
        Runtime.getRuntime().addShutdownHook(new Thread(lab::close));
        Outcome made = lab.outside("ip", "netns", "add", lab.server());
        Assumptions.assumeTrue(made.code() == 0, "no network namespaces here: " + made.text());
        try {
            lab.build();
        } catch (RuntimeException e) {
            lab.close();
            throw e;
        }
        return lab;
    }

    private void build() {
        must("ip", "netns", "add", client());
        must("ip", "netns", "add", container());
        // Interfaces have at most 15 characters.
        wire(client(), server(), "cl0", "sv0");
        wire(container(), server(), "ct0", "sv1");
        for (String each : List.of(client(), server(), container())) {
            in(each, "ip", "link", "set", "lo", "up");
        }
        for (int host = 2; host <= 9; host++) {
            in(client(), "ip", "addr", "add", "198.51.100." + host + "/24", "dev", "cl0");
        }
        for (String six : List.of("2001:db8:1::2/64", "2001:db8:1::3/64", "2001:db8:2::2/64")) {
            in(client(), "ip", "-6", "addr", "add", six, "dev", "cl0", "nodad");
        }
        in(server(), "ip", "addr", "add", SERVER + "/24", "dev", "sv0");
        in(server(), "ip", "-6", "addr", "add", SERVER_6 + "/64", "dev", "sv0", "nodad");
        in(server(), "ip", "-6", "route", "add", "2001:db8:2::/64", "dev", "sv0");
        in(server(), "ip", "addr", "add", "172.30.0.1/24", "dev", "sv1");
        in(container(), "ip", "addr", "add", "172.30.0.2/24", "dev", "ct0");
        in(container(), "ip", "route", "add", "default", "via", "172.30.0.1");
        in(server(), "sysctl", "-qw", "net.ipv4.ip_forward=1");
        forward();
        echo(server());
        echo(container());
    }

    /** The server's port 8081 is the container's 8080. */
    public void forward() {
        in(
                server(),
                "iptables",
                "-t",
                "nat",
                "-A",
                "PREROUTING",
                "-p",
                "tcp",
                "--dport",
                "8081",
                "-j",
                "DNAT",
                "--to-destination",
                "172.30.0.2:8080");
    }

    private void wire(String one, String other, String oneEnd, String otherEnd) {
        must("ip", "-n", one, "link", "add", oneEnd, "type", "veth", "peer", "name", otherEnd, "netns", other);
        in(one, "ip", "link", "set", oneEnd, "up");
        in(other, "ip", "link", "set", otherEnd, "up");
    }

    private void echo(String namespace) {
        try {
            start(namespace, TcpPeer.command("serve", Integer.toString(PORT)))
                    .inputReader()
                    .readLine();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public String server() {
        return name + "sv";
    }

    public String client() {
        return name + "cl";
    }

    public String container() {
        return name + "ct";
    }

    /** What runs a program on the server. */
    public List<String> onServer() {
        return List.of("/usr/sbin/ip", "netns", "exec", server());
    }

    /** A client that connects from the lab's client machine. */
    public TcpPeer client(String from) {
        return new TcpPeer(start(client(), TcpPeer.command("connect", from)));
    }

    /** Starts a program on a machine; ended with the lab. */
    public Process start(String namespace, List<String> command) {
        List<String> all = new ArrayList<>(List.of("/usr/sbin/ip", "netns", "exec", namespace));
        all.addAll(command);
        try {
            Process process = new ProcessBuilder(all)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            synchronized (processes) {
                processes.add(process);
            }
            return process;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs a program on a machine to its end, which must be a good one. */
    public String in(String namespace, String... command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        all.addAll(List.of(command));
        return must(all.toArray(String[]::new));
    }

    private String must(String... command) {
        Outcome outcome = outside(command);
        if (outcome.code() != 0) {
            throw new IllegalStateException(String.join(" ", command) + ": " + outcome.text());
        }
        return outcome.text();
    }

    private record Outcome(int code, String text) {}

    private Outcome outside(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(command[0] + " does not end");
            }
            return new Outcome(process.exitValue(), text.strip());
        } catch (IOException e) {
            return new Outcome(-1, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits until something holds, at most so long; whether it did. */
    public static boolean within(Duration limit, java.util.function.BooleanSupplier claim) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!claim.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        synchronized (processes) {
            for (Process process : processes) {
                try (Stream<ProcessHandle> children = process.descendants()) {
                    children.forEach(ProcessHandle::destroyForcibly);
                }
                process.destroyForcibly();
            }
            processes.clear();
        }
        for (String each : List.of(client(), server(), container())) {
            outside("ip", "netns", "del", each);
        }
    }
}
