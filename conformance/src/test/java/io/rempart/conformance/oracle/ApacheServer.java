package io.rempart.conformance.oracle;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A private Apache with Debian's ModSecurity 2 on a free loopback port, which writes an audit record of each request. For one thread. */
final class ApacheServer implements AutoCloseable {
    private static final Path BINARY = Path.of("/usr/sbin/apache2");
    private static final Path MODULES = Path.of("/usr/lib/apache2/modules");
    private static final int START_SECONDS = 30;
    private static final int ANSWER_MILLIS = 5_000;

    private final Path directory;
    private final int port;
    private final Process process;

    private ApacheServer(Path directory, int port, Process process) {
        this.directory = directory;
        this.port = port;
        this.process = process;
    }

    /** Why it can't be started on this machine; null when it can. */
    static @Nullable String missing() {
        if (!Files.isExecutable(BINARY) || !Files.exists(MODULES.resolve("mod_security2.so"))) {
            return "Apache with ModSecurity is not installed (apt install apache2 libapache2-mod-security2)";
        }
        return Files.isDirectory(ApacheRules.CRS)
                ? null
                : "the Core Rule Set is not installed (apt install modsecurity-crs)";
    }

    /** Starts it with rule files. Its folder must be one that Apache's own user may enter. */
    static ApacheServer start(Path directory, List<Path> rules) throws IOException, InterruptedException {
        int port = freePort();
        Files.createDirectories(directory.resolve("htdocs"));
        Files.writeString(directory.resolve("htdocs/index.html"), "hello\n");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path configuration = directory.resolve("apache2.conf");
        StringBuilder text = new StringBuilder(configuration(directory, port));
        rules.forEach(file -> text.append("Include ").append(file).append('\n'));
        Files.writeString(configuration, text);
        Process process = new ProcessBuilder(
                        BINARY.toString(), "-f", configuration.toString(), "-d", directory.toString(), "-DFOREGROUND")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("stdout.txt").toFile())
                .start();
        ApacheServer server = new ApacheServer(directory, port, process);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!server.answers()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                server.close();
                throw new IOException("Apache did not start: " + Files.readString(directory.resolve("stdout.txt")));
            }
            Thread.sleep(50);
        }
        return server;
    }

    private static String configuration(Path directory, int port) {
        return """
                ServerName localhost
                PidFile %1$s/apache2.pid
                DefaultRuntimeDir %1$s
                Listen 127.0.0.1:%2$d
                LoadModule mpm_event_module %3$s/mod_mpm_event.so
                LoadModule authz_core_module %3$s/mod_authz_core.so
                LoadModule unique_id_module %3$s/mod_unique_id.so
                LoadModule security2_module %3$s/mod_security2.so
                StartServers 1
                ErrorLog %1$s/error.log
                LogLevel crit
                User www-data
                Group www-data
                DocumentRoot %1$s/htdocs
                FallbackResource /index.html
                HttpProtocolOptions Unsafe
                LimitRequestFieldSize 65536
                LimitRequestLine 65536
                LimitRequestFields 1000
                AcceptPathInfo On
                <Directory %1$s/htdocs>
                  Require all granted
                </Directory>
                SecTmpDir %1$s
                SecDataDir %1$s
                SecAuditEngine On
                SecAuditLogType Serial
                SecAuditLogFormat JSON
                SecAuditLogParts ABHZ
                SecAuditLog %1$s/audit.json
                """.formatted(directory, port, MODULES).replace("FallbackResource /index.html\n", "");
    }

    Path auditLog() {
        return directory.resolve("audit.json");
    }

    /** Sends bytes on a connection of their own and reads until the server closes it. */
    void send(byte[] request) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANSWER_MILLIS);
            socket.setSoTimeout(ANSWER_MILLIS);
            OutputStream out = socket.getOutputStream();
            out.write(request);
            out.flush();
            socket.shutdownOutput();
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[8192];
            while (in.read(buffer) >= 0) {
                // what it answers does not matter: the audit record tells
            }
        } catch (SocketTimeoutException silent) {
            // it waits for more of the body than there is
        } catch (java.net.SocketException refused) {
            // it answered before all was sent and closed
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
