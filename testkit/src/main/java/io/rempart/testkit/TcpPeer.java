package io.rempart.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One end of TCP connections, in a process of its own so that it can live in a network namespace. */
public final class TcpPeer implements AutoCloseable {
    private final Process process;

    TcpPeer(Process process) {
        this.process = process;
    }

    static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx16m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                Path.of(TcpPeer.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .getPath())
                        .toString(),
                TcpPeer.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Whether a new connection is made and a byte comes back, within the time. */
    public boolean reaches(String host, int port, int millis) {
        return ask("try " + host + " " + port + " " + millis);
    }

    /** Makes a connection that stays. */
    public boolean connects(String host, int port, int millis) {
        return ask("connect " + host + " " + port + " " + millis);
    }

    /** Whether a byte comes back over the connection that stays, within the time. */
    public boolean isAnswered(int millis) {
        return ask("say " + millis);
    }

    private synchronized boolean ask(String request) {
        try {
            process.outputWriter().write(request + "\n");
            process.outputWriter().flush();
            String answer = process.inputReader().readLine();
            if (answer == null) {
                throw new IllegalStateException("the peer ended");
            }
            return answer.equals("yes");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** {@code serve PORT}, or {@code connect ADDRESS} with requests on standard input. */
    public static void main(String[] arguments) throws IOException {
        if (arguments[0].equals("serve")) {
            serve(Integer.parseInt(arguments[1]));
        } else {
            connect(InetAddress.getByName(arguments[1]));
        }
    }

    private static void serve(int port) throws IOException {
        try (ServerSocket server = new ServerSocket(port, 200)) {
            System.out.println("ready");
            while (true) {
                Socket socket = server.accept();
                Thread echo = new Thread(() -> echo(socket));
                echo.setDaemon(true);
                echo.start();
            }
        }
    }

    private static void echo(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            for (int b = in.read(); b >= 0; b = in.read()) {
                socket.getOutputStream().write(b);
            }
        } catch (IOException e) {
            // The other end is gone.
        }
    }

    private static void connect(InetAddress from) throws IOException {
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream out = System.out;
        Socket standing = null;
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "try" -> {
                    Socket socket = open(from, words[1], Integer.parseInt(words[2]), Integer.parseInt(words[3]));
                    out.println(isAnswered(socket, Integer.parseInt(words[3])) ? "yes" : "no");
                    if (socket != null) {
                        socket.close();
                    }
                }
                case "connect" -> {
                    standing = open(from, words[1], Integer.parseInt(words[2]), Integer.parseInt(words[3]));
                    out.println(isAnswered(standing, Integer.parseInt(words[3])) ? "yes" : "no");
                }
                default -> out.println(isAnswered(standing, Integer.parseInt(words[1])) ? "yes" : "no");
            }
        }
    }

    private static @Nullable Socket open(InetAddress from, String host, int port, int millis) {
        Socket socket = new Socket();
        try {
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(new InetSocketAddress(host, port), millis);
            return socket;
        } catch (IOException e) {
            return null;
        }
    }

    private static boolean isAnswered(@Nullable Socket socket, int millis) {
        if (socket == null) {
            return false;
        }
        try {
            socket.setSoTimeout(millis);
            socket.getOutputStream().write('x');
            return socket.getInputStream().read() == 'x';
        } catch (IOException e) {
            return false;
        }
    }
}
