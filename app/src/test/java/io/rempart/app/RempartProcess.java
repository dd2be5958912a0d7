package io.rempart.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The rempart command in a process of its own, as a person runs it. */
public final class RempartProcess implements AutoCloseable {
    private final Process process;
    private final List<String> output = new ArrayList<>();

    private RempartProcess(Process process) {
        this.process = process;
    }

    public static RempartProcess start(String... arguments) throws IOException {
        return startBy(List.of(), arguments);
    }

    /** Started by another program: {@code ip netns exec NAME}. */
    public static RempartProcess startBy(List<String> runner, String... arguments) throws IOException {
        return startWith(System.getProperty("java.class.path"), runner, arguments);
    }

    /** With the program elsewhere: where another user may read it. */
    public static RempartProcess startWith(String classPath, List<String> runner, String... arguments)
            throws IOException {
        return startWith(
                classPath, List.of("-Xmx160m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"), runner, arguments);
    }

    /** With these flags of Java. */
    public static RempartProcess startWith(
            String classPath, List<String> flags, List<String> runner, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(runner);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath, "io.rempart.app.Rempart"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("REMPART_"));
        builder.environment().put("LC_ALL", "C.UTF-8");
        RempartProcess started = new RempartProcess(builder.start());
        Thread reader = new Thread(started::read, "output of rempart");
        reader.setDaemon(true);
        reader.start();
        return started;
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (output) {
                    output.add(line);
                }
            }
        } catch (IOException e) {
            // The process ended.
        }
    }

    public Process process() {
        return process;
    }

    /** Everything printed so far. */
    public String output() {
        synchronized (output) {
            return String.join("\n", output);
        }
    }

    /** The first line that contains the text. */
    public String waitForOutput(String text) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (System.nanoTime() < deadline) {
            synchronized (output) {
                for (String line : output) {
                    if (line.contains(text)) {
                        return line;
                    }
                }
            }
            if (!process.isAlive()) {
                break;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("rempart did not print '" + text + "' but:\n" + output());
    }

    /** Waits for the end; the exit code. */
    public int waitForEnd() throws InterruptedException {
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            throw new AssertionError("rempart did not end:\n" + output());
        }
        Thread.sleep(100); // its last lines
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
