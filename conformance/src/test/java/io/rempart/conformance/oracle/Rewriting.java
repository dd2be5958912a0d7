package io.rempart.conformance.oracle;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An exchange as the library reads it, or without what it reads wrong, so that both engines must answer alike. Stateless. */
final class Rewriting {
    private static final Pattern CDATA = Pattern.compile("<!\\[CDATA\\[.*?(?:]]>|$)", Pattern.DOTALL);

    private static final int MOST_TOKENS = 200;

    private Rewriting() {}

    /** The boundary of a multipart body, empty when there is none. */
    static String boundary(Exchange exchange) {
        String type = exchange.header("Content-Type");
        int at = type == null ? -1 : type.toLowerCase(Locale.ROOT).indexOf("boundary=");
        if (type == null || at < 0) {
            return "";
        }
        return type.substring(at + "boundary=".length())
                .replaceAll("[\";].*|\"", "")
                .strip();
    }

    /** The line breaks inside the content of each part of a multipart body taken out. */
    static Exchange withoutLineBreaksInParts(Exchange exchange) {
        String boundary = "--" + boundary(exchange);
        StringBuilder out = new StringBuilder();
        boolean inContent = false;
        boolean empty = false;
        String pending = "";
        for (String line : exchange.body().split("(?<=\n)")) {
            String bare = line.replaceAll("\r?\n$", "");
            // right behind a head, a boundary is content to ModSecurity, and makes the part invalid
            boolean content = inContent && empty && !line.startsWith(boundary + "--");
            if (line.startsWith(boundary) && !content) {
                out.append(pending);
                pending = "";
                inContent = false;
                out.append(line);
            } else if (inContent) {
                out.append(bare);
                pending = line.substring(bare.length());
                empty = false;
            } else {
                out.append(line);
                inContent = bare.isEmpty();
                empty = true;
            }
        }
        return body(exchange, out + pending);
    }

    /** Parts with an empty file name as fields. */
    static Exchange withoutEmptyFilenames(Exchange exchange) {
        return body(exchange, exchange.body().replaceAll(";\\s*filename=\"\"", ""));
    }

    /** Of an absolute URI the path. */
    static Exchange withPathOfUri(Exchange exchange) {
        String path = exchange.uri().replaceFirst("(?s)^[^/?]+://[^/?]*", "");
        return exchange.withUri(path.startsWith("/") ? path : "/" + path);
    }

    /** The URI decoded once, all of it. */
    static Exchange withDecodedUri(Exchange exchange) {
        return exchange.withUri(Mutation.decoded(exchange.uri().replace("+", "%2b")));
    }

    /** The path decoded once and cut at the first question mark that is in it then; the query as it is. */
    static Exchange withPathCutBehindDecoding(Exchange exchange) {
        int question = exchange.uri().indexOf('?');
        String path = question < 0 ? exchange.uri() : exchange.uri().substring(0, question);
        String decoded = Mutation.decoded(path.replace("+", "%2b"));
        int cut = decoded.indexOf('?');
        return exchange.withUri((cut < 0 ? decoded : decoded.substring(0, cut))
                + (question < 0 ? "" : exchange.uri().substring(question)));
    }

    /** CR LF within a section CDATA as LF. */
    static Exchange withLineFeedsInCdata(Exchange exchange) {
        StringBuilder out = new StringBuilder();
        Matcher section = CDATA.matcher(exchange.body());
        while (section.find()) {
            section.appendReplacement(
                    out, Matcher.quoteReplacement(section.group().replaceAll("\r\n?", "\n")));
        }
        section.appendTail(out);
        return body(exchange, out.toString());
    }

    /** Of a header that was sent more than once, all but one left out. */
    static List<Exchange> withOneOf(Exchange exchange, String header) {
        List<Exchange> each = new ArrayList<>();
        List<Exchange.Field> same = exchange.headers().stream()
                .filter(field -> field.name().equalsIgnoreCase(header))
                .toList();
        for (int keep = 0; keep < same.size(); keep++) {
            List<Exchange.Field> headers = new ArrayList<>(exchange.headers());
            int kept = keep;
            int[] seen = {0};
            headers.removeIf(field -> field.name().equalsIgnoreCase(header) && seen[0]++ != kept);
            each.add(exchange.withHeaders(headers));
        }
        return each;
    }

    /**
     * The same with another order of what it holds: each argument of query, form and cookies in turn at
     * the end, or left out, and all reversed.
     */
    static List<Exchange> inOtherOrders(Exchange exchange) {
        List<Exchange> orders = new ArrayList<>();
        int question = exchange.uri().indexOf('?');
        if (question >= 0) {
            String path = exchange.uri().substring(0, question + 1);
            orders(exchange.uri().substring(question + 1), "&")
                    .forEach(query -> orders.add(exchange.withUri(path + query)));
        }
        String type = exchange.header("Content-Type");
        if (type != null && type.startsWith("application/x-www-form-urlencoded")) {
            orders(exchange.body(), "&").forEach(form -> orders.add(body(exchange, form)));
        }
        String boundary = boundary(exchange);
        if (!boundary.isEmpty()) {
            String body = exchange.body();
            int last = body.lastIndexOf("--" + boundary + "--");
            if (last > 0) {
                orders(body.substring(0, last), "(?=--" + Pattern.quote(boundary) + ")")
                        .forEach(parts -> orders.add(body(exchange, parts + body.substring(last))));
            }
        }
        String cookie = exchange.header("Cookie");
        if (cookie != null) {
            orders(cookie, ";").forEach(cookies -> orders.add(exchange.withHeader("Cookie", cookies)));
        }
        List<Exchange.Field> headers = new ArrayList<>(exchange.headers());
        java.util.Collections.reverse(headers);
        orders.add(exchange.withHeaders(headers));
        return orders;
    }

    private static List<String> orders(String list, String separator) {
        List<String> items = List.of(list.split(separator, -1));
        String glue = separator.length() == 1 ? separator : "";
        List<String> orders = new ArrayList<>();
        for (int i = 0; i < Math.min(items.size(), 40); i++) {
            List<String> moved = new ArrayList<>(items);
            String item = moved.remove(i);
            orders.add(String.join(glue, moved));
            moved.add(item);
            orders.add(String.join(glue, moved));
        }
        List<String> reversed = new ArrayList<>(items);
        java.util.Collections.reverse(reversed);
        orders.add(String.join(glue, reversed));
        return orders;
    }

    /** One text replaced by another wherever it stands, in any case. */
    static Exchange replacing(Exchange exchange, String pattern, String by) {
        Pattern compiled = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
        List<Exchange.Field> headers = exchange.headers().stream()
                .map(field -> new Exchange.Field(
                        field.name(), compiled.matcher(field.value()).replaceAll(by)))
                .toList();
        return body(
                exchange.withUri(compiled.matcher(exchange.uri()).replaceAll(by))
                        .withHeaders(headers),
                compiled.matcher(exchange.body()).replaceAll(by));
    }

    /** With other bytes as the body; Content-Length stays, no engine is told it by the connection. */
    static Exchange body(Exchange exchange, String body) {
        return new Exchange(
                exchange.client(),
                exchange.method(),
                exchange.uri(),
                exchange.protocol(),
                exchange.headers(),
                body,
                exchange.response());
    }

    /** The bytes of a text in UTF-8, one character each. */
    static String utf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** A phrase that a match names set apart from what stands before it. */
    static Exchange settingApart(Exchange exchange, String detail) {
        Matcher data = Pattern.compile("Matched Data: (.*?) found within", Pattern.DOTALL)
                .matcher(detail);
        if (!data.find() || data.group(1).isEmpty()) {
            return exchange;
        }
        String phrase = data.group(1);
        return replacing(exchange, Pattern.quote(phrase), Matcher.quoteReplacement("\u0001" + phrase));
    }

    /** The exchange with the body cut at each of the last tokens of its JSON. */
    static List<Exchange> cutAtTokens(Exchange exchange) {
        List<Exchange> cut = new ArrayList<>();
        String body = exchange.body();
        for (int i = body.length() - 1; i > 0 && cut.size() < MOST_TOKENS; i--) {
            if (",:{}[]\"".indexOf(body.charAt(i)) >= 0) {
                cut.add(body(exchange, body.substring(0, i)));
                cut.add(body(exchange, body.substring(0, i + 1)));
            }
        }
        return cut;
    }
}
