package io.rempart.conformance.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Ways to bring named values to an application: where they stand in a request and how they are written there. */
enum Carrier {
    QUERY {
        @Override
        Exchange load(Exchange exchange, List<Exchange.Field> values, Random random) {
            int question = exchange.uri().indexOf('?');
            String path = question < 0 ? exchange.uri() : exchange.uri().substring(0, question);
            return exchange.withUri(path + "?" + form(values, random));
        }
    },
    FORM {
        @Override
        Exchange load(Exchange exchange, List<Exchange.Field> values, Random random) {
            String type = pick(
                    random,
                    "application/x-www-form-urlencoded",
                    "application/x-www-form-urlencoded; charset=UTF-8",
                    "Application/X-Www-Form-Urlencoded",
                    "application/x-www-form-urlencoded;charset=ibm037");
            return exchange.withBody(type, form(values, random));
        }
    },
    COOKIE {
        @Override
        Exchange load(Exchange exchange, List<Exchange.Field> values, Random random) {
            StringBuilder cookie = new StringBuilder();
            for (Exchange.Field value : values) {
                cookie.append(cookie.isEmpty() ? "" : pick(random, "; ", ";", ";  ", " ; "))
                        .append(value.name())
                        .append(random.nextInt(12) == 0 ? "" : "=")
                        .append(value.value());
            }
            return exchange.withHeader("Cookie", line(cookie.toString()));
        }
    },
    HEADERS {
        @Override
        Exchange load(Exchange exchange, List<Exchange.Field> values, Random random) {
            Exchange loaded = exchange;
            for (Exchange.Field value : values) {
                String name = pick(random, "User-Agent", "Referer", "X-Forwarded-For", "Accept", "X-Custom", "Origin");
                loaded = loaded.withHeader(name, line(value.value()));
            }
            return loaded;
        }
    },
    JSON {
        @Override
        Exchange load(Exchange exchange, List<Exchange.Field> values, Random random) {
            String type = pick(
                    random,
                    "application/json",
                    "application/json; charset=utf-8",
                    "application/vnd.api+json",
                    "APPLICATION/JSON");
            return exchange.withBody(type, JsonText.of(values, random));
        }
    },
    XML {
        @Override
        Exchange load(Exchange exchange, List<Exchange.Field> values, Random random) {
            String type = pick(random, "application/xml", "text/xml", "application/soap+xml; charset=utf-8");
            return exchange.withBody(type, XmlText.of(values, random));
        }
    },
    MULTIPART {
        @Override
        Exchange load(Exchange exchange, List<Exchange.Field> values, Random random) {
            MultipartText text = new MultipartText(random);
            return exchange.withBody(text.type(), text.of(values));
        }
    };

    /** The exchange with the values put where this carrier puts them. */
    abstract Exchange load(Exchange exchange, List<Exchange.Field> values, Random random);

    static String pick(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** Bytes that end a line or a text can't stand in a header, and servers take the space around a value away. */
    static String line(String text) {
        return text.replaceAll("[\\x00\\r\\n]", " ").strip();
    }

    static String form(List<Exchange.Field> values, Random random) {
        List<String> pairs = new ArrayList<>();
        for (Exchange.Field value : values) {
            String separator = random.nextInt(20) == 0 ? "" : "=";
            pairs.add(percent(value.name(), random) + separator + percent(value.value(), random));
        }
        return String.join(random.nextInt(30) == 0 ? ";" : "&", pairs);
    }

    /** Percent encoding as a browser does it, or all, or carelessly. */
    static String percent(String text, Random random) {
        int style = random.nextInt(6);
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain =
                    c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '.';
            boolean mustEncode = c <= ' ' || c == '&' || c == '#' || c == 0x7F;
            if (c == ' ' && style != 1) {
                out.append('+');
            } else if (mustEncode || style == 1 || style < 4 && !plain || random.nextInt(40) == 0) {
                out.append('%').append(String.format(style == 2 ? "%02X" : "%02x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
