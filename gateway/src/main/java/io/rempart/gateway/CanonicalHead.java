package io.rempart.gateway;

import io.rempart.engine.bytes.ByteSlice;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The head as Jetty's parser, and so a back end, gets it: nothing in it can be understood in two ways. Bytes of the target that
 * no URI may have are percent-encoded, versions above 1.1 become 1.1. Of a refused request nothing is handed on but that there was
 * one. Stateless.
 */
final class CanonicalHead {
    private static final String HEX = "0123456789ABCDEF";

    private CanonicalHead() {}

    static ByteBuffer of(RawHead head) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        if (head.refusal() != null) {
            boolean bare = head.protocol().isEmpty();
            text(out, bare ? "GET /\r\n" : "GET / HTTP/1.1\r\nHost: refused\r\nConnection: close\r\n\r\n");
        } else if (head.isVersion09()) {
            text(out, "GET ");
            target(out, head.target());
            text(out, "\r\n");
        } else {
            put(out, head.method());
            text(out, " ");
            target(out, head.target());
            text(out, head.protocol().toString().equals("HTTP/1.0") ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n");
            for (RawHead.Field field : head.fields()) {
                if (field.value().isEmpty() && field.name().toString().equalsIgnoreCase("Host")) {
                    continue; // HTTP/1.0 may name no host; Jetty would refuse an empty one
                }
                put(out, field.name());
                text(out, ": ");
                put(out, field.value());
                text(out, "\r\n");
            }
            text(out, "\r\n");
        }
        return ByteBuffer.wrap(out.toByteArray());
    }

    private static void target(ByteArrayOutputStream out, ByteSlice target) {
        for (int i = 0; i < target.length(); i++) {
            int c = target.at(i);
            if (c <= ' ' || c >= 0x7F || "\"<>\\^`{|}".indexOf(c) >= 0) {
                out.write('%');
                out.write(HEX.charAt(c >> 4));
                out.write(HEX.charAt(c & 15));
            } else {
                out.write(c);
            }
        }
    }

    private static void put(ByteArrayOutputStream out, ByteSlice bytes) {
        out.write(bytes.array(), bytes.offset(), bytes.length());
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        out.write(bytes, 0, bytes.length);
    }
}
