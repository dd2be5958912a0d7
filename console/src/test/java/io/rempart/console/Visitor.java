package io.rempart.console;

import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Someone with a cookie jar and no browser. */
final class Visitor {
    static {
        // tests send foreign host names on purpose
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host,origin");
    }

    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]*)\"");

    private final RunningConsole console;
    final CookieManager cookies = new CookieManager();
    /** An answer that goes on for longer is a stream, and none that this visitor reads. */
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newBuilder()
            .cookieHandler(cookies)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    Visitor(RunningConsole console) {
        this.console = console;
    }

    HttpResponse<String> get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    HttpResponse<String> method(String method, String path, String... headers) {
        return send(request(path, headers).method(method, HttpRequest.BodyPublishers.noBody()));
    }

    /** Posts a form without a token. */
    HttpResponse<String> post(String path, String form, String... headers) {
        return send(request(path, headers)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    /** Posts JSON without a token. */
    HttpResponse<String> json(String path, String body, String... headers) {
        return send(request(path, headers)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Posts a form with the token of a page. */
    HttpResponse<String> submit(String page, String path, String form) {
        return post(path, form + "&_csrf=" + URLEncoder.encode(token(page), StandardCharsets.UTF_8));
    }

    String token(String page) {
        Matcher matcher = TOKEN.matcher(get(page).body());
        if (!matcher.find()) {
            throw new AssertionError("no token on " + page);
        }
        return matcher.group(1);
    }

    HttpResponse<String> logIn(String name, String password) {
        return submit(
                "/log-in",
                "/log-in",
                "name=" + name + "&password=" + URLEncoder.encode(password, StandardCharsets.UTF_8));
    }

    String session() {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("rempart-session"))
                .map(cookie -> cookie.getValue())
                .findFirst()
                .orElse("");
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(console.server.address() + path.substring(1)));
        if (headers.length > 0) {
            builder.headers(headers);
        }
        return builder;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                    .get(LONGEST_ANSWER.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("no whole answer to " + request.build(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
