package io.rempart.gateway;

import io.rempart.engine.Transaction;
import io.rempart.engine.Verdict;
import io.rempart.engine.bytes.ByteSlice;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * A response on its way back: its head goes through phase 3, its body, where the rules want it, is held back until phase 4 has seen
 * it. A refusal takes the place of the response; after its head has left, it can only be cut off. For one thread at a time.
 */
final class InspectedResponse extends Response.Wrapper {
    private enum State {
        /** Nothing was written yet. */
        NEW,
        /** The body is held back. */
        HOLDING,
        /** What is written goes through. */
        PASSING,
        /** The rules refused it; what is still written goes nowhere. */
        REFUSED
    }

    private final Transaction transaction;
    private final InspectionLimits limits;
    private final Inspection inspection;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream(0);
    private State state = State.NEW;
    private boolean ended;
    private boolean bodyProcessed;

    InspectedResponse(
            Request request,
            Response response,
            Transaction transaction,
            InspectionLimits limits,
            Inspection inspection) {
        super(request, response);
        this.transaction = transaction;
        this.limits = limits;
        this.inspection = inspection;
    }

    @Override
    public void write(boolean last, @Nullable ByteBuffer content, Callback callback) {
        ByteBuffer bytes = content == null ? BufferUtil.EMPTY_BUFFER : content;
        try {
            if (last) {
                ended = true;
            }
            if (state == State.NEW && !head(callback)) {
                return;
            }
            switch (state) {
                case NEW, REFUSED -> {
                    BufferUtil.clear(bytes);
                    callback.succeeded();
                }
                case PASSING -> {
                    if (last && !processBody(callback)) {
                        return;
                    }
                    super.write(last, bytes, callback);
                }
                case HOLDING -> hold(last, bytes, callback);
            }
        } catch (RuntimeException failed) {
            callback.failed(failed);
        }
    }

    /** Called when what is behind has nothing more to say. */
    void end(Callback callback) {
        if (ended) {
            callback.succeeded();
        } else {
            write(true, null, callback);
        }
    }

    /** Phase 3; false when it refused. */
    private boolean head(Callback callback) {
        int status = getStatus() == 0 ? 200 : getStatus();
        transaction.responseLine(status, inspection.protocol());
        for (HttpField field : getHeaders()) {
            String value = field.getValue();
            transaction.responseHeader(ByteSlice.latin1(field.getName()), ByteSlice.latin1(value == null ? "" : value));
        }
        Verdict verdict = transaction.processResponseHeaders();
        if (verdict.interrupts()) {
            refuse(verdict, callback);
            return false;
        }
        state = transaction.wantsResponseBody() ? State.HOLDING : State.PASSING;
        return true;
    }

    private void hold(boolean last, ByteBuffer bytes, Callback callback) {
        byte[] chunk = Inspection.bytes(bytes);
        held.writeBytes(chunk);
        Verdict verdict = transaction.responseBody(ByteSlice.of(chunk));
        if (verdict.interrupts()) {
            refuse(verdict, callback);
            return;
        }
        if (!last && held.size() < limits.responseBodyBytes()) {
            callback.succeeded();
            return;
        }
        if (processBody(callback)) {
            state = State.PASSING;
            ByteBuffer all = ByteBuffer.wrap(held.toByteArray());
            held.reset();
            super.write(last, all, callback);
        }
    }

    /** Phase 4, once; false when it refused. */
    private boolean processBody(Callback callback) {
        if (bodyProcessed) {
            return true;
        }
        bodyProcessed = true;
        Verdict verdict = transaction.processResponseBody();
        if (verdict.interrupts()) {
            refuse(verdict, callback);
            return false;
        }
        return true;
    }

    private void refuse(Verdict verdict, Callback callback) {
        state = State.REFUSED;
        held.reset();
        if (verdict.kind() == Verdict.Kind.DROP) {
            ended = true;
            inspection.drop();
            callback.succeeded();
            return;
        }
        if (isCommitted()) {
            callback.failed(new EofException("The rules refused a response whose head had left."));
            return;
        }
        ended = true;
        Refused.Answer answer = Refused.answer(verdict);
        transaction.responseLine(answer.status(), inspection.protocol());
        Refused.write(getWrapped(), answer, transaction.id(), callback);
    }
}
