package io.rempart.workbench.ftw;

import io.rempart.engine.RuleSet;
import io.rempart.engine.seclang.RuleSetLoader;
import io.rempart.gateway.Gateway;
import io.rempart.gateway.InspectionLimits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rempart's own engine behind its own HTTP front end, on a free port of the loopback, in front of a {@link ReflectingBackend}. For
 * one thread.
 */
public final class EngineTarget implements FtwTarget {
    private static final int LONGEST_WAIT_MILLIS = 20_000;

    private final ReflectingBackend backend = new ReflectingBackend();
    private final List<String> log = new ArrayList<>();
    private final Gateway gateway;
    private final RawHttpClient client;

    /** With the rules that the loader has; it must have no error log yet. */
    public EngineTarget(RuleSetLoader loader) {
        RuleSet rules = loader.errorLog(this::logged).load();
        gateway = Gateway.start("127.0.0.1", 0, () -> rules, InspectionLimits.DEFAULT, backend);
        client = new RawHttpClient("127.0.0.1", gateway.port(), false);
    }

    private synchronized void logged(String line) {
        log.add(line);
    }

    @Override
    public Outcome send(byte[] request, boolean head, @Nullable Map<String, ?> response) throws IOException {
        synchronized (this) {
            log.clear();
        }
        backend.answerNext(response);
        HttpAnswer answer = null;
        String error = null;
        try {
            answer = client.send(request, head);
        } catch (IOException none) {
            error = String.valueOf(none.getMessage());
        }
        awaitLog();
        synchronized (this) {
            return new Outcome(answer, error, List.copyOf(log));
        }
    }

    /** The answer may be here before phase 5 is over. */
    private void awaitLog() throws IOException {
        long end = System.nanoTime() + LONGEST_WAIT_MILLIS * 1_000_000L;
        while (gateway.open() > 0) {
            if (System.nanoTime() > end) {
                throw new IOException("A transaction was not logged within " + LONGEST_WAIT_MILLIS + " ms.");
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        gateway.close();
    }
}
