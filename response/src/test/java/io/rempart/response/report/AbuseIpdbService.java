package io.rempart.response.report;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A service on loopback that behaves as AbuseIPDB's API v2 is documented, by the clock it is given, and fails on demand. */
final class AbuseIpdbService implements AutoCloseable {
    static final String KEY = "k".repeat(80);

    /** How the next request fares. */
    enum Fault {
        /** Done, and the connection is closed without an answer. */
        DONE_THEN_RESET,
        /** Done, and the answer is an error page. */
        DONE_THEN_ERROR_PAGE,
        /** Done, and there is no answer for long. */
        DONE_THEN_SILENCE,
        /** Not done, and the connection is closed. */
        RESET,
        /** Not done, and the answer is an error page. */
        ERROR_PAGE,
        /** Not done, and a proxy in between says 200. */
        PAGE_OF_A_PROXY,
        KEY_REFUSED,
        NOT_IN_PLAN
    }

    /** @param at when it arrived */
    record Arrived(
            String address, String categories, String comment, OffsetDateTime time, Instant at, boolean inBulk) {}

    static {
        // Else each answer on a kept connection waits for a delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Clock clock;
    private final Plan plan;
    private final Duration silence;
    private final Map<String, Integer> usedToday = new HashMap<>();
    private long day;

    final List<Arrived> reports = new ArrayList<>();
    final Deque<Fault> faults = new ArrayDeque<>();
    final List<String> asked = new ArrayList<>();

    AbuseIpdbService(Clock clock, Plan plan, Duration silence) throws IOException {
        this.clock = clock;
        this.plan = plan;
        this.silence = silence;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/api/v2/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/api/v2/");
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String endpoint = exchange.getRequestURI().getPath().substring("/api/v2/".length());
        Fault fault;
        Reply reply;
        synchronized (this) {
            asked.add(endpoint);
            fault = faults.poll();
            if (fault == Fault.KEY_REFUSED
                    || !KEY.equals(exchange.getRequestHeaders().getFirst("Key"))) {
                reply = Reply.error(
                        401, "Authentication failed. Your API key is either missing, incorrect, or revoked.", "");
            } else if (fault == Fault.NOT_IN_PLAN) {
                reply = Reply.error(402, "This needs another plan.", "");
            } else if (isTooSoonOnce) {
                isTooSoonOnce = false;
                reply = Reply.error(429, "You can only report the same IP address once in 15 minutes.", "ip");
            } else if (fault == Fault.RESET || fault == Fault.ERROR_PAGE || fault == Fault.PAGE_OF_A_PROXY) {
                reply = Reply.json(200, "{}");
            } else {
                reply = reply(exchange, endpoint, body);
            }
        }
        if (fault == Fault.RESET || fault == Fault.DONE_THEN_RESET) {
            exchange.close();
            return;
        }
        if (fault == Fault.DONE_THEN_SILENCE) {
            sleep();
        }
        if (fault == Fault.ERROR_PAGE || fault == Fault.DONE_THEN_ERROR_PAGE) {
            reply = new Reply(503, "<!doctype html><title>Service Unavailable</title>", Map.of());
        } else if (fault == Fault.PAGE_OF_A_PROXY) {
            reply = new Reply(200, "<!doctype html><title>Welcome</title>", Map.of());
        }
        byte[] answer = reply.body().getBytes(StandardCharsets.UTF_8);
        reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        try {
            exchange.sendResponseHeaders(reply.status(), answer.length);
            exchange.getResponseBody().write(answer);
        } catch (IOException e) {
            // the client did not wait
        } finally {
            exchange.close();
        }
    }

    /** As if another had used up the day's allowance of an endpoint. */
    synchronized void useUp(String endpoint) {
        day = clock.instant().getEpochSecond() / 86_400;
        usedToday.put(endpoint, 1_000_000);
    }

    private void sleep() {
        try {
            Thread.sleep(silence.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    record Reply(int status, String body, Map<String, String> headers) {
        static Reply json(int status, String body) {
            return new Reply(status, body, Map.of());
        }

        static Reply error(int status, String detail, String parameter) {
            String source = parameter.isEmpty() ? "" : ",\"source\":{\"parameter\":\"" + parameter + "\"}";
            return json(status, "{\"errors\":[{\"detail\":\"" + detail + "\",\"status\":" + status + source + "}]}");
        }
    }

    private Reply reply(HttpExchange exchange, String endpoint, String body) {
        Instant now = clock.instant();
        long today = now.getEpochSecond() / 86_400;
        if (today != day) {
            day = today;
            usedToday.clear();
        }
        int limit = 0;
        for (Endpoint each : Endpoint.values()) {
            limit = each.path().equals(endpoint) ? plan.daily(each) : limit;
        }
        if (usedToday.merge(endpoint, 1, Integer::sum) > limit) {
            long reset = (today + 1) * 86_400;
            Reply refused =
                    Reply.error(429, "Daily rate limit of " + limit + " requests exceeded for this endpoint.", "");
            return new Reply(
                    429,
                    refused.body(),
                    Map.of(
                            "Retry-After", String.valueOf(reset - now.getEpochSecond()),
                            "X-RateLimit-Remaining", "0",
                            "X-RateLimit-Reset", String.valueOf(reset)));
        }
        return switch (endpoint) {
            case "report" -> report(form(body), now);
            case "bulk-report" -> bulk(body, now);
            case "check" -> check(form(exchange.getRequestURI().getRawQuery()), now);
            case "check-block" ->
                Reply.json(200, "{\"data\":{\"networkAddress\":\"198.51.100.0\",\"reportedAddress\":[]}}");
            case "blacklist" ->
                blacklist(form(String.valueOf(exchange.getRequestURI().getRawQuery())), now);
            case "clear-address" -> clear(form(exchange.getRequestURI().getRawQuery()));
            default -> Reply.error(404, "Not found", "");
        };
    }

    private Reply report(Map<String, String> form, Instant now) {
        String address = form.getOrDefault("ip", "");
        if (form.getOrDefault("categories", "").isEmpty()) {
            return Reply.error(422, "The categories field is required.", "categories");
        }
        if (isTooSoon(address, now)) {
            return Reply.error(
                    429, "You can only report the same IP address (`" + address + "`) once in 15 minutes.", "ip");
        }
        add(address, form.get("categories"), form.get("comment"), form.get("timestamp"), now, false);
        return Reply.json(200, "{\"data\":{\"ipAddress\":\"" + address + "\",\"abuseConfidenceScore\":52}}");
    }

    private boolean isTooSoon(String address, Instant now) {
        return reports.stream()
                .anyMatch(report -> report.address().equals(address)
                        && report.at().plus(Duration.ofMinutes(15)).isAfter(now));
    }

    private void add(String address, String categories, String comment, String time, Instant now, boolean inBulk) {
        reports.add(new Arrived(address, categories, comment, OffsetDateTime.parse(time), now, inBulk));
    }

    private static final Pattern ROW = Pattern.compile("([^,\n]+),\"([0-9,]+)\",([^,\n]+),\"((?:[^\"\\\\]|\\\\\")*)\"");

    private Reply bulk(String body, Instant now) {
        int head = body.indexOf(BulkCsv.HEAD + "\n");
        if (head < 0 || !body.contains("name=\"csv\"")) {
            return Reply.error(422, "The csv field is required.", "csv");
        }
        StringBuilder invalid = new StringBuilder();
        int saved = 0;
        int number = 1;
        for (Matcher row = ROW.matcher(body).region(head + BulkCsv.HEAD.length() + 1, body.length()); row.find(); ) {
            number++;
            String error = isTooSoon(row.group(1), now) ? "Duplicate IP" : "";
            if (error.isEmpty()) {
                add(row.group(1), row.group(2), row.group(4).replace("\\\"", "\""), row.group(3), now, true);
                saved++;
            } else {
                invalid.append(invalid.length() == 0 ? "" : ",")
                        .append("{\"error\":\"" + error + "\",\"input\":\"" + row.group(1) + "\",\"rowNumber\":"
                                + number + "}");
            }
        }
        return Reply.json(200, "{\"data\":{\"savedReports\":" + saved + ",\"invalidReports\":[" + invalid + "]}}");
    }

    private Reply check(Map<String, String> query, Instant now) {
        String address = query.getOrDefault("ipAddress", "");
        Instant since = now.minus(Duration.ofDays(Long.parseLong(query.getOrDefault("maxAgeInDays", "30"))));
        StringBuilder found = new StringBuilder();
        int total = 0;
        for (Arrived report : reports) {
            if (report.address().equals(address) && report.time().toInstant().isAfter(since)) {
                found.append(total++ == 0 ? "" : ",")
                        .append("{\"reportedAt\":\"" + report.time() + "\",\"comment\":\""
                                + report.comment().replace("\\", "\\\\").replace("\"", "\\\"")
                                + "\",\"reporterId\":1}");
            }
        }
        String verbose = query.containsKey("verbose") ? ",\"reports\":[" + found + "]" : "";
        return Reply.json(
                200,
                "{\"data\":{\"ipAddress\":\"" + address + "\",\"isWhitelisted\":null,\"abuseConfidenceScore\":12,"
                        + "\"totalReports\":" + total + verbose + "}}");
    }

    /** An address of the blacklist with its score. */
    record Listed(String address, int score) {}

    /** Whether the next answer is the other 429: one address too soon. */
    boolean isTooSoonOnce;

    final List<Listed> listed = new ArrayList<>();
    /** How old the list is when it is given out. */
    Duration age = Duration.ofHours(1);

    final List<Map<String, String>> blacklistQueries = new ArrayList<>();

    private Reply blacklist(Map<String, String> query, Instant now) {
        blacklistQueries.add(query);
        boolean subscribed = plan == Plan.BASIC || plan == Plan.PREMIUM;
        int least = subscribed ? Integer.parseInt(query.getOrDefault("confidenceMinimum", "100")) : 100;
        int most = Integer.parseInt(query.getOrDefault("limit", "10000"));
        String version = query.getOrDefault("ipVersion", "");
        List<Listed> found = listed.stream()
                .filter(one -> one.score() >= least)
                .filter(one -> version.isEmpty() || one.address().contains(":") == version.equals("6"))
                .limit(Math.min(most, subscribed ? 500_000 : 10_000))
                .toList();
        String generated = now.minus(age)
                .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                .toString()
                .replace("Z", "+00:00");
        if (query.containsKey("plaintext")) {
            return new Reply(
                    200,
                    String.join("\n", found.stream().map(Listed::address).toList()),
                    Map.of("Content-Type", "text/plain; charset=UTF-8", "X-Generated-At", generated));
        }
        String data = String.join(
                ",",
                found.stream()
                        .map(one -> "{\"ipAddress\":\"" + one.address() + "\",\"countryCode\":null,"
                                + "\"abuseConfidenceScore\":" + one.score() + "}")
                        .toList());
        return Reply.json(200, "{\"meta\":{\"generatedAt\":\"" + generated + "\"},\"data\":[" + data + "]}");
    }

    private Reply clear(Map<String, String> query) {
        int before = reports.size();
        reports.removeIf(report -> report.address().equals(query.get("ipAddress")));
        return Reply.json(200, "{\"data\":{\"numReportsDeleted\":" + (before - reports.size()) + "}}");
    }

    private static Map<String, String> form(String text) {
        Map<String, String> form = new HashMap<>();
        for (String field : text.split("&")) {
            int equals = field.indexOf('=');
            form.put(
                    decoded(equals < 0 ? field : field.substring(0, equals)),
                    equals < 0 ? "" : decoded(field.substring(equals + 1)));
        }
        return form;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
