package io.rempart.app;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** A progress bar on standard error, when that is a terminal; nothing else. Drawn at most ten times a second. */
public final class Progress implements AutoCloseable {
    private static final int WIDTH = 30;
    private static final long BETWEEN_NANOS = 100_000_000;

    private final @Nullable PrintStream terminal;
    private long drawn = System.nanoTime() - BETWEEN_NANOS;
    private boolean visible;

    private Progress(@Nullable PrintStream terminal) {
        this.terminal = terminal;
    }

    /** Silent when standard error is a file or a pipe. */
    public static Progress onTerminal() {
        boolean attended = System.console() != null && System.getenv("TERM") != null;
        return new Progress(attended ? System.err : null);
    }

    /** @param whole 0 when it is not known */
    public void show(String text, long done, long whole) {
        long now = System.nanoTime();
        if (terminal == null || now - drawn < BETWEEN_NANOS) {
            return;
        }
        drawn = now;
        visible = true;
        String bar = "";
        if (whole > 0) {
            int filled = (int) Math.min(WIDTH, done * WIDTH / whole);
            bar = "[" + "=".repeat(filled) + " ".repeat(WIDTH - filled) + "] " + Math.min(100, done * 100 / whole)
                    + " %  ";
        }
        terminal.print("\r\033[K" + bar + TerminalText.safe(text));
        terminal.flush();
    }

    @Override
    public void close() {
        if (visible && terminal != null) {
            terminal.print("\r\033[K");
            terminal.flush();
        }
    }
}
