package io.rempart.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A private database server on a free loopback port, from the distribution's packages, in a directory of its own, one a JVM.
 * A test that asks for an absent one is skipped with its reason. Thread-safe.
 */
public final class DatabaseServer {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static @Nullable DatabaseServer mariadb;
    private static @Nullable DatabaseServer postgresql;

    private final Process process;
    private final Path directory;
    private final String baseUrl;
    private final String adminDatabase;

    private DatabaseServer(Process process, Path directory, String baseUrl, String adminDatabase) {
        this.process = process;
        this.directory = directory;
        this.baseUrl = baseUrl;
        this.adminDatabase = adminDatabase;
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
    }

    /** MariaDB (package mariadb-server). */
    public static synchronized DatabaseServer mariadb() {
        if (mariadb == null) {
            Path server = program("mariadbd", "mariadb-server", "/usr/sbin", "/usr/bin", "/usr/libexec");
            Path install = program("mariadb-install-db", "mariadb-server", "/usr/bin");
            mariadb = attempt(() -> startMariadb(server, install));
        }
        return mariadb;
    }

    /** PostgreSQL (package postgresql). */
    public static synchronized DatabaseServer postgresql() {
        if (postgresql == null) {
            Path server = program("postgres", "postgresql", postgresqlFolders());
            postgresql = attempt(() -> startPostgresql(server.resolveSibling("initdb"), server));
        }
        return postgresql;
    }

    /** JDBC URL, with user and password, of a new empty database. */
    public String newDatabase() {
        String name = "rempart_" + DATABASES.incrementAndGet();
        execute("CREATE DATABASE " + name);
        return baseUrl.replace("@", name);
    }

    private void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(baseUrl.replace("@", adminDatabase));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql + ": " + e.getMessage(), e);
        }
    }

    private interface Start {
        DatabaseServer run() throws IOException, InterruptedException;
    }

    private static DatabaseServer attempt(Start start) {
        try {
            return start.run();
        } catch (IOException e) {
            throw new IllegalStateException("the database server does not start", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static DatabaseServer startMariadb(Path server, Path install) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("rempart-mariadb");
        Path data = directory.resolve("data");
        boolean isRoot = "root".equals(System.getProperty("user.name"));
        List<String> installing = new ArrayList<>(List.of(
                install.toString(),
                "--no-defaults",
                "--datadir=" + data,
                "--skip-test-db",
                "--auth-root-authentication-method=normal"));
        if (isRoot) {
            installing.add("--user=root");
        }
        run(directory, installing);
        String password = UUID.randomUUID().toString();
        Path init = directory.resolve("init.sql");
        Files.writeString(
                init,
                "CREATE USER IF NOT EXISTS 'rempart'@'127.0.0.1' IDENTIFIED BY '" + password + "';\n"
                        + "GRANT ALL ON *.* TO 'rempart'@'127.0.0.1';\n"
                        + "CREATE DATABASE IF NOT EXISTS rempart_admin;\n");
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(
                server.toString(),
                "--no-defaults",
                "--datadir=" + data,
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--socket=" + directory.resolve("socket"),
                "--pid-file=" + directory.resolve("pid"),
                "--init-file=" + init,
                "--skip-name-resolve",
                "--innodb-buffer-pool-size=128M",
                "--innodb-flush-log-at-trx-commit=2"));
        if (isRoot) {
            command.add("--user=root");
        }
        Process process = launch(directory, command);
        String url = "jdbc:mariadb://127.0.0.1:" + port + "/@?user=rempart&password=" + password;
        return ready(new DatabaseServer(process, directory, url, "rempart_admin"));
    }

    private static DatabaseServer startPostgresql(Path install, Path server) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("rempart-postgresql");
        List<String> as = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            // PostgreSQL refuses to run as root.
            run(directory, List.of("chown", "postgres", directory.toString()));
            as.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        }
        Path data = directory.resolve("data");
        List<String> installing = new ArrayList<>(as);
        installing.addAll(List.of(
                install.toString(),
                "-D",
                data.toString(),
                "-U",
                "rempart",
                "--auth=trust",
                "-E",
                "UTF8",
                "--locale=C",
                "--no-sync"));
        run(directory, installing);
        int port = freePort();
        List<String> command = new ArrayList<>(as);
        command.addAll(List.of(
                server.toString(),
                "-D",
                data.toString(),
                "-p",
                String.valueOf(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "fsync=off",
                "-c",
                "max_wal_size=512MB"));
        Process process = launch(directory, command);
        String url = "jdbc:postgresql://127.0.0.1:" + port + "/@?user=rempart";
        return ready(new DatabaseServer(process, directory, url, "postgres"));
    }

    private static DatabaseServer ready(DatabaseServer server) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        SQLException last = null;
        while (System.nanoTime() < deadline && server.process.isAlive()) {
            try (Connection connection =
                    DriverManager.getConnection(server.baseUrl.replace("@", server.adminDatabase))) {
                if (connection.isValid(5)) {
                    return server;
                }
            } catch (SQLException e) {
                last = e;
            }
            Thread.sleep(100);
        }
        server.process.destroyForcibly();
        throw new IllegalStateException(
                "the server is not ready: " + Files.readString(server.directory.resolve("server.log")), last);
    }

    private void stop() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            delete(directory);
        } catch (InterruptedException | IOException e) {
            process.destroyForcibly();
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static Process launch(Path directory, List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("server.log").toFile())
                .start();
    }

    private static void run(Path directory, List<String> command) throws IOException, InterruptedException {
        Path log = Files.createTempFile("rempart-install", ".log");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException(command + ": " + Files.readString(log));
        }
        Files.delete(log);
    }

    private static Path program(String name, String debianPackage, String... folders) {
        for (String folder : folders) {
            Path path = Path.of(folder, name);
            if (Files.isExecutable(path)) {
                return path;
            }
        }
        Assumptions.abort(name + " is not here: apt install " + debianPackage);
        throw new IllegalStateException("unreachable");
    }

    private static String[] postgresqlFolders() {
        try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            return versions.map(version -> version.resolve("bin").toString())
                    .sorted(Comparator.reverseOrder())
                    .toArray(String[]::new);
        } catch (IOException e) {
            return new String[0];
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
