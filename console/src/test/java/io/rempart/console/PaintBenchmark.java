package io.rempart.console;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitUntilState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * When a person sees something: the first paint with content of each page, as Chromium notes it (W3C Paint Timing), from the
 * moment the page was asked for. {@code PaintBenchmark ADDRESS NAME PASSWORD RUNS PATH…}: each page is opened in a browser that
 * has nothing of the console yet (cold), and then again and again (warm).
 */
public final class PaintBenchmark {
    private static final String FIRST_PAINT = "() => new Promise(resolve => {"
            + " const known = performance.getEntriesByName('first-contentful-paint')[0];"
            + " if (known) { resolve(known.startTime); return; }"
            + " new PerformanceObserver((list, observer) => {"
            + "   const entry = list.getEntriesByName('first-contentful-paint')[0];"
            + "   if (entry) { observer.disconnect(); resolve(entry.startTime); }"
            + " }).observe({type: 'paint', buffered: true}); })";

    private final Chromium chromium;
    private final String base;
    private final String state;

    private PaintBenchmark(Chromium chromium, String base, String state) {
        this.chromium = chromium;
        this.base = base;
        this.state = state;
    }

    public static void main(String[] arguments) {
        String base = arguments[0].replaceFirst("/$", "");
        int runs = Integer.parseInt(arguments[3]);
        try (Chromium chromium = new Chromium()) {
            PaintBenchmark benchmark =
                    new PaintBenchmark(chromium, base, logIn(chromium, base, arguments[1], arguments[2]));
            System.out.println(
                    "| page in Chromium | first paint, cold, ms | warm p50 ms | warm p95 ms |\n|---|---|---|---|");
            for (String path : Arrays.asList(arguments).subList(4, arguments.length)) {
                benchmark.measure(path, runs);
            }
        }
    }

    /** The cookies of the log-in, so that a fresh browser is logged in without having seen a page. */
    private static String logIn(Chromium chromium, String base, String name, String password) {
        try (BrowserContext context = chromium.context(1280, 900, "en-GB")) {
            Page page = context.newPage();
            page.navigate(base + "/log-in");
            page.fill("[name=name]", name);
            page.fill("[name=password]", password);
            page.click("button.primary");
            page.waitForURL("**/overview**");
            return context.storageState();
        }
    }

    private void measure(String path, int runs) {
        List<Double> cold = new ArrayList<>();
        double[] warm = new double[runs];
        for (int i = 0; i < 3; i++) {
            try (BrowserContext context = chromium.loggedIn(1280, 900, "en-GB", state)) {
                cold.add(paint(context.newPage(), path));
            }
        }
        try (BrowserContext context = chromium.loggedIn(1280, 900, "en-GB", state)) {
            Page page = context.newPage();
            paint(page, path);
            for (int i = 0; i < runs; i++) {
                warm[i] = paint(page, path);
            }
        }
        Arrays.sort(warm);
        System.out.printf(
                Locale.ROOT,
                "| `%s` | %.0f | %.0f | %.0f |%n",
                path,
                cold.stream().mapToDouble(Double::doubleValue).max().orElse(0),
                warm[runs / 2],
                warm[Math.min(runs - 1, (int) Math.ceil(runs * 0.95) - 1)]);
    }

    private double paint(Page page, String path) {
        page.navigate(base + path, new Page.NavigateOptions().setWaitUntil(WaitUntilState.LOAD));
        return ((Number) page.evaluate(FIRST_PAINT)).doubleValue();
    }
}
