package io.rempart.response.notify;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests and reads what the answers mean. Each try takes a bounded time; a try that fails for a passing reason is
 * repeated twice at once, the outbox repeats it later. Redirections are not followed: a secret goes where it is configured to go
 * and nowhere else. The body of an answer is not kept. Thread-safe.
 */
final class HttpSender {
    private static final int TRIES_MORE = 2;
    private static final Duration LONGEST_WAIT = Duration.ofHours(6);

    private final HttpClient http;
    private final NotifyTimes times;

    HttpSender(@Nullable SSLContext trust, NotifyTimes times) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .connectTimeout(times.patience())
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1);
        if (trust != null) {
            builder.sslContext(trust);
        }
        this.http = builder.build();
        this.times = times;
    }

    /** @param request made anew for each try, since it may hold a time */
    Delivery send(Supplier<HttpRequest> request, Optional<Secret> secret) {
        RetryPolicy<Delivery> again = RetryPolicy.<Delivery>builder()
                .handleResultIf(delivery -> delivery instanceof Delivery.Later later && later.after() == null)
                .withMaxRetries(TRIES_MORE)
                .withBackoff(times.firstPause(), times.firstPause().multipliedBy(4))
                .build();
        return Failsafe.with(again).get(() -> once(request, secret));
    }

    private Delivery once(Supplier<HttpRequest> request, Optional<Secret> secret) {
        HttpRequest made;
        try {
            made = request.get();
        } catch (IllegalArgumentException e) {
            // A character that no header may hold; the message of the exception would show the secret.
            return new Delivery.Refused("The token has characters that no token has. Check its file.");
        }
        CompletableFuture<HttpResponse<Void>> exchange = http.sendAsync(made, BodyHandlers.discarding());
        try {
            return meaning(exchange.get(times.patience().toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            exchange.cancel(true);
            return new Delivery.Later("There was no answer in time.", null);
        } catch (InterruptedException e) {
            exchange.cancel(true);
            Thread.currentThread().interrupt();
            return new Delivery.Later("Interrupted while waiting for an answer.", null);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return new Delivery.Later(Secret.hide(reason(cause), secret), null);
        }
    }

    private static String reason(Throwable cause) {
        if (cause instanceof ConnectException || cause instanceof UnknownHostException) {
            return "There is no connection to the server.";
        }
        if (cause instanceof SSLException) {
            return "No secure connection: " + HarmlessText.line(String.valueOf(cause.getMessage()), 200);
        }
        return cause instanceof IOException
                ? "The connection broke before an answer."
                : "It failed: " + cause.getClass().getSimpleName();
    }

    private static Delivery meaning(HttpResponse<?> response) {
        int status = response.statusCode();
        if (status / 100 == 2) {
            return new Delivery.Done();
        }
        String why = "The server answered " + status + ".";
        if (status == 429 || status == 503) {
            return new Delivery.Later(why, retryAfter(response).orElse(status == 429 ? Duration.ofMinutes(5) : null));
        }
        if (status == 408 || status == 425 || status / 100 == 5) {
            return new Delivery.Later(why, null);
        }
        return status / 100 == 3
                ? new Delivery.Refused(why + " Redirections are not followed: configure the address it leads to.")
                : new Delivery.Refused(why);
    }

    /** Seconds or a date (RFC 9110, 10.2.3), at most six hours. */
    private static Optional<Duration> retryAfter(HttpResponse<?> response) {
        return response.headers().firstValue("Retry-After").flatMap(text -> {
            Duration wait;
            try {
                wait = text.strip().matches("\\d{1,9}")
                        ? Duration.ofSeconds(Long.parseLong(text.strip()))
                        : Duration.between(
                                Instant.now(),
                                ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                                        .toInstant());
            } catch (DateTimeException e) {
                return Optional.empty();
            }
            return Optional.of(
                    wait.isNegative() ? Duration.ZERO : wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
        });
    }
}
