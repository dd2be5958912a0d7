package io.rempart.console.security.oidc;

import io.rempart.console.security.oidc.OidcRefusal.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the service: no redirects, answers of {@value #LARGEST_ANSWER} bytes at most, {@value #PATIENCE_SECONDS} seconds for the
 * whole of each. Thread-safe; blocks the caller.
 */
final class ProviderConnection {
    static final int LARGEST_ANSWER = 65_536;
    static final int PATIENCE_SECONDS = 5;

    private @Nullable HttpClient client;

    /** An answer of whatever status. */
    record Answer(int status, byte[] body) {}

    /** Made when first needed: it has a thread of its own. */
    private synchronized HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder()
                    .connectTimeout(Duration.ofSeconds(PATIENCE_SECONDS))
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
        }
        return client;
    }

    Answer get(String address) throws OidcRefusal {
        return send(HttpRequest.newBuilder(URI.create(address)).GET());
    }

    Answer send(HttpRequest.Builder request) throws OidcRefusal {
        CompletableFuture<HttpResponse<byte[]>> answer = client().sendAsync(
                        request.header("Accept", "application/json")
                                .timeout(Duration.ofSeconds(PATIENCE_SECONDS))
                                .build(),
                        head -> new BoundedBody());
        try {
            // the request's own time-out ends with the head of the answer; this one bounds the body too
            HttpResponse<byte[]> whole = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return new Answer(whole.statusCode(), whole.body());
        } catch (TimeoutException e) {
            throw new OidcRefusal(Reason.UNREACHABLE, "the service did not answer in time");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TooLarge || String.valueOf(e.getCause()).contains(TooLarge.TEXT)) {
                throw OidcRefusal.failed(TooLarge.TEXT);
            }
            throw new OidcRefusal(Reason.UNREACHABLE, "the service can't be reached");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OidcRefusal(Reason.UNREACHABLE, "interrupted");
        } finally {
            answer.cancel(true);
        }
    }

    private static final class TooLarge extends IOException {
        static final String TEXT = "the answer of the service is larger than " + LARGEST_ANSWER + " bytes";
        private static final long serialVersionUID = 1L;

        TooLarge() {
            super(TEXT);
        }
    }

    private static final class BoundedBody implements BodySubscriber<byte[]> {
        private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private Flow.@Nullable Subscription subscription;

        @Override
        public CompletionStage<byte[]> getBody() {
            return whole;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (ByteBuffer buffer : buffers) {
                if (whole.isDone()) {
                    return;
                }
                if (bytes.size() + buffer.remaining() > LARGEST_ANSWER) {
                    whole.completeExceptionally(new TooLarge());
                    if (subscription != null) {
                        subscription.cancel();
                    }
                    return;
                }
                byte[] part = new byte[buffer.remaining()];
                buffer.get(part);
                bytes.writeBytes(part);
            }
        }

        @Override
        public void onError(Throwable failure) {
            whole.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            whole.complete(bytes.toByteArray());
        }
    }
}
