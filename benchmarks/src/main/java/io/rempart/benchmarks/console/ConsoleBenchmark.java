package io.rempart.benchmarks.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Starts {@code rempart serve} on a filled data directory as anyone would, logs in over HTTP, asks each page a number of times,
 * and prints how long the whole answer took and how much memory the server had: {@code ConsoleBenchmark REMPART DATA PAGES
 * RUNS [COMMAND…]}. A command is run at the end, with the address, the account's name and password, a number of runs and some
 * pages behind its own arguments: it looks at them in a browser. PAGES is a file with a path on each line; {@code $EVENT}, {@code $IP} and {@code $INCIDENT} in it are filled in from
 * the first pages of events, sources and the inbox. Needs the JDK alone.
 */
public final class ConsoleBenchmark {
    private static final String PASSWORD = "a long sentence for a benchmark";
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]*)\"");

    private final HttpClient client = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final URI base;

    private ConsoleBenchmark(URI base) {
        this.base = base;
    }

    public static void main(String[] arguments) throws Exception {
        long started = System.nanoTime();
        Process server = new ProcessBuilder(
                        arguments[0],
                        "serve",
                        "--data",
                        arguments[1],
                        "--console-port",
                        "0",
                        "--console-language",
                        "en")
                .redirectErrorStream(true)
                .start();
        // Not closed here: another thread reads it until the server ends.
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
        try {
            URI link = link(lines);
            ConsoleBenchmark benchmark = new ConsoleBenchmark(link.resolve("/"));
            benchmark.enter(link);
            System.out.printf(
                    "first page after %.1f s; resident then %d MB%n%n",
                    (System.nanoTime() - started) / 1e9, memory(server, "VmRSS"));
            Thread drain = new Thread(() -> lines.lines().forEach(line -> {}));
            drain.setDaemon(true);
            drain.start();
            benchmark.measure(Files.readAllLines(Path.of(arguments[2])), Integer.parseInt(arguments[3]));
            if (arguments.length > 4) {
                benchmark.inBrowser(Arrays.asList(arguments).subList(4, arguments.length), server);
            }
            System.out.printf(
                    "%nresident memory of the server: %d MB, at most %d MB%n",
                    memory(server, "VmRSS"), memory(server, "VmHWM"));
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    /** The link to set the console up, or its address where there is an account already. */
    private static URI link(BufferedReader lines) throws IOException, InterruptedException {
        Pattern address = Pattern.compile("(http://127[^ ]+)");
        List<String> said = new ArrayList<>();
        URI base = null;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            said.add(line);
            Matcher matcher = address.matcher(line);
            if (matcher.find()) {
                URI found = URI.create(matcher.group(1));
                if (found.getPath().contains("set-up")) {
                    return found;
                }
                base = found;
                // The link follows at once, or not at all.
                Thread.sleep(1_000);
                if (!lines.ready()) {
                    return base;
                }
            }
        }
        throw new IOException("the server did not start:\n" + String.join("\n", said));
    }

    /** Creates the account of this benchmark, or logs in with it. */
    private void enter(URI link) throws Exception {
        boolean first = link.getPath().contains("set-up");
        URI form = first ? link : link.resolve("/log-in");
        String page = get(form).body();
        StringBuilder fields = new StringBuilder("name=bench&password=").append(encoded(PASSWORD));
        if (first) {
            fields.append("&repeated=").append(encoded(PASSWORD));
            fields.append("&token=").append(link.getQuery().replaceFirst("token=", ""));
        }
        Matcher token = TOKEN.matcher(page);
        if (!token.find()) {
            throw new IOException("no form on " + form);
        }
        fields.append("&_csrf=").append(encoded(token.group(1)));
        HttpRequest post = HttpRequest.newBuilder(base.resolve(form.getPath()))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", base.toString().replaceFirst("/$", ""))
                .POST(HttpRequest.BodyPublishers.ofString(fields.toString()))
                .build();
        HttpResponse<String> answer = client.send(post, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200 || answer.uri().getPath().contains("log-in")) {
            throw new IOException("not let in: " + answer.statusCode() + " " + answer.uri());
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    private String first(String page, String pattern) throws IOException, InterruptedException {
        Matcher matcher =
                Pattern.compile(pattern).matcher(get(base.resolve(page)).body());
        return matcher.find() ? matcher.group(1) : "0";
    }

    /** Those that a person opens most. */
    private void inBrowser(List<String> command, Process server) throws IOException, InterruptedException {
        System.out.printf("%nresident memory before the browser: %d MB%n%n", memory(server, "VmRSS"));
        List<String> whole = new ArrayList<>(command);
        whole.addAll(List.of(base.toString(), "bench", PASSWORD, "20"));
        whole.addAll(List.of("/overview", "/inbox", "/events", "/statistics"));
        whole.add("/sources/" + first("/sources", "/sources/([0-9a-fA-F.:]+)"));
        whole.add("/events/" + first("/events", "/events/(\\d+)"));
        new ProcessBuilder(whole).inheritIO().start().waitFor();
    }

    private void measure(List<String> pages, int runs) throws IOException, InterruptedException {
        String event = first("/events", "/events/(\\d+)");
        String address = first("/sources", "/sources/([0-9a-fA-F.:]+)");
        String incident = first("/inbox", "[?;&]sel=(\\d+)");
        String quarantined = first("/logs/quarantine", "/logs/quarantine/(\\d+)");
        System.out.println("| page | p50 ms | p95 ms | KB |\n|---|---|---|---|");
        double worst = 0;
        for (String line : pages) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            URI uri = base.resolve(line.replace("$EVENT", event)
                    .replace("$IP", address)
                    .replace("$INCIDENT", incident)
                    .replace("$QUARANTINED", quarantined));
            HttpResponse<String> answer = get(uri);
            if (answer.statusCode() != 200) {
                System.out.printf("| `%s` | status %d | | |%n", line, answer.statusCode());
                continue;
            }
            for (int i = 0; i < 3; i++) {
                get(uri);
            }
            double[] millis = new double[runs];
            for (int i = 0; i < runs; i++) {
                long start = System.nanoTime();
                answer = get(uri);
                millis[i] = (System.nanoTime() - start) / 1e6;
            }
            Arrays.sort(millis);
            double p95 = millis[Math.min(runs - 1, (int) Math.ceil(runs * 0.95) - 1)];
            worst = Math.max(worst, p95);
            System.out.printf(
                    "| `%s` | %.0f | %.0f | %d |%n",
                    line, millis[runs / 2], p95, answer.body().length() / 1_000);
        }
        System.out.printf("%nworst p95: %.0f ms%n", worst);
    }

    private static long memory(Process server, String what) throws IOException {
        // The launcher execs the JVM, so its process is the server.
        for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(server.pid()), "status"))) {
            if (line.startsWith(what)) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1_024;
            }
        }
        return -1;
    }
}
