package io.rempart.conformance.modsecurity3;

import io.rempart.engine.Compatibility;
import io.rempart.engine.RuleError;
import io.rempart.engine.RuleSet;
import io.rempart.engine.RuleSetException;
import io.rempart.engine.Transaction;
import io.rempart.engine.Verdict;
import io.rempart.engine.audit.LogLine;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.seclang.RuleSetLoader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs a case as the suite's driver does: debug log level 9, the rules, then connection, URI, headers, body and response in order,
 * polling after each; then the logs and the last status are compared.
 *
 * <p>Two things differ. The suite's {@code test-cases/data} and {@code /tmp} are folders of the run's own. Of a mistake in rules the
 * file, the line and the text are compared, not the column: it tells where ModSecurity's scanner stood, which this engine has
 * no notion of.
 */
final class RegressionRun {
    private static final Pattern COLUMN = Pattern.compile("(Line: \\d+\\. )Column: \\d+\\. ");

    private final Path work;
    private final StringBuilder debug = new StringBuilder();
    private final StringBuilder errorLog = new StringBuilder();
    private String location = "";

    RegressionRun(Path work) {
        this.work = work;
    }

    /** What is wrong, empty when nothing is. */
    String fault(RegressionCase one) throws IOException {
        Path rules = work.resolve(one.file());
        Path temporary = work.resolve("tmp");
        clear(temporary);
        Files.createDirectories(temporary.resolve("test"));
        Files.writeString(rules, one.rules().replace("/tmp/", temporary + "/"));
        String parserError = one.expected("parser_error");
        RuleSet loaded;
        try {
            loaded = new RuleSetLoader()
                    .compatibility(Compatibility.V3)
                    .debug((level, id, uri, text) -> line(level, text), 9)
                    .errorLog(line ->
                            errorLog.append(line.replace(work + "/", "")).append('\n'))
                    .allowPrograms()
                    .directory(work)
                    .file(rules)
                    .load();
        } catch (RuleSetException wrong) {
            if (parserError.isEmpty()) {
                return "the rules do not load: " + wrong.getMessage();
            }
            String text = wrong.errors().stream().map(this::sentence).collect(Collectors.joining("\n"));
            return matches(COLUMN.matcher(parserError).replaceAll("$1"), text)
                    ? ""
                    : "parser_error should match " + parserError + " but is " + text;
        }
        if (!parserError.isEmpty()) {
            return "the rules load, but should not: " + parserError;
        }
        int status = transaction(loaded, one);
        return compare(one, status);
    }

    private synchronized void line(int level, String text) {
        debug.append('[')
                .append(level)
                .append("] ")
                .append(text.replace(work + "/", ""))
                .append('\n');
    }

    private String sentence(RuleError error) {
        String file = error.file().startsWith(work.toString())
                ? error.file().substring(work.toString().length() + 1)
                : error.file();
        return ("Rules error. File: " + file + ". Line: " + error.line() + ". " + error.problem())
                .replace(work + "/", "");
    }

    private int transaction(RuleSet rules, RegressionCase one) {
        int status = 200;
        try (Transaction transaction = rules.begin()) {
            transaction.connection(
                    one.text("client", "ip", "").toString(),
                    one.number("client", "port"),
                    one.text("server", "ip", "").toString(),
                    one.number("server", "port"));
            transaction.requestHostName(one.text("server", "hostname", ""));
            transaction.requestLine(
                    one.text("request", "method", ""),
                    one.text("request", "uri", ""),
                    ByteSlice.latin1("HTTP/" + one.httpVersion()));
            one.headers("request").forEach(header -> transaction.requestHeader(header.name(), header.value()));
            status = polled(transaction.processRequestHeaders(), status);
            status = polled(transaction.requestBody(one.body("request")), status);
            status = polled(transaction.processRequestBody(), status);
            transaction.responseLine(status, one.text("response", "protocol", "HTTP/1.1"));
            one.headers("response").forEach(header -> transaction.responseHeader(header.name(), header.value()));
            status = polled(transaction.processResponseHeaders(), status);
            status = polled(transaction.responseBody(one.body("response")), status);
            status = polled(transaction.processResponseBody(), status);
            transaction.processLogging();
            Verdict verdict = transaction.verdict();
            if (verdict.ruleId() == 0 && verdict.interrupts()) {
                errorLog.append(verdict.reason()).append('\n');
            }
            // the suite's driver logs each intervention, also of a rule with nolog
            transaction.matches().stream()
                    .filter(match -> match.disruptive() && !match.logged())
                    .forEach(match ->
                            errorLog.append(LogLine.version3(match, verdict)).append('\n'));
            location = verdict.location() == null ? "" : verdict.location();
        }
        return status;
    }

    private static int polled(Verdict verdict, int status) {
        return switch (verdict.kind()) {
            case PASS, ALLOW -> status;
            case DENY, REDIRECT -> verdict.status();
            case DROP, PROXY -> verdict.status() == 0 ? 403 : verdict.status();
        };
    }

    private String compare(RegressionCase one, int status) throws IOException {
        String pattern = one.expected("debug_log");
        if (!matches(pattern, debug.toString())) {
            return "debug_log does not match " + pattern;
        }
        if (status != one.expectedStatus()) {
            return "http_code is " + status + ", not " + one.expectedStatus();
        }
        pattern = one.expected("error_log");
        if (!matches(pattern, errorLog.toString())) {
            return "error_log does not match " + pattern + ": " + errorLog;
        }
        pattern = one.expected("audit_log");
        if (!pattern.isEmpty() && !matches(pattern, auditLog(one))) {
            return "audit_log does not match " + pattern + ": " + auditLog(one);
        }
        pattern = one.expected("redirect_url");
        return matches(pattern, location) ? "" : "redirect_url is " + location + ", not " + pattern;
    }

    /** What SecAuditLog's file holds. */
    private String auditLog(RegressionCase one) throws IOException {
        java.util.regex.Matcher directive =
                Pattern.compile("(?m)^SecAuditLog \"?([^\"\\s]+)").matcher(one.rules());
        if (!directive.find()) {
            return "";
        }
        Path file = Path.of(directive.group(1).replace("/tmp/", work.resolve("tmp") + "/"));
        return Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
    }

    String debugLog() {
        return debug.toString();
    }

    String errors() {
        return errorLog.toString();
    }

    private static boolean matches(String pattern, String text) {
        if (pattern.isEmpty()) {
            return true;
        }
        try {
            return Pattern.compile(pattern, Pattern.DOTALL | Pattern.MULTILINE | Pattern.UNIX_LINES)
                    .matcher(text)
                    .find();
        } catch (PatternSyntaxException notJava) {
            return text.contains(pattern);
        }
    }

    private static void clear(Path folder) throws IOException {
        if (Files.exists(folder)) {
            List<Path> all;
            try (Stream<Path> walk = Files.walk(folder)) {
                all = walk.sorted(java.util.Comparator.reverseOrder()).toList();
            }
            for (Path each : all) {
                Files.delete(each);
            }
        }
    }
}
