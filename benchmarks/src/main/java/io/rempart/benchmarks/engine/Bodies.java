package io.rempart.benchmarks.engine;

import io.rempart.engine.bytes.ByteSlice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Seeded requests whose bodies have a given size, to see how the cost grows with it. */
final class Bodies {
    private static final String[] WORDS = {
        "the", "quick", "merci", "beaucoup", "pour", "votre", "message", "nous", "avons", "received", "your", "order",
        "and", "will", "send", "it", "demain", "matin", "with", "kind", "regards", "livraison", "gratuite", "until",
        "Friday", "blue", "large", "shirt", "taille", "moyenne", "please", "write", "before", "noon", "jardin"
    };

    private Bodies() {}

    /** Fields of prose, 16 of them. */
    static Request form(int bytes, long seed) {
        Random random = new Random(seed);
        StringBuilder body = new StringBuilder();
        for (int field = 0; field < 16; field++) {
            body.append(field == 0 ? "" : "&").append("field").append(field).append('=');
            append(body, random, bytes * (field + 1) / 16, "+");
        }
        return request("application/x-www-form-urlencoded", body.toString());
    }

    /** An array of objects of four short members. */
    static Request json(int bytes, long seed) {
        Random random = new Random(seed);
        StringBuilder body = new StringBuilder("{\"items\":[");
        while (body.length() < bytes - 20) {
            body.append(body.charAt(body.length() - 1) == '[' ? "" : ",")
                    .append("{\"id\":")
                    .append(random.nextInt(100_000))
                    .append(",\"name\":\"");
            append(body, random, body.length() + 20, " ");
            body.append("\",\"note\":\"");
            append(body, random, body.length() + 60, " ");
            body.append("\",\"sold\":").append(random.nextBoolean()).append('}');
        }
        return request("application/json", body.append("]}").toString());
    }

    /** One text field and one file of random bytes. */
    static Request multipart(int bytes, long seed) {
        Random random = new Random(seed);
        StringBuilder body = new StringBuilder("--x9y8z7\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\n");
        append(body, random, body.length() + 60, " ");
        body.append("\r\n--x9y8z7\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"photo.jpg\"\r\n")
                .append("Content-Type: image/jpeg\r\n\r\n");
        while (body.length() < bytes - 20) {
            body.append((char) random.nextInt(256));
        }
        return request(
                "multipart/form-data; boundary=x9y8z7",
                body.append("\r\n--x9y8z7--\r\n").toString());
    }

    private static void append(StringBuilder body, Random random, int until, String space) {
        do {
            body.append(WORDS[random.nextInt(WORDS.length)]).append(space);
        } while (body.length() < until);
        body.setLength(body.length() - space.length());
    }

    private static Request request(String type, String latin1) {
        ByteSlice body = ByteSlice.of(latin1.getBytes(StandardCharsets.ISO_8859_1));
        List<Request.Header> headers = new ArrayList<>();
        add(headers, "Host", "www.example.com");
        add(headers, "User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0");
        add(headers, "Accept", "*/*");
        add(headers, "Content-Type", type);
        add(headers, "Content-Length", Integer.toString(body.length()));
        return new Request(
                ByteSlice.latin1("POST"),
                ByteSlice.latin1("/submit"),
                ByteSlice.latin1("HTTP/1.1"),
                "198.51.100.7",
                headers,
                body);
    }

    private static void add(List<Request.Header> headers, String name, String value) {
        headers.add(new Request.Header(ByteSlice.latin1(name), ByteSlice.latin1(value)));
    }
}
