package io.rempart.response.block;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A program of the system: run without a shell, from the system's own folders, with an empty environment, a limit on its time
 * and on what it may say. Thread-safe.
 */
public final class SystemCommand {
    private static final List<Path> FOLDERS =
            List.of(Path.of("/usr/sbin"), Path.of("/usr/bin"), Path.of("/sbin"), Path.of("/bin"));
    private static final int MOST_COMPLAINT = 4_096;
    private static final int MOST_ANSWER = 1 << 20;
    private static final ScheduledExecutorService WATCH = Executors.newScheduledThreadPool(1, task -> {
        Thread thread = new Thread(task, "rempart-command-watch");
        thread.setDaemon(true);
        return thread;
    });

    private final List<String> program;
    private final Duration limit;

    private SystemCommand(List<String> program, Duration limit) {
        this.program = program;
        this.limit = limit;
    }

    /** Finds programs: {@link SystemCommand#find}, or one that runs them elsewhere. */
    @FunctionalInterface
    public interface Finder {
        Optional<SystemCommand> find(String name, Duration limit);
    }

    /** The program of this name; empty when it is not installed. */
    public static Optional<SystemCommand> find(String name, Duration limit) {
        return FOLDERS.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst()
                .map(program -> new SystemCommand(List.of(program.toString()), limit));
    }

    /** The same program, run by another: {@code ip netns exec NAME}. */
    public SystemCommand runBy(List<String> runner) {
        List<String> both = new ArrayList<>(runner);
        both.addAll(program);
        return new SystemCommand(List.copyOf(both), limit);
    }

    /** Writes the input of a program. */
    interface Input {
        void to(OutputStream out) throws IOException;
    }

    /** Reads what a program says. */
    interface Reading<T extends @Nullable Object> {
        T of(InputStream in) throws IOException;
    }

    /** How it ended: the exit code, what it said, what it complained of (both cut). */
    public record Result(int code, String answer, String complaint) {
        public boolean isDone() {
            return code == 0;
        }
    }

    /** Runs it without input. */
    public Result run(String... arguments) {
        return run(out -> {}, arguments);
    }

    /** Runs it with input; a code other than 0 is no exception. */
    public Result run(Input input, String... arguments) {
        String[] answer = {""};
        Ended ended = execute(input, in -> answer[0] = text(in, MOST_ANSWER), arguments);
        return new Result(ended.code, answer[0], ended.complaint);
    }

    /** Runs it and reads what it says while it says it; a code other than 0 is an exception. */
    <T> T read(Reading<T> reading, String... arguments) {
        List<T> result = new ArrayList<>(1);
        Ended ended = execute(out -> {}, in -> result.add(reading.of(in)), arguments);
        if (ended.code != 0 || result.isEmpty()) {
            throw failure(ended.code, ended.complaint, arguments);
        }
        return result.get(0);
    }

    /** Runs it; a code other than 0 is an exception. */
    void mustDo(Input input, String... arguments) {
        Result result = run(input, arguments);
        if (!result.isDone()) {
            throw failure(result.code, result.complaint + result.answer, arguments);
        }
    }

    private record Ended(int code, String complaint) {}

    private interface Sink {
        void from(InputStream in) throws IOException;
    }

    private Ended execute(Input input, Sink sink, String... arguments) {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().put("LC_ALL", "C");
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new BlockerException(name() + " can't be started (" + e.getMessage() + ").", e);
        }
        boolean[] late = {false};
        Future<?> watch = WATCH.schedule(
                () -> {
                    late[0] = true;
                    process.destroyForcibly();
                },
                limit.toMillis(),
                TimeUnit.MILLISECONDS);
        String[] complaint = {""};
        Thread errors = new Thread(() -> complaint[0] = quietText(process.getErrorStream()), "rempart-command-errors");
        errors.setDaemon(true);
        errors.start();
        try {
            try (OutputStream out = process.getOutputStream()) {
                input.to(out);
            } catch (IOException e) {
                // It ended before it read everything; its complaint says why.
            }
            try (InputStream in = process.getInputStream()) {
                sink.from(in);
                in.skip(Long.MAX_VALUE);
            }
            int code = process.waitFor();
            errors.join(1_000);
            if (late[0]) {
                throw new BlockerException(name() + " did not end within " + limit.toSeconds() + " s.");
            }
            return new Ended(code, complaint[0]);
        } catch (IOException e) {
            throw new BlockerException(name() + " said what can't be read (" + e.getMessage() + ").", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BlockerException(name() + " was interrupted.", e);
        } finally {
            watch.cancel(false);
            process.destroyForcibly();
        }
    }

    private String name() {
        return program.get(program.size() - 1);
    }

    private static String quietText(InputStream in) {
        try {
            return text(in, MOST_COMPLAINT);
        } catch (IOException e) {
            return "";
        }
    }

    private static String text(InputStream in, int most) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        byte[] buffer = new byte[8_192];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            text.write(buffer, 0, Math.min(n, most - text.size()));
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    private BlockerException failure(int code, String complaint, String... arguments) {
        String first =
                complaint.lines().filter(line -> !line.isBlank()).findFirst().orElse("no word why");
        String shown = first.length() > 300 ? first.substring(0, 300) : first;
        return new BlockerException(
                name() + (arguments.length == 0 ? "" : " " + arguments[0]) + " failed (" + code + "): " + shown);
    }
}
