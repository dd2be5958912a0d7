package io.rempart.conformance.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes exchanges out of seeds: values of one carried by another, in another place, written another way, with bytes that no one
 * expects. The same seed and number always make the same exchange.
 */
final class Mutation {
    private static final String[] TOKENS = {
        "' or 1=1-- ",
        "\" or \"\"=\"",
        "union select 1,2",
        "/**/",
        "<script>alert(1)</script>",
        "<img src=x onerror=a()>",
        "javascript:alert(1)",
        "../../etc/passwd",
        "..\\..\\boot.ini",
        "$(id)",
        "`id`",
        ";cat /etc/passwd",
        "|| ls -la",
        "&& whoami",
        "{{7*7}}",
        "${jndi:ldap://x/a}",
        "<?php system('id');?>",
        "%00",
        "%0d%0aSet-Cookie: a=b",
        "http://127.0.0.1/x",
        "file:///etc/hosts",
        "sleep(5)",
        "waitfor delay '0:0:5'",
        "xp_cmdshell",
        "base64_decode",
        "eval(",
        "require('child_process')",
        "__proto__",
        "0x414243",
        "/bin/sh",
        "powershell -enc",
        "cmd.exe /c dir",
        "information_schema",
        "load_file(",
        "onload=",
        "document.cookie",
        "\\u003cscript",
        "&#x3c;script&#x3e;",
        "%u0061%u0062",
        "a'b\"c",
        "--",
        "#",
        "\t",
        "\u000B",
        "\u00A0",
        "\u00E9\u00E0",
        "\u00C3\u00A9",
        "\u00C0\u00AF",
        "\u00FF\u00FE",
        "\u00EF\u00BC\u009Cscript",
        "\u0001\u0002",
        "\u0000",
        "%",
        "%%",
        "%zz",
        "%u12",
        "+",
        "=",
        "&",
        ";",
        "[]",
        "[0]",
        "a.b",
        "(",
        "*",
        "true",
        "-1",
        "1e3",
        "9999999999999999999",
        "O:8:\"stdClass\":0:{}",
        "rO0AB",
        "<!ENTITY x SYSTEM \"file:///\">",
        "${IFS}",
        "c\\at",
        "c'a't",
    };
    private static final String[] NAMES = {
        "a",
        "id",
        "q",
        "page",
        "user",
        "password",
        "file",
        "x[0]",
        "x.y",
        "json.a",
        "__proto__",
        "a b",
        "a'b",
        "<b>",
        "\u00E9",
        "",
        "A",
        "redirect",
        "cmd",
    };
    private static final String[] METHODS = {
        "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "get", "FOO", "TRACE", "PROPFIND"
    };
    private static final String[] TYPES = {
        "application/x-www-form-urlencoded",
        "application/json",
        "text/xml",
        "application/xml",
        "multipart/form-data; boundary=xyz",
        "text/plain",
        "application/octet-stream",
        "application/json;charset=utf-7",
        "application/x-www-form-urlencoded, text/xml",
        "",
        "text/html; charset=utf-8",
        " application/json",
        "application/json ; a=b",
        "application/jsonp",
    };
    private static final String[] PATHS = {
        "/", "/index.php", "/a/../b", "/%2e%2e/x", "//a", "/a//b/./c", "/caf%C3%A9", "/x.php/y", "/.git/config",
                "/a;b=c", "/a%00b", "/admin.bak",
        "/wp-content/x.jsp?", "http://localhost/a", "/%c0%af", "/a\\b", "/.env", "/x.asa", "/a b", "/%u0061", "*", "/?",
                "/#f", "/a?b?c=d",
    };

    private final List<Exchange> attacks;
    private final List<Exchange> ordinary;
    private final List<Exchange.Field> values = new ArrayList<>();
    private final long seed;

    Mutation(List<Exchange> attacks, List<Exchange> ordinary, long seed) {
        this.attacks = attacks;
        this.ordinary = ordinary;
        this.seed = seed;
        attacks.forEach(exchange -> values.addAll(arguments(exchange)));
        ordinary.stream().limit(80).forEach(exchange -> values.addAll(arguments(exchange)));
    }

    /** Exchange number so. */
    Exchange exchange(long number) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L + number);
        random.nextInt();
        Exchange exchange = random.nextInt(12) == 0
                ? ordinary.get(random.nextInt(ordinary.size()))
                : attacks.get(random.nextInt(attacks.size()));
        if (random.nextInt(10) == 0) {
            return exchange;
        }
        for (int rounds = 1 + random.nextInt(3); rounds > 0; rounds--) {
            Exchange changed = change(exchange, random);
            if (Seeds.fitsOnTheWire(changed)) {
                exchange = changed;
            }
        }
        return exchange;
    }

    private Exchange change(Exchange exchange, Random random) {
        return switch (random.nextInt(14)) {
            case 0, 1, 2, 3 -> anyCarrier(random).load(exchange, someValues(random), random);
            case 4, 5 -> {
                List<Exchange.Field> own = arguments(exchange);
                yield anyCarrier(random).load(exchange, own.isEmpty() ? someValues(random) : own, random);
            }
            case 6 -> bodyBytes(exchange, random);
            case 7 -> exchange.withUri(scramble(exchange.uri(), random));
            case 8 -> headerBytes(exchange, random);
            case 9 -> exchange.withHeader("Content-Type", Carrier.pick(random, TYPES));
            case 10 -> oddHeaders(exchange, random);
            case 11 -> {
                String uri = exchange.uri();
                int question = uri.indexOf('?');
                yield exchange.withUri(Carrier.pick(random, PATHS) + (question < 0 ? "" : uri.substring(question)));
            }
            case 12 ->
                exchange.withRequestLine(
                        random.nextBoolean() ? exchange.method() : Carrier.pick(random, METHODS),
                        exchange.uri(),
                        Carrier.pick(random, "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTTP/0.9", "HTTP/3", "HTTP/1.9"));
            default -> answered(exchange, random);
        };
    }

    private static Carrier anyCarrier(Random random) {
        return Carrier.values()[random.nextInt(Carrier.values().length)];
    }

    private List<Exchange.Field> someValues(Random random) {
        List<Exchange.Field> some = new ArrayList<>();
        for (int i = random.nextInt(random.nextInt(30) == 0 ? 40 : 4); i >= 0; i--) {
            String name = random.nextInt(3) > 0
                    ? Carrier.pick(random, NAMES)
                    : values.get(random.nextInt(values.size())).name();
            some.add(new Exchange.Field(name, someValue(random)));
        }
        return some;
    }

    private String someValue(Random random) {
        String value = values.get(random.nextInt(values.size())).value();
        return switch (random.nextInt(6)) {
            case 0 -> Carrier.pick(random, TOKENS) + Carrier.pick(random, TOKENS);
            case 1 -> scramble(value, random);
            case 2 -> value + Carrier.pick(random, TOKENS);
            case 3 -> Carrier.pick(random, TOKENS) + value;
            default -> value;
        };
    }

    /** A few of: a token put in, a byte changed, a piece left out or doubled, letters' case, an encoding. */
    static String scramble(String text, Random random) {
        StringBuilder out = new StringBuilder(text);
        for (int rounds = 1 + random.nextInt(3); rounds > 0; rounds--) {
            int at = random.nextInt(out.length() + 1);
            int end = Math.min(out.length(), at + 1 + random.nextInt(6));
            switch (random.nextInt(8)) {
                case 0, 1 -> out.insert(at, Carrier.pick(random, TOKENS));
                case 2 -> out.delete(at, end);
                case 3 -> out.insert(at, out.substring(at, end));
                case 4 -> out.insert(at, (char) random.nextInt(256));
                case 5 -> {
                    for (int i = at; i < end; i++) {
                        char c = out.charAt(i);
                        out.setCharAt(
                                i,
                                Character.isUpperCase(c) && c < 0x80
                                        ? Character.toLowerCase(c)
                                        : c >= 'a' && c <= 'z' ? Character.toUpperCase(c) : c);
                    }
                }
                case 6 -> {
                    StringBuilder encoded = new StringBuilder();
                    int style = random.nextInt(5);
                    for (int i = at; i < end; i++) {
                        int c = out.charAt(i);
                        encoded.append(
                                switch (style) {
                                    case 0 -> String.format("%%%02x", c);
                                    case 1 -> String.format("%%25%02x", c);
                                    case 2 -> String.format("%%u%04x", c);
                                    case 3 -> "&#" + c + ";";
                                    default -> String.format("\\x%02x", c);
                                });
                    }
                    out.replace(at, end, encoded.toString());
                }
                default -> {
                    if (at < out.length()) {
                        out.setCharAt(at, (char) random.nextInt(256));
                    }
                }
            }
        }
        return out.toString();
    }

    private static Exchange bodyBytes(Exchange exchange, Random random) {
        if (exchange.body().isEmpty()) {
            return exchange.withBody(Carrier.pick(random, TYPES), Carrier.pick(random, TOKENS));
        }
        String body = scramble(exchange.body(), random);
        String type = exchange.header("Content-Type");
        return exchange.withBody(type == null ? "" : type, body);
    }

    private static Exchange headerBytes(Exchange exchange, Random random) {
        if (exchange.headers().isEmpty()) {
            return exchange;
        }
        List<Exchange.Field> headers = new ArrayList<>(exchange.headers());
        int at = random.nextInt(headers.size());
        Exchange.Field field = headers.get(at);
        String value = Carrier.line(scramble(field.value(), random));
        headers.set(at, new Exchange.Field(field.name(), value));
        return exchange.withHeaders(headers);
    }

    private static Exchange oddHeaders(Exchange exchange, Random random) {
        List<Exchange.Field> headers = new ArrayList<>(exchange.headers());
        if (!headers.isEmpty()) {
            int at = random.nextInt(headers.size());
            switch (random.nextInt(4)) {
                case 0 -> headers.remove(at);
                case 1 -> headers.add(headers.get(at));
                case 2 ->
                    headers.set(
                            at,
                            new Exchange.Field(
                                    headers.get(at).name().toLowerCase(java.util.Locale.ROOT),
                                    headers.get(at).value()));
                default -> headers.add(new Exchange.Field(headers.get(at).name(), ""));
            }
        }
        switch (random.nextInt(9)) {
            case 0 ->
                headers.add(new Exchange.Field("Content-Length", Carrier.pick(random, "0", "abc", "-1", "5", "")));
            case 1 ->
                headers.add(new Exchange.Field("Transfer-Encoding", Carrier.pick(random, "chunked", "gzip", "x")));
            case 2 ->
                headers.add(new Exchange.Field("Content-Encoding", Carrier.pick(random, "gzip", "identity", "br")));
            case 3 ->
                headers.add(new Exchange.Field(
                        "Range", Carrier.pick(random, "bytes=0-5", "bytes=5-1", "bytes=1-2,3-4,5-6,7-8,9-10,11-12")));
            case 4 ->
                headers.add(new Exchange.Field(
                        "Connection", Carrier.pick(random, "keep-alive, close", "close", "upgrade")));
            case 5 ->
                headers.add(new Exchange.Field(
                        "Accept-Charset", Carrier.pick(random, "utf-8", "ibm038", "utf-8;q=0.5,ibm500")));
            case 6 ->
                headers.add(new Exchange.Field(
                        "Cache-Control", Carrier.pick(random, "no-cache", "max-age=0", "x=y", "no-store,,")));
            case 7 -> headers.add(new Exchange.Field("X-HTTP-Method-Override", Carrier.pick(random, METHODS)));
            default -> headers.add(new Exchange.Field("Expect", Carrier.pick(random, "100-continue", "x")));
        }
        return exchange.withHeaders(headers);
    }

    private Exchange answered(Exchange exchange, Random random) {
        Exchange.Response own = exchange.response();
        if (own == null) {
            Exchange other = attacks.get(random.nextInt(attacks.size()));
            own = other.response() == null
                    ? new Exchange.Response(
                            200, List.of(new Exchange.Field("Content-Type", "text/html")), other.body() + "<html>")
                    : other.response();
        }
        int status = random.nextInt(4) == 0 ? 200 + 100 * random.nextInt(4) : own.status();
        return exchange.withResponse(new Exchange.Response(
                status, own.headers(), random.nextInt(3) == 0 ? scramble(own.body(), random) : own.body()));
    }

    /** The named values of a request's query and form, decoded once; of another body, its text. */
    static List<Exchange.Field> arguments(Exchange exchange) {
        List<Exchange.Field> found = new ArrayList<>();
        int question = exchange.uri().indexOf('?');
        if (question >= 0) {
            pairs(exchange.uri().substring(question + 1), found);
        }
        String type = exchange.header("Content-Type");
        if (type != null && type.startsWith("application/x-www-form-urlencoded")) {
            pairs(exchange.body(), found);
        } else if (!exchange.body().isEmpty()) {
            found.add(new Exchange.Field("body", exchange.body()));
        }
        return found;
    }

    private static void pairs(String form, List<Exchange.Field> into) {
        for (String pair : form.split("&")) {
            int equals = pair.indexOf('=');
            into.add(new Exchange.Field(
                    decoded(equals < 0 ? pair : pair.substring(0, equals)),
                    equals < 0 ? "" : decoded(pair.substring(equals + 1))));
        }
    }

    static String decoded(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%' && i + 2 < text.length() && isHex(text.charAt(i + 1)) && isHex(text.charAt(i + 2))) {
                out.append((char) Integer.parseInt(text.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                out.append(c == '+' ? ' ' : c);
            }
        }
        return out.toString();
    }

    private static boolean isHex(char c) {
        return Character.digit(c, 16) >= 0 && c < 0x80;
    }
}
