package io.rempart.gateway;

import io.rempart.engine.Transaction;
import io.rempart.engine.Verdict;
import io.rempart.engine.bytes.ByteSlice;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** One request and its response on their way through a transaction. For one thread at a time, as Jetty calls it. */
final class Inspection {
    private static final System.Logger LOG = System.getLogger(Inspection.class.getName());

    private final @Nullable Handler behind;
    private final Transaction transaction;
    private final InspectionLimits limits;
    private final Request request;
    private final Response response;
    private final Callback callback;
    private final Runnable whenLogged;
    private final BufferedRequest buffered;
    private boolean logged;

    Inspection(
            @Nullable Handler behind,
            Transaction transaction,
            InspectionLimits limits,
            Request request,
            Response response,
            Callback callback,
            Runnable whenLogged) {
        this.behind = behind;
        this.transaction = transaction;
        this.limits = limits;
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.whenLogged = whenLogged;
        buffered = new BufferedRequest(request);
    }

    /** Runs phase 1, then goes on as the body comes. */
    void begin() {
        try {
            RawHead head = GatewayConnectionFactory.head(request);
            RawHead.Refusal refusal = describe(head);
            if (refusal == null || refusal.readable()) {
                Verdict verdict = transaction.processRequestHeaders();
                if (verdict.interrupts()) {
                    answer(verdict);
                    return;
                }
            }
            if (refusal != null) {
                answer(refusal.status());
                return;
            }
            if (transaction.wantsRequestBody()) {
                readBody();
            } else {
                forward();
            }
        } catch (RuntimeException failed) {
            failed(failed);
        }
    }

    private RawHead.@Nullable Refusal describe(@Nullable RawHead head) {
        InetSocketAddress client = address(request.getConnectionMetaData().getRemoteSocketAddress());
        InetSocketAddress server = address(request.getConnectionMetaData().getLocalSocketAddress());
        transaction.connection(
                client.getAddress().getHostAddress(),
                client.getPort(),
                server.getAddress().getHostAddress(),
                server.getPort());
        if (head != null) {
            ByteSlice protocol = head.isVersion09() ? ByteSlice.latin1("HTTP/0.9") : head.protocol();
            transaction.requestLine(head.method(), head.target(), protocol);
            for (RawHead.Field field : head.fields()) {
                transaction.requestHeader(field.name(), field.value());
            }
            return head.refusal();
        }
        transaction.requestLine(
                ByteSlice.latin1(request.getMethod()),
                ByteSlice.latin1(request.getHttpURI().getPathQuery()),
                ByteSlice.latin1(
                        request.getConnectionMetaData().getHttpVersion().asString()));
        for (HttpField field : request.getHeaders()) {
            String value = field.getValue();
            transaction.requestHeader(ByteSlice.latin1(field.getName()), ByteSlice.latin1(value == null ? "" : value));
        }
        return null;
    }

    private static InetSocketAddress address(SocketAddress address) {
        return address instanceof InetSocketAddress internet && internet.getAddress() != null
                ? internet
                : new InetSocketAddress("127.0.0.1", 0);
    }

    private void readBody() {
        try {
            while (true) {
                Content.Chunk chunk = request.read();
                if (chunk == null) {
                    request.demand(this::readBody);
                    return;
                }
                if (Content.Chunk.isFailure(chunk)) {
                    answer(400); // the body is not framed as RFC 9112 says, or the client has gone
                    return;
                }
                Verdict verdict = Verdict.PASS;
                if (chunk.hasRemaining()) {
                    byte[] bytes = bytes(chunk.getByteBuffer());
                    buffered.keep(bytes);
                    verdict = transaction.requestBody(ByteSlice.of(bytes));
                }
                boolean last = chunk.isLast();
                chunk.release();
                if (verdict.interrupts()) {
                    answer(verdict);
                    return;
                }
                if (last) {
                    buffered.complete();
                }
                if (last || buffered.kept() >= limits.requestBodyBytes()) {
                    forward();
                    return;
                }
            }
        } catch (RuntimeException failed) {
            failed(failed);
        }
    }

    static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private void forward() {
        Verdict verdict = transaction.processRequestBody();
        if (verdict.interrupts()) {
            answer(verdict);
            return;
        }
        InspectedResponse inspected = new InspectedResponse(request, response, transaction, limits, this);
        Callback whenDone =
                Callback.from(() -> inspected.end(Callback.from(this::succeeded, this::failed)), this::failed);
        try {
            Handler handler = behind;
            if (handler == null || !handler.handle(buffered, inspected, whenDone)) {
                Response.writeError(buffered, inspected, whenDone, 404);
            }
        } catch (Exception failure) {
            Response.writeError(buffered, inspected, whenDone, 500, failure.getMessage(), failure);
        }
    }

    private void succeeded() {
        log();
        callback.succeeded();
    }

    private void failed(Throwable failure) {
        if (!logged) {
            LOG.log(System.Logger.Level.DEBUG, "A request was not answered.", failure);
            transaction.responseLine(500, protocol());
        }
        log();
        callback.failed(failure);
    }

    private void log() {
        if (!logged) {
            logged = true;
            try {
                transaction.processLogging();
                transaction.close();
            } catch (RuntimeException broken) {
                LOG.log(System.Logger.Level.WARNING, "A transaction was not logged.", broken);
            }
            whenLogged.run();
        }
    }

    /** Answers what the rules decided, in place of what is behind. */
    private void answer(Verdict verdict) {
        if (verdict.kind() == Verdict.Kind.DROP) {
            drop();
            return;
        }
        Refused.Answer answer = Refused.answer(verdict);
        transaction.responseLine(answer.status(), protocol());
        log();
        Refused.write(response, answer, transaction.id(), callback);
    }

    private void answer(int status) {
        transaction.responseLine(status, protocol());
        log();
        Refused.write(response, new Refused.Answer(status, null), transaction.id(), callback);
    }

    /** Closes the connection without an answer. */
    void drop() {
        log();
        request.getConnectionMetaData().getConnection().getEndPoint().close();
        callback.failed(new EofException("The rules dropped the connection."));
    }

    ByteSlice protocol() {
        return ByteSlice.latin1(request.getConnectionMetaData().getHttpVersion().asString());
    }
}
