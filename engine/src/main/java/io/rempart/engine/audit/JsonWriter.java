package io.rempart.engine.audit;

import io.rempart.engine.bytes.ByteSlice;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes JSON as ModSecurity's writers do: bytes from 0x80 on stay as they are, also where they are no UTF-8, controls are escaped.
 * Names may repeat in an object (header fields do). For one thread.
 */
final class JsonWriter {
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.ISO_8859_1);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    private boolean comma;

    JsonWriter open(char bracket) {
        separate();
        out.write(bracket);
        comma = false;
        return this;
    }

    JsonWriter close(char bracket) {
        out.write(bracket);
        comma = true;
        return this;
    }

    JsonWriter name(String name) {
        return name(ByteSlice.latin1(name));
    }

    JsonWriter name(ByteSlice name) {
        separate();
        quoted(name);
        out.write(':');
        comma = false;
        return this;
    }

    JsonWriter value(ByteSlice value) {
        separate();
        quoted(value);
        comma = true;
        return this;
    }

    JsonWriter value(String latin1) {
        return value(ByteSlice.latin1(latin1));
    }

    /** A number, or true and false. */
    JsonWriter raw(String token) {
        separate();
        out.writeBytes(AuditRecord.latin1(token));
        comma = true;
        return this;
    }

    JsonWriter number(long number) {
        return raw(Long.toString(number));
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    private void separate() {
        if (comma) {
            out.write(',');
        }
    }

    private void quoted(ByteSlice value) {
        out.write('"');
        for (int i = 0; i < value.length(); i++) {
            int b = value.at(i);
            switch (b) {
                case '"' -> escape('"');
                case '\\' -> escape('\\');
                case '\n' -> escape('n');
                case '\r' -> escape('r');
                case '\t' -> escape('t');
                case '\b' -> escape('b');
                case '\f' -> escape('f');
                default -> {
                    if (b < 0x20) {
                        out.writeBytes(AuditRecord.latin1("\\u00"));
                        out.write(HEX[b >> 4]);
                        out.write(HEX[b & 15]);
                    } else {
                        out.write(b);
                    }
                }
            }
        }
        out.write('"');
    }

    private void escape(char c) {
        out.write('\\');
        out.write(c);
    }
}
