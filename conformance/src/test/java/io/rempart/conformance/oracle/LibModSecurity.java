package io.rempart.conformance.oracle;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** libmodsecurity in a process of its own ({@code src/oracle/oracle.c}), which is started again when it dies. For one thread. */
final class LibModSecurity implements Engine {
    private static final Path SOURCE = Path.of("src/oracle/oracle.c");
    private static final Path PROGRAM = Path.of("target/oracle/oracle");
    private static final Pattern ID = Pattern.compile("\\[id \"(\\d+)\"]");
    private static final Pattern DATA = Pattern.compile("\\[data \"(.*?)\"] \\[severity");

    private final List<Path> rules;
    private Process process;
    private DataOutputStream requests;
    private DataInputStream answers;
    private int deaths;

    /** Starts it with the rule files. */
    LibModSecurity(List<Path> rules) {
        this.rules = rules;
        process = start(rules);
        requests = new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), 1 << 16));
        answers = new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16));
    }

    /** Compiles the program; null when that works, else why not. */
    static @Nullable String build() {
        try {
            Files.createDirectories(PROGRAM.getParent());
            Path log = PROGRAM.resolveSibling("build.log");
            Process gcc = new ProcessBuilder(
                            "gcc",
                            "-O1",
                            "-Wall",
                            "-Wextra",
                            "-Werror",
                            "-o",
                            PROGRAM.toString(),
                            SOURCE.toString(),
                            "-lmodsecurity")
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!gcc.waitFor(60, TimeUnit.SECONDS)) {
                gcc.destroyForcibly();
                return "gcc takes too long";
            }
            return gcc.exitValue() == 0 ? null : Files.readString(log);
        } catch (IOException absent) {
            return "gcc can't be started: " + absent.getMessage();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    private static Process start(List<Path> rules) {
        List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
        rules.forEach(file -> command.add(file.toString()));
        try {
            return new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void send(Exchange exchange) {
        try {
            text(exchange.client());
            text(exchange.method());
            text(exchange.uri());
            int slash = exchange.protocol().indexOf('/');
            text(slash < 0 ? exchange.protocol() : exchange.protocol().substring(slash + 1));
            fields(exchange.headers());
            text(exchange.body());
            Exchange.Response response = exchange.response();
            requests.writeInt(response == null ? 0 : response.status());
            text("HTTP/1.1");
            fields(response == null ? List.of() : response.headers());
            text(response == null ? "" : response.body());
            requests.flush();
        } catch (IOException dead) {
            // the answer will tell
        }
    }

    @Override
    public Answer answer() {
        try {
            int status = answers.readInt();
            SortedMap<Long, String> ids = new TreeMap<>();
            String scores = "";
            for (int left = answers.readInt(); left > 0; left--) {
                String line = new String(answers.readNBytes(answers.readInt()), StandardCharsets.ISO_8859_1);
                Matcher id = ID.matcher(line);
                if (!id.find()) {
                    continue;
                }
                long number = Long.parseLong(id.group(1));
                if (number != OracleRules.SCORES) {
                    ids.merge(number, line, (one, other) -> one + "\n" + other);
                    continue;
                }
                Matcher data = DATA.matcher(line);
                scores = data.find() ? data.group(1) : line;
            }
            return new Answer(status, ids, scores, answers.readInt());
        } catch (EOFException died) {
            return restart();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** How often the library took its process down. */
    int deaths() {
        return deaths;
    }

    private Answer restart() {
        deaths++;
        close();
        if (process.exitValue() == 2) {
            throw new IllegalStateException("libmodsecurity does not load the rules");
        }
        process = start(rules);
        requests = new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), 1 << 16));
        answers = new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16));
        return new Answer(-1, new TreeMap<>(), "", 0);
    }

    private void text(String latin1) throws IOException {
        byte[] bytes = latin1.getBytes(StandardCharsets.ISO_8859_1);
        requests.writeInt(bytes.length);
        requests.write(bytes);
    }

    private void fields(List<Exchange.Field> fields) throws IOException {
        requests.writeInt(fields.size());
        for (Exchange.Field field : fields) {
            text(field.name());
            text(field.value());
        }
    }

    @Override
    public void close() {
        try {
            requests.close();
        } catch (IOException dead) {
            // it is to end anyway
        }
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
