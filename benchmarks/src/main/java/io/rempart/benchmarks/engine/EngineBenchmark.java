package io.rempart.benchmarks.engine;

import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.evaluation.CompiledRuleSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Measures the engine class by class beside libmodsecurity and prints Markdown tables. Arguments: rule file, directory of the request
 * corpora, the program of libmodsecurity.c ({@code -} for none), its rule file, seconds a class, classes ({@code abcdef}; {@code s} for body sizes,
 * {@code l} for the load, {@code w} for what long forms take while the process is young).
 */
final class EngineBenchmark {
    private static final int[] SIZES = {1 << 10, 1 << 12, 1 << 14, 1 << 16, 1 << 18, 1 << 20};

    /** An ordinary page of 560 bytes, the response to every request. */
    static final ByteSlice RESPONSE = page();

    private final Path rules;
    private final Path otherRules;
    private final double seconds;

    private EngineBenchmark(Path rules, Path otherRules, double seconds) {
        this.rules = rules;
        this.otherRules = otherRules;
        this.seconds = seconds;
    }

    private static ByteSlice page() {
        StringBuilder page = new StringBuilder(
                "<!DOCTYPE html>\n<html lang=\"en\"><head><title>Order received</title></head>\n<body><h1>Thank you</h1>\n");
        while (page.length() < 540) {
            page.append("<p>Your order is on its way to you.</p>\n");
        }
        page.setLength(545);
        return ByteSlice.latin1(page + "</body></html>\n");
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Locale.setDefault(Locale.ROOT);
        Path corpora = Path.of(arguments[1]);
        Path other = arguments[2].equals("-") ? null : Path.of(arguments[2]);
        String what = arguments[5];
        EngineBenchmark benchmark =
                new EngineBenchmark(Path.of(arguments[0]), Path.of(arguments[3]), Double.parseDouble(arguments[4]));
        if (what.contains("l")) {
            benchmark.load();
        }
        benchmark.classes(corpora, other, what);
        if (what.contains("s")) {
            benchmark.sizes();
        }
        if (what.contains("w")) {
            benchmark.warmUp(corpora);
        }
    }

    private void load() throws IOException, InterruptedException {
        System.out.println(
                "| load of the rule set, each in a process of its own | s since the process began | s of the load | s of CPU, compilers included | MB of heap a rule set |");
        System.out.println("|---|---|---|---|---|");
        for (int run = 1; run <= 3; run++) {
            String[] figures = output(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx512m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Load.class.getName(),
                            rules.toString()))
                    .split(" ");
            System.out.printf(
                    "| run %d | %s | %s | %s | %.1f |%n",
                    run, figures[0], figures[1], figures[2], Long.parseLong(figures[3].trim()) / 1e6);
        }
        System.out.println();
    }

    private void classes(Path corpora, @Nullable Path other, String what) throws IOException, InterruptedException {
        CompiledRuleSet compiled = Load.load(rules);
        EngineRun run = new EngineRun(compiled, RESPONSE);
        System.out.println(
                "| class | engine | requests | requests/s | CPU us mean | p50 | p99 | p99/p50 | us of the whole process | KB allocated | blocked |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|---|");
        List<String> ratios = new ArrayList<>();
        for (Map.Entry<String, Path> entry : Corpus.classes(corpora).entrySet()) {
            String name = entry.getKey();
            if (!what.contains(name)) {
                continue;
            }
            List<Request> requests = Corpus.read(entry.getValue());
            Measured ours = run.measure(requests, seconds, seconds);
            print(name, "rempart", ours);
            if (other != null) {
                Measured theirs = libmodsecurity(other, requests);
                print(name, "libmodsecurity 3", theirs);
                ratios.add(String.format(
                        "| %s | %.1f | %.1f |",
                        name, theirs.mean() / ours.mean(), (double) theirs.median() / ours.median()));
            }
        }
        System.out.println();
        if (!ratios.isEmpty()) {
            System.out.println("| class | times less CPU, mean | median |\n|---|---|---|");
            ratios.forEach(System.out::println);
            System.out.println();
        }
    }

    private static void print(String name, String engine, Measured m) {
        System.out.printf(
                "| %s | %s | %d | %.0f | %.1f | %.1f | %.1f | %.1f | %s | %s | %d/%d |%n",
                name,
                engine,
                m.requests(),
                1e9 / m.mean(),
                m.mean() / 1e3,
                m.median() / 1e3,
                m.p99() / 1e3,
                (double) m.p99() / m.median(),
                m.process() == 0 ? "" : String.format("%.1f", m.process() / 1e3),
                m.allocated() == 0 ? "" : String.format("%.1f", m.allocated() / 1e3),
                m.blocked(),
                m.seen());
    }

    private Measured libmodsecurity(Path program, List<Request> requests) throws IOException, InterruptedException {
        Path file = Files.createTempFile("requests", ".bin");
        try {
            RequestFile.write(file, RESPONSE, requests);
            String[] f = output(List.of(
                            program.toString(),
                            otherRules.toString(),
                            file.toString(),
                            Double.toString(seconds / 4),
                            Double.toString(seconds)))
                    .split(" ");
            return new Measured(
                    Long.parseLong(f[0]),
                    Double.parseDouble(f[1]),
                    Long.parseLong(f[2]),
                    Long.parseLong(f[3]),
                    Integer.parseInt(f[4]),
                    Integer.parseInt(f[5]),
                    0,
                    0);
        } finally {
            Files.delete(file);
        }
    }

    private void sizes() {
        EngineRun run = new EngineRun(Load.loadWithoutBlocking(rules), RESPONSE);
        System.out.println("| body | 1 KB | 4 KB | 16 KB | 64 KB | 256 KB | 1 MB |\n|---|---|---|---|---|---|---|");
        for (String kind : List.of("form", "json", "multipart")) {
            StringBuilder times = new StringBuilder("| " + kind + ", CPU us |");
            StringBuilder rates = new StringBuilder("| " + kind + ", us a KB |");
            for (int size : SIZES) {
                List<Request> requests = new ArrayList<>();
                for (long seed = 0; seed < 8; seed++) {
                    requests.add(
                            switch (kind) {
                                case "form" -> Bodies.form(size, seed);
                                case "json" -> Bodies.json(size, seed);
                                default -> Bodies.multipart(size, seed);
                            });
                }
                Measured measured = run.measure(requests, seconds / 3, seconds / 3);
                if (measured.blocked() > 0) {
                    // a request that ends early says nothing
                    times.append(" blocked |");
                    rates.append(" blocked |");
                    continue;
                }
                times.append(String.format(" %.0f |", measured.mean() / 1e3));
                rates.append(String.format(" %.2f |", measured.mean() / 1e3 / (size / 1024.0)));
            }
            System.out.println(times);
            System.out.println(rates);
        }
    }

    private void warmUp(Path corpora) throws IOException, InterruptedException {
        Path forms = Corpus.classes(corpora).get("f");
        Path tests = Corpus.classes(corpora).get("e");
        if (forms == null || tests == null) {
            return;
        }
        StringBuilder head = new StringBuilder("| form of 100 KB, CPU us after so many seconds |");
        StringBuilder line = new StringBuilder("|---|");
        for (double mark : WarmUp.MARKS) {
            head.append(String.format(" %.0f |", mark));
            line.append("---|");
        }
        System.out.println(head + "\n" + line);
        for (List<Path> files : List.of(List.of(forms), List.of(forms, tests))) {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx768m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    WarmUp.class.getName(),
                    rules.toString()));
            files.forEach(file -> command.add(file.toString()));
            System.out.println("| " + (files.size() == 1 ? "in a fresh process" : "after the requests of class e")
                    + " | " + output(command).replace(" ", " | ") + " |");
        }
        System.out.println();
    }

    private static String output(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(command.get(0) + " failed");
        }
        return output.trim();
    }
}
