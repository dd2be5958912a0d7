package io.rempart.engine.operator;

import io.rempart.engine.bytes.ByteSlice;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Description: Has a program look at a file: it is started with the name of the file and writes 1 and a space first when the file is fine.
 *
 * <p>Arguments: the program; without a slash it lies beside the rule file. Lua scripts are refused.
 *
 * <p>Returns: true when its answer does not begin with 1, when it fails, and when it takes longer than ten seconds. Refused at load unless the
 * embedder allows external programs.
 *
 * <p>Example: {@code SecRule FILES_TMPNAMES "@inspectFile /usr/local/bin/clam-scan" "id:1"}
 */
public final class InspectFile implements Operator {
    private static final int PATIENCE_SECONDS = 10;
    private static final int MOST_ANSWER = 4096;

    private final String program;

    private InspectFile(String program) {
        this.program = program;
    }

    static InspectFile create(ByteSlice argument, OperatorEnvironment environment) throws IOException {
        String name = new String(Words.trim(argument).toArray(), StandardCharsets.UTF_8);
        if (name.endsWith(".lua")) {
            throw new IllegalArgumentException("@inspectFile " + name + ": Lua scripts are not run; name a program.");
        }
        if (!environment.externalProgramsAllowed()) {
            throw new IllegalArgumentException("@inspectFile " + name
                    + ": rules may not start programs here. Allow external programs or remove the rule.");
        }
        return new InspectFile(environment.path(name).toString());
    }

    @Override
    public boolean matches(ByteSlice value, OperatorContext context) {
        String answer;
        try {
            answer = run(new String(value.toArray(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            answer = "could not be run: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer = "was interrupted";
        }
        if (answer.startsWith("1")) {
            return false;
        }
        context.matched(0, value.length());
        context.describe("File \"" + LogText.escape(value) + "\" rejected by the approver script \"" + program + "\": "
                + LogText.escape(ByteSlice.utf8(answer)));
        return true;
    }

    private String run(String file) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(program, file)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .start();
        CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> read(process));
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return "took longer than " + PATIENCE_SECONDS + " seconds";
            }
            return answer.get(1, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return "could not be read";
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static String read(Process process) {
        try (InputStream in = process.getInputStream()) {
            byte[] head = in.readNBytes(MOST_ANSWER);
            in.transferTo(OutputStream.nullOutputStream());
            return new String(head, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "could not be read: " + e.getMessage();
        }
    }

    @Override
    public String message(ByteSlice value, String target, OperatorContext context) {
        return "File \"" + LogText.escape(value) + "\" rejected by the approver script \"" + program + "\".";
    }

    @Override
    public String name() {
        return "inspectFile";
    }
}
