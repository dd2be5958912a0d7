package io.rempart.conformance.oracle;

import io.rempart.engine.body.BodyFlag;
import io.rempart.engine.body.BodyLimits;
import io.rempart.engine.body.BodySink;
import io.rempart.engine.body.JsonBody;
import io.rempart.engine.body.XmlContent;
import io.rempart.engine.bytes.ByteSlice;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What Apache and ModSecurity 2 read otherwise than we do. Stateless. */
final class ApacheReading {
    private ApacheReading() {}

    /** The path as Apache leaves it behind the first phase: decoded once, dot segments and double slashes gone. */
    static Exchange withNormalisedPath(Exchange exchange) {
        String uri = exchange.uri();
        int end = uri.indexOf('?');
        String path = end < 0 ? uri : uri.substring(0, end);
        String decoded = Mutation.decoded(normalised(path).replace("+", "%2b"));
        return exchange.withUri(normalised(decoded) + (end < 0 ? "" : uri.substring(end)));
    }

    /** A JSON body as a form that has the arguments which ModSecurity 2 makes of it. */
    static Exchange asForm(Exchange exchange) {
        Arguments arguments = new Arguments(new ArrayList<>());
        read(exchange, arguments, BodyLimits.JsonNames.V2);
        StringBuilder form = new StringBuilder();
        for (Exchange.Field argument : arguments.fields()) {
            form.append(form.length() == 0 ? "" : "&")
                    .append(encoded(argument.name()))
                    .append('=')
                    .append(encoded(argument.value()));
        }
        return Rewriting.body(
                exchange.withHeader("Content-Type", "application/x-www-form-urlencoded"), form.toString());
    }

    private static String encoded(String text) {
        StringBuilder out = new StringBuilder();
        for (char c : text.toCharArray()) {
            out.append(String.format("%%%02x", (int) c));
        }
        return out.toString();
    }

    private static void read(Exchange exchange, Arguments arguments, BodyLimits.JsonNames whose) {
        JsonBody body = new JsonBody(BodyLimits.DEFAULT.withJsonNames(whose), arguments);
        body.write(ByteSlice.latin1(exchange.body()));
        body.end(false);
    }

    private static String normalised(String path) {
        StringBuilder decoded = new StringBuilder();
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '%' && i + 2 < path.length()) {
                int high = Character.digit(path.charAt(i + 1), 16);
                int low = Character.digit(path.charAt(i + 2), 16);
                char character = (char) (high * 16 + low);
                if (high >= 0 && low >= 0 && isUnreserved(character)) {
                    decoded.append(character);
                    i += 2;
                    continue;
                }
            }
            decoded.append(c);
        }
        String[] segments = decoded.toString().split("/+", -1);
        Deque<String> kept = new ArrayDeque<>();
        for (int i = 1; i < segments.length; i++) {
            boolean last = i == segments.length - 1;
            if (segments[i].equals("..")) {
                kept.pollLast();
            } else if (!segments[i].equals(".")) {
                kept.addLast(segments[i]);
                continue;
            }
            if (last) {
                kept.addLast("");
            }
        }
        return decoded.toString().startsWith("/") ? "/" + String.join("/", kept) : decoded.toString();
    }

    private static boolean isUnreserved(char c) {
        return c < 0x80 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0);
    }

    /** How many names of arguments come more than once. */
    static long repeatedNames(Exchange exchange, BodyLimits.JsonNames whose) {
        Map<String, Integer> counts = new HashMap<>();
        argumentNames(exchange, whose).forEach(name -> counts.merge(name.toLowerCase(Locale.ROOT), 1, Integer::sum));
        return counts.values().stream().filter(count -> count > 1).count();
    }

    /** The names that the values of a JSON body get, and those of the query. */
    static List<String> argumentNames(Exchange exchange, BodyLimits.JsonNames whose) {
        List<String> names = new ArrayList<>();
        int question = exchange.uri().indexOf('?');
        if (question >= 0) {
            for (String pair : exchange.uri().substring(question + 1).split("&")) {
                names.add(Mutation.decoded(pair.split("=", 2)[0]));
            }
        }
        Arguments arguments = new Arguments(new ArrayList<>());
        read(exchange, arguments, whose);
        arguments.fields().forEach(field -> names.add(field.name()));
        return names;
    }

    private record Arguments(List<Exchange.Field> fields) implements BodySink {
        @Override
        public boolean argument(ByteSlice name, ByteSlice value, long nameOffset, long valueOffset) {
            fields.add(new Exchange.Field(name.toString(), value.toString()));
            return true;
        }

        @Override
        public void flag(BodyFlag flag, int value) {}

        @Override
        public void error(String message) {}

        @Override
        public void partHeader(ByteSlice part, ByteSlice line) {}

        @Override
        public void fileBegin(ByteSlice name, ByteSlice filename, boolean kept) {}

        @Override
        public void fileContent(ByteSlice chunk) {}

        @Override
        public void fileEnd(ByteSlice name, ByteSlice filename, long length, long offset) {}

        @Override
        public void xml(XmlContent content) {}
    }
}
