package io.rempart.engine.action;

import io.rempart.engine.state.TransactionState;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Action {@code exec}: runs a program, without a shell and without arguments; it finds the transaction in its environment.
 * Rules may use it only where the embedder allows programs. It is ended after {@value #SECONDS} seconds.
 */
public final class Exec implements Action {
    /** How long a program may take. */
    public static final int SECONDS = 5;

    private final Path program;

    /** Of a program that exists. */
    public Exec(Path program) {
        this.program = program;
    }

    @Override
    public String text() {
        return "exec:" + program;
    }

    @Override
    public void perform(TransactionState state) {
        try {
            ProcessBuilder builder = new ProcessBuilder(program.toString());
            Map<String, String> environment = builder.environment();
            environment.clear();
            environment.put("UNIQUE_ID", state.id());
            environment.put("REMOTE_ADDR", state.clientAddress);
            File nothing = new File("/dev/null");
            builder.redirectInput(nothing).redirectOutput(nothing).redirectError(nothing);
            Process process = builder.start();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                state.debug().log(1, "exec: ", program, " was ended after ", SECONDS, " seconds");
            }
        } catch (IOException failed) {
            state.debug().log(1, "exec: ", program, " can't be run: ", String.valueOf(failed.getMessage()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
