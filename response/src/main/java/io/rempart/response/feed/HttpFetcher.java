package io.rempart.response.feed;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import io.rempart.response.feed.FeedSettings.Web;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Lists on the web. Asks with what it knows ({@code If-None-Match}, {@code If-Modified-Since}), so that an unchanged list costs
 * one short answer; each exchange ends within the patience, whatever the other side does; three tries, since networks stumble.
 * Follows redirects from https to https alone, at most {@value #MOST_REDIRECTS}. Thread-safe.
 */
final class HttpFetcher implements Fetcher {
    static final int MOST_REDIRECTS = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<Integer> WAITING = Set.of(429, 503);
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);
    private static final Duration CONNECTING = Duration.ofSeconds(10);

    private final HttpClient http;
    private final Clock clock;
    private final Duration patience;
    private final RetryPolicy<Fetched> retries;

    /**
     * @param patience how long one exchange may take
     * @param pause before the second try; twice as long before the third
     */
    HttpFetcher(HttpClient.Builder http, Clock clock, Duration patience, Duration pause) {
        this.http = http.connectTimeout(patience.compareTo(CONNECTING) < 0 ? patience : CONNECTING)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        this.clock = clock;
        this.patience = patience;
        this.retries = RetryPolicy.<Fetched>builder()
                .handleIf(failure ->
                        failure instanceof FeedProblem problem && problem.kind() == FeedProblem.Kind.UNREACHABLE)
                .withMaxRetries(2)
                .withBackoff(pause, pause.multipliedBy(4))
                .build();
    }

    @Override
    public Fetched fetch(FeedSettings settings, String mark, String modified) {
        try {
            return Failsafe.with(retries).get(() -> once(settings, mark, modified));
        } catch (FailsafeException e) {
            throw unreachable(e.getCause() == null ? e : e.getCause());
        }
    }

    private Fetched once(FeedSettings settings, String mark, String modified) {
        URI url = ((Web) settings.source()).url();
        for (int redirects = 0; ; redirects++) {
            Exchange exchange = ask(url, mark, modified, settings.mostBytes());
            int status = exchange.response().statusCode();
            if (status == 304 && !(mark.isEmpty() && modified.isEmpty())) {
                return new Fetched.Unchanged();
            } else if (status == 200) {
                return content(exchange);
            } else if (REDIRECTS.contains(status)) {
                url = target(url, header(exchange, "Location"), redirects);
            } else if (WAITING.contains(status)
                    && !header(exchange, "Retry-After").isEmpty()) {
                throw new FeedProblem(
                        FeedProblem.Kind.WAIT,
                        until(header(exchange, "Retry-After")).toString());
            } else {
                throw new FeedProblem(FeedProblem.Kind.STATUS, String.valueOf(status));
            }
        }
    }

    private Fetched.Content content(Exchange exchange) {
        String type = header(exchange, "Content-Type").toLowerCase(java.util.Locale.ROOT);
        if (type.startsWith("text/html") || type.startsWith("application/xhtml")) {
            throw new FeedProblem(FeedProblem.Kind.WEB_PAGE);
        }
        return new Fetched.Content(
                exchange.body(), header(exchange, "ETag"), header(exchange, "Last-Modified"), clock.instant());
    }

    /** Where a redirect leads, when it may be followed. */
    static URI target(URI from, String location, int before) {
        URI to;
        try {
            to = from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new FeedProblem(FeedProblem.Kind.REDIRECT, location);
        }
        boolean isFine = "https".equals(from.getScheme())
                && "https".equals(to.getScheme())
                && to.getHost() != null
                && before < MOST_REDIRECTS
                && !location.isEmpty();
        if (!isFine) {
            throw new FeedProblem(FeedProblem.Kind.REDIRECT, location);
        }
        return to;
    }

    /** {@code Retry-After} in seconds or as a date (RFC 9110, 10.2.3). */
    private Instant until(String retryAfter) {
        Instant now = clock.instant();
        Instant until;
        try {
            until = now.plusSeconds(Math.min(Long.parseLong(retryAfter.strip()), LONGEST_WAIT.toSeconds()));
        } catch (NumberFormatException e) {
            try {
                until = ZonedDateTime.parse(retryAfter.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant();
            } catch (DateTimeException notADate) {
                until = now;
            }
        }
        Instant latest = now.plus(LONGEST_WAIT);
        return until.isBefore(now) ? now : until.isAfter(latest) ? latest : until;
    }

    private record Exchange(HttpResponse<InputStream> response, byte[] body) {}

    private static String header(Exchange exchange, String name) {
        return exchange.response()
                .headers()
                .firstValue(name)
                .map(v -> v.length() > 500 ? "" : v)
                .orElse("");
    }

    private Exchange ask(URI url, String mark, String modified, long most) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(patience)
                .header("Accept", "text/plain, application/json;q=0.9, */*;q=0.1")
                .header("Accept-Encoding", "gzip")
                .header("User-Agent", "rempart");
        known(request, "If-None-Match", mark);
        known(request, "If-Modified-Since", modified);
        // The time limit of a request ends with the head of its answer; the whole exchange is bounded here.
        CompletableFuture<Exchange> exchange = http.sendAsync(request.build(), BodyHandlers.ofInputStream())
                .thenApply(response -> new Exchange(response, body(response, most)));
        try {
            return exchange.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            exchange.cancel(true);
            throw unreachable(e);
        } catch (InterruptedException e) {
            exchange.cancel(true);
            Thread.currentThread().interrupt();
            throw new FeedProblem(FeedProblem.Kind.UNREACHABLE, "interrupted");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof FeedProblem problem) {
                throw problem;
            }
            throw unreachable(cause);
        }
    }

    private static void known(HttpRequest.Builder request, String name, String value) {
        if (!value.isEmpty()) {
            try {
                request.header(name, value);
            } catch (IllegalArgumentException e) {
                // Not a value that can be sent back: the list is asked for whole.
            }
        }
    }

    private static byte[] body(HttpResponse<InputStream> response, long most) {
        try (InputStream in = response.body()) {
            if (response.statusCode() != 200) {
                return new byte[0];
            }
            return Unpacked.read(
                    in, response.headers().firstValue("Content-Encoding").orElse(""), most);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FeedProblem unreachable(Throwable cause) {
        Throwable root = cause instanceof UncheckedIOException && cause.getCause() != null ? cause.getCause() : cause;
        return new FeedProblem(
                FeedProblem.Kind.UNREACHABLE,
                Optional.of(root.getClass().getSimpleName())
                        .filter(name -> !name.isEmpty())
                        .orElse("?"));
    }
}
