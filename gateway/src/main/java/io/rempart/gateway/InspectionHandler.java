package io.rempart.gateway;

import io.rempart.engine.RuleSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Takes each request and its response through a transaction of the rules in force. What the rules refuse never reaches the handler
 * behind, or the client. Thread-safe.
 */
public final class InspectionHandler extends Handler.Wrapper {
    private final Supplier<RuleSet> rules;
    private final InspectionLimits limits;
    private final AtomicInteger open = new AtomicInteger();

    /**
     * In front of a handler.
     *
     * @param rules the rules in force; asked once for each request
     * @param limits how much of a body is held back while rules look at it
     */
    public InspectionHandler(Supplier<RuleSet> rules, InspectionLimits limits, Handler behind) {
        super(behind);
        this.rules = rules;
        this.limits = limits;
    }

    /** How many transactions have begun and are not yet logged. */
    public int open() {
        return open.get();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        open.incrementAndGet();
        new Inspection(getHandler(), rules.get().begin(), limits, request, response, callback, open::decrementAndGet)
                .begin();
        return true;
    }
}
