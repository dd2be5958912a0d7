package io.rempart.response.report;

import inet.ipaddr.IPAddress;
import io.rempart.events.report.Report;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * AbuseIPDB's API v2, one request at a time, each answered within {@link #PATIENCE}. The key is asked for at each request, so
 * that a changed file counts at once, and stands in no message. Thread-safe.
 */
final class AbuseIpdbClient {
    /** How long a whole request may take. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration SHORTEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(25);
    private static final int LONGEST_ANSWER = 16 << 20;
    /** AbuseIPDB cuts the comment of a bulk report here. */
    static final int LONGEST_COMMENT_BYTES = 1_024;

    private final URI base;
    private final Supplier<String> key;
    private final Clock clock;
    private final Duration patience;
    private final HttpClient http;

    AbuseIpdbClient(URI base, Supplier<String> key, Clock clock, Duration patience) {
        this.base = base.toString().endsWith("/") ? base : URI.create(base + "/");
        this.key = key;
        this.clock = clock;
        this.patience = patience;
        this.http = HttpClient.newBuilder()
                .connectTimeout(patience.compareTo(Duration.ofSeconds(10)) < 0 ? patience : Duration.ofSeconds(10))
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    Answer report(Report report) {
        String form = form(Map.of(
                "ip", report.address().toCanonicalString(),
                "categories", numbers(report),
                "comment", report.comment(),
                "timestamp", time(report.observedAt())));
        return ask(request(Endpoint.REPORT, "")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    }

    /** Reports many at once; each address once. */
    Answer bulkReport(List<Report> reports) {
        String boundary = "rempart-" + UUID.randomUUID();
        String body = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"csv\"; filename=\"reports.csv\"\r\n"
                + "Content-Type: text/csv\r\n\r\n" + BulkCsv.of(reports) + "\r\n--" + boundary + "--\r\n";
        return ask(request(Endpoint.BULK_REPORT, "")
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(BodyPublishers.ofString(body)));
    }

    /** What is known of an address; with {@code verbose} each report of the last days too. */
    Answer check(IPAddress address, int days, boolean verbose) {
        String query = "?ipAddress=" + encoded(address.toCanonicalString()) + "&maxAgeInDays=" + days
                + (verbose ? "&verbose" : "");
        return ask(request(Endpoint.CHECK, query).GET());
    }

    Answer checkBlock(IPAddress network, int days) {
        String query = "?network=" + encoded(network.toPrefixBlock().toCanonicalString()) + "&maxAgeInDays=" + days;
        return ask(request(Endpoint.CHECK_BLOCK, query).GET());
    }

    /** Deletes our own reports of an address. */
    Answer clear(IPAddress address) {
        return ask(request(Endpoint.CLEAR_ADDRESS, "?ipAddress=" + encoded(address.toCanonicalString()))
                .DELETE());
    }

    /** The addresses most reported; as JSON. */
    Answer blacklist(String query) {
        return ask(request(Endpoint.BLACKLIST, query).GET());
    }

    /** The same as lines of text, the first of them {@code #generated TIME}. */
    Answer plainBlacklist(String query) {
        return ask(
                HttpRequest.newBuilder(base.resolve(Endpoint.BLACKLIST.path() + query + "&plaintext"))
                        .timeout(patience)
                        .header("Accept", "text/plain, application/json;q=0.5")
                        .header("User-Agent", "rempart")
                        .GET(),
                this::plainAnswer);
    }

    private Answer plainAnswer(Exchange exchange) {
        String type = exchange.response().headers().firstValue("Content-Type").orElse("");
        if (exchange.response().statusCode() != 200 || !type.startsWith("text/plain")) {
            return answer(exchange);
        }
        String generated =
                exchange.response().headers().firstValue("X-Generated-At").orElse("");
        return new Answer.Done("#generated " + generated + "\n" + exchange.body());
    }

    private HttpRequest.Builder request(Endpoint endpoint, String query) {
        return HttpRequest.newBuilder(base.resolve(endpoint.path() + query))
                .timeout(patience)
                // Without it the service answers an error with a page of HTML.
                .header("Accept", "application/json")
                .header("User-Agent", "rempart");
    }

    private Answer ask(HttpRequest.Builder unfinished) {
        return ask(unfinished, this::answer);
    }

    private Answer ask(HttpRequest.Builder unfinished, Function<Exchange, Answer> reading) {
        HttpRequest request;
        try {
            request = unfinished.header("Key", key.get()).build();
        } catch (IllegalArgumentException e) {
            return new Answer.KeyRefused("The key of AbuseIPDB has characters that no key has. Check its file.");
        }
        // The time limit of a request ends with the head of its answer; the whole exchange is bounded here.
        CompletableFuture<Exchange> exchange = http.sendAsync(request, BodyHandlers.ofInputStream())
                .thenApply(response -> new Exchange(response, body(response)));
        try {
            return reading.apply(exchange.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            exchange.cancel(true);
            return new Answer.Unknown("AbuseIPDB did not answer in time.");
        } catch (InterruptedException e) {
            exchange.cancel(true);
            Thread.currentThread().interrupt();
            return new Answer.Unknown("Interrupted while waiting for AbuseIPDB.");
        } catch (ExecutionException e) {
            return failure(e.getCause() == null ? e : e.getCause());
        }
    }

    private record Exchange(HttpResponse<InputStream> response, String body) {}

    private static String body(HttpResponse<InputStream> response) {
        try (InputStream in = response.body()) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            byte[] some = new byte[8_192];
            for (int n = in.read(some); n >= 0; n = in.read(some)) {
                if (all.size() + n > LONGEST_ANSWER) {
                    throw new IOException("the answer is longer than " + LONGEST_ANSWER + " bytes");
                }
                all.write(some, 0, n);
            }
            return all.toString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Answer failure(Throwable cause) {
        boolean neverSent = cause instanceof ConnectException
                || cause instanceof HttpConnectTimeoutException
                || cause instanceof UnknownHostException
                || cause instanceof java.nio.channels.UnresolvedAddressException;
        String why = "AbuseIPDB can't be reached: " + cause.getClass().getSimpleName() + ".";
        return neverSent ? new Answer.NotSent(why) : new Answer.Unknown(why);
    }

    private Answer answer(Exchange exchange) {
        int status = exchange.response().statusCode();
        Optional<Map<String, Object>> json = ReportJson.object(exchange.body());
        if (status >= 200 && status < 300) {
            return json.isPresent()
                    ? new Answer.Done(exchange.body())
                    : new Answer.Unknown("AbuseIPDB answered " + status + " with something that is no JSON.");
        }
        Map<String, Object> error = json.map(object -> ReportJson.objects(object, "errors"))
                .filter(errors -> !errors.isEmpty())
                .map(errors -> errors.get(0))
                .orElse(Map.of());
        String detail = ReportJson.text(error, "detail");
        String why = detail.isEmpty() ? "AbuseIPDB answered " + status + "." : cut(detail);
        return switch (status) {
            case 401, 403 -> new Answer.KeyRefused(why);
            case 402 -> new Answer.NotInPlan(why);
            case 429 ->
                ReportJson.text(ReportJson.map(error, "source"), "parameter").equals("ip")
                        ? new Answer.AddressTooSoon(why)
                        : new Answer.Pause(pauseEnd(exchange.response()), why);
            case 400, 404, 405, 406, 413, 415, 422 ->
                json.isPresent()
                        ? new Answer.Refused(why)
                        // A page of a proxy in between says nothing about the request.
                        : new Answer.Unknown("AbuseIPDB answered " + status + " with something that is no JSON.");
            default -> new Answer.Unknown(why);
        };
    }

    /** When the service says it can be asked again (RFC 9110, 10.2.3; X-RateLimit-Reset in seconds since 1970). */
    private Instant pauseEnd(HttpResponse<?> response) {
        Instant now = clock.instant();
        Instant until = response.headers()
                .firstValue("Retry-After")
                .flatMap(AbuseIpdbClient::seconds)
                .map(now::plusSeconds)
                .or(() -> response.headers()
                        .firstValue("X-RateLimit-Reset")
                        .flatMap(AbuseIpdbClient::seconds)
                        .map(Instant::ofEpochSecond))
                .orElseGet(() -> now.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS));
        Instant soonest = now.plus(SHORTEST_PAUSE);
        Instant latest = now.plus(LONGEST_PAUSE);
        return until.isBefore(soonest) ? soonest : until.isAfter(latest) ? latest : until;
    }

    private static Optional<Long> seconds(String text) {
        try {
            long seconds = Long.parseLong(text.strip());
            return seconds >= 0 && seconds < 1L << 40 ? Optional.of(seconds) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String cut(String detail) {
        String line = detail.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= 300 ? line : line.substring(0, 300);
    }

    static String numbers(Report report) {
        return report.categories().stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    /** ISO 8601 with its zone: without one the service takes it for US Eastern time. */
    static String time(Instant time) {
        try {
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                    time.truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("no time that can be told: " + time, e);
        }
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .sorted()
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
