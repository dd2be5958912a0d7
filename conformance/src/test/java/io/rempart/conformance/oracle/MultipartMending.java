package io.rempart.conformance.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes out of a multipart body what an engine refuses it for, as the engine's own message says. Stateless. */
final class MultipartMending {
    private static final Pattern DISPOSITION =
            Pattern.compile("(?im)^Content-Disposition:[ \\t]*(?:[^\\r\\n]|\\r?\\n[ \\t])*");
    private static final Pattern INVALID_DISPOSITION = Pattern.compile(
            "Invalid Content-Disposition header \\(-?\\d+\\)|missing name field|missing name", Pattern.DOTALL);
    private static final String VALID = "Content-Disposition: form-data; name=\"n\"";

    private MultipartMending() {}

    /** The exchange without the reason of the message; the same when there is nothing to mend. */
    static Exchange mended(Exchange exchange, String message) {
        if (message.contains("contains invalid character")) {
            return Rewriting.body(exchange, withoutOddHeaderNames(exchange));
        }
        if (message.contains("colon missing")) {
            return Rewriting.body(
                    exchange, headerLines(exchange, line -> line.contains(":") || line.isBlank() ? line : null));
        }
        if (message.contains("Duplicate part header")) {
            return Rewriting.body(exchange, withoutRepeatedHeaders(exchange));
        }
        if (message.contains("Invalid boundary: ")) {
            String boundary = "--" + Rewriting.boundary(exchange);
            return Rewriting.body(
                    exchange,
                    exchange.body()
                            .replaceAll(
                                    "(?m)^" + Pattern.quote(boundary) + "(?!--)[^\\r\\n]+",
                                    Matcher.quoteReplacement(boundary)));
        }
        if (message.contains("missing Content-Disposition")) {
            return Rewriting.body(exchange, withDispositions(exchange));
        }
        String named = named(exchange.body());
        if (INVALID_DISPOSITION.matcher(message).find() && !named.equals(exchange.body())) {
            return Rewriting.body(exchange, named);
        }
        if (message.contains("Final boundary missing")) {
            return Rewriting.body(exchange, named.equals(exchange.body()) ? ended(exchange) : named);
        }
        return exchange;
    }

    /** With the last boundary, which is missing. */
    private static String ended(Exchange exchange) {
        String end = "--" + Rewriting.boundary(exchange) + "--\r\n";
        String body = exchange.body();
        return body.endsWith(end) ? body : body + (body.endsWith("\n") ? "" : "\r\n") + end;
    }

    /** Each Content-Disposition that does not name its part in the ordinary way names it. */
    private static String named(String body) {
        Matcher header = DISPOSITION.matcher(body);
        StringBuilder out = new StringBuilder();
        while (header.find()) {
            boolean ordinary = header.group()
                    .matches("(?is)Content-Disposition: form-data; name=\"[^\"\\\\]+\"(?:; filename=\"[^\"\\\\]*\")?");
            header.appendReplacement(out, Matcher.quoteReplacement(ordinary ? header.group() : VALID));
        }
        header.appendTail(out);
        return out.toString();
    }

    private static String withoutOddHeaderNames(Exchange exchange) {
        return headerLines(exchange, line -> {
            int colon = line.indexOf(':');
            return colon < 0
                    ? line
                    : line.substring(0, colon).replaceAll("[^\\x21-\\x7e]", "x") + line.substring(colon);
        });
    }

    private static String withoutRepeatedHeaders(Exchange exchange) {
        List<String> seen = new ArrayList<>();
        return headerLines(exchange, line -> {
            if (line.isBlank()) {
                seen.clear();
                return line;
            }
            String name = line.split(":", 2)[0].toLowerCase(java.util.Locale.ROOT);
            if (seen.contains(name)) {
                return null;
            }
            seen.add(name);
            return line;
        });
    }

    /** The first header of a part without Content-Disposition is one. */
    private static String withDispositions(Exchange exchange) {
        String boundary = "--" + Rewriting.boundary(exchange);
        StringBuilder out = new StringBuilder();
        for (String part : exchange.body().split("(?=" + Pattern.quote(boundary) + ")")) {
            boolean lacks = !part.startsWith(boundary + "--")
                    && !DISPOSITION.matcher(part).find();
            out.append(lacks ? part.replaceFirst("\n[^\r\n]+", Matcher.quoteReplacement("\n" + VALID)) : part);
        }
        return out.toString();
    }

    private interface Change {
        @org.jspecify.annotations.Nullable
        String of(String line);
    }

    /** The body with the lines of the parts' heads changed, or left out. */
    private static String headerLines(Exchange exchange, Change change) {
        String boundary = "--" + Rewriting.boundary(exchange);
        StringBuilder out = new StringBuilder();
        boolean inHead = false;
        for (String line : exchange.body().split("(?<=\n)")) {
            if (line.startsWith(boundary)) {
                inHead = true;
                out.append(line);
                continue;
            }
            String changed = inHead ? change.of(line) : line;
            if (changed != null) {
                out.append(changed);
            }
            inHead &= !line.isBlank();
        }
        return out.toString();
    }
}
