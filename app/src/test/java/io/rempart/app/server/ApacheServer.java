package io.rempart.app.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A private Apache with ModSecurity 2 and the Core Rule Set of Debian's packages, over HTTPS on a free loopback port. Its
 * audit log is JSON.
 */
final class ApacheServer implements AutoCloseable {
    private static final Path BINARY = Path.of("/usr/sbin/apache2");
    private static final Path MODULES = Path.of("/usr/lib/apache2/modules");

    private final Path directory;
    private final int port;
    private final Process process;

    private ApacheServer(Path directory, int port, Process process) {
        this.directory = directory;
        this.port = port;
        this.process = process;
    }

    /** Why it can't be started on this machine; empty when it can. */
    static Optional<String> missing() {
        if (!Files.isExecutable(BINARY) || !Files.exists(MODULES.resolve("mod_security2.so"))) {
            return Optional.of(
                    "Apache with ModSecurity is not installed (apt install apache2 libapache2-mod-security2)");
        }
        if (!Files.isDirectory(Path.of("/usr/share/modsecurity-crs/rules"))) {
            return Optional.of("the Core Rule Set is not installed (apt install modsecurity-crs)");
        }
        return Optional.empty();
    }

    static ApacheServer start(Path directory) throws IOException, InterruptedException {
        int port = freePort();
        Files.createDirectories(directory.resolve("htdocs"));
        Files.writeString(directory.resolve("htdocs/index.html"), "hello\n");
        // Apache's children run as another user and must reach the documents.
        for (Path path = directory;
                path != null && Files.isWritable(path) && !path.equals(Path.of("/tmp"));
                path = path.getParent()) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        run(List.of(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=shop.example.org",
                "-keyout",
                directory.resolve("key.pem").toString(),
                "-out",
                directory.resolve("cert.pem").toString()));
        Path configuration = directory.resolve("apache2.conf");
        Files.writeString(configuration, configuration(directory, port));
        Process process = new ProcessBuilder(
                        BINARY.toString(), "-f", configuration.toString(), "-d", directory.toString(), "-DFOREGROUND")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("stdout.txt").toFile())
                .start();
        ApacheServer server = new ApacheServer(directory, port, process);
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!server.answers()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                server.close();
                throw new IOException("Apache did not start: " + Files.readString(directory.resolve("stdout.txt"))
                        + (Files.exists(directory.resolve("error.log"))
                                ? Files.readString(directory.resolve("error.log"))
                                : ""));
            }
            Thread.sleep(50);
        }
        return server;
    }

    private boolean answers() {
        try (java.net.Socket socket = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static String configuration(Path directory, int port) {
        return """
                ServerName shop.example.org
                PidFile %1$s/apache2.pid
                DefaultRuntimeDir %1$s
                Listen 127.0.0.1:%2$d
                LoadModule mpm_event_module %3$s/mod_mpm_event.so
                LoadModule authz_core_module %3$s/mod_authz_core.so
                LoadModule mime_module %3$s/mod_mime.so
                LoadModule unique_id_module %3$s/mod_unique_id.so
                LoadModule ssl_module %3$s/mod_ssl.so
                LoadModule security2_module %3$s/mod_security2.so
                TypesConfig /etc/mime.types
                ErrorLog %1$s/error.log
                User www-data
                Group www-data
                SSLEngine on
                SSLCertificateFile %1$s/cert.pem
                SSLCertificateKeyFile %1$s/key.pem
                DocumentRoot %1$s/htdocs
                <Directory %1$s/htdocs>
                  Require all granted
                </Directory>
                Include /etc/modsecurity/modsecurity.conf-recommended
                SecRuleEngine On
                SecTmpDir %1$s
                SecDataDir %1$s
                SecAuditLogType Serial
                SecAuditLogFormat JSON
                SecAuditLogParts ABFHZ
                SecAuditLog %1$s/modsec_audit.log
                Include /etc/modsecurity/crs/crs-setup.conf
                Include /usr/share/modsecurity-crs/rules/*.conf
                """.formatted(directory, port, MODULES);
    }

    Path auditLog() {
        return directory.resolve("modsec_audit.log");
    }

    String url(String pathAndQuery) {
        return "https://127.0.0.1:" + port + pathAndQuery;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(command.get(0) + " failed: " + output);
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
