package io.rempart.conformance.oracle;

import java.util.List;
import java.util.Random;

/** Writes named values as JSON: flat or nested, escaped in several ways, sometimes broken. */
final class JsonText {
    private JsonText() {}

    static String of(List<Exchange.Field> values, Random random) {
        StringBuilder text = new StringBuilder();
        int shape = random.nextInt(5);
        int depth = shape == 4 ? random.nextInt(random.nextInt(8) == 0 ? 80 : 12) : 0;
        text.append("{\"n\":".repeat(depth));
        boolean list = shape == 1;
        text.append(list ? '[' : '{');
        for (int i = 0; i < values.size(); i++) {
            text.append(i == 0 ? "" : random.nextInt(60) == 0 ? ",," : ",");
            if (!list) {
                string(text, values.get(i).name(), random);
                text.append(random.nextInt(4) == 0 ? " : " : ":");
            }
            value(text, values.get(i).value(), random);
        }
        text.append(list ? ']' : '}').append("}".repeat(depth));
        switch (random.nextInt(24)) {
            case 0 -> text.append(" trailing");
            case 1 -> text.setLength(Math.max(1, text.length() - 1 - random.nextInt(6)));
            case 2 -> text.insert(0, "\u00EF\u00BB\u00BF");
            case 3 -> text.insert(0, "/* c */");
            case 4 -> text.append("{}");
            default -> {}
        }
        return text.toString();
    }

    private static void value(StringBuilder text, String value, Random random) {
        switch (random.nextInt(14)) {
            case 0 -> text.append(random.nextBoolean() ? "true" : "null");
            case 1 ->
                text.append(Carrier.pick(random, "12", "-0", "1e9", "1.5E-3", "0x10", "01", "99999999999999999999"));
            case 2 -> {
                text.append('[');
                string(text, value, random);
                text.append(",1,[],{}]");
            }
            case 3 -> {
                text.append("{\"in\":");
                string(text, value, random);
                text.append('}');
            }
            default -> string(text, value, random);
        }
    }

    private static void string(StringBuilder text, String value, Random random) {
        int style = random.nextInt(6);
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < 0x20 || style == 0 && random.nextInt(4) == 0 && c < 0x80) {
                text.append(String.format("\\u%04x", (int) c));
            } else if (c == '/' && style == 1) {
                text.append("\\/");
            } else if (c >= 0x80 && style != 2) {
                text.append((char) (0xC0 | c >> 6)).append((char) (0x80 | c & 0x3F));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
