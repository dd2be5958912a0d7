package io.rempart.response.decision;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A small MMDB file of IPv4 ranges (MaxMind DB file format specification 2.0), written for a test. */
final class MmdbFile {
    private static final int EMPTY = -1;
    private static final int STRING = 2;
    private static final int UINT16 = 5;
    private static final int UINT32 = 6;
    private static final int MAP = 7;
    private static final int UINT64 = 9;
    private static final int ARRAY = 11;

    private final List<int[]> nodes = new ArrayList<>(List.of(new int[] {EMPTY, EMPTY}));
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    /** Gives a range what is known of it; ranges must not overlap. */
    MmdbFile with(String range, Map<String, ?> known) {
        String[] halves = range.split("/");
        String[] bytes = halves[0].split("\\.");
        long address = 0;
        for (String each : bytes) {
            address = address << 8 | Integer.parseInt(each);
        }
        int length = Integer.parseInt(halves[1]);
        int node = 0;
        for (int bit = 0; bit < length; bit++) {
            int side = (int) (address >> 31 - bit) & 1;
            if (bit == length - 1) {
                nodes.get(node)[side] = -2 - data.size();
            } else {
                if (nodes.get(node)[side] == EMPTY) {
                    nodes.add(new int[] {EMPTY, EMPTY});
                    nodes.get(node)[side] = nodes.size() - 1;
                }
                node = nodes.get(node)[side];
            }
        }
        write(data, known);
        return this;
    }

    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int[] node : nodes) {
            for (int record : node) {
                int value = record == EMPTY ? nodes.size() : record < 0 ? nodes.size() + 16 - record - 2 : record;
                number(out, value, 3);
            }
        }
        out.writeBytes(new byte[16]);
        out.writeBytes(data.toByteArray());
        out.writeBytes(new byte[] {(byte) 0xab, (byte) 0xcd, (byte) 0xef});
        out.writeBytes("MaxMind.com".getBytes(StandardCharsets.US_ASCII));
        control(out, MAP, 9);
        write(out, "node_count");
        control(out, UINT32, 4);
        number(out, nodes.size(), 4);
        for (Map.Entry<String, Integer> each : List.of(
                Map.entry("record_size", 24),
                Map.entry("ip_version", 4),
                Map.entry("binary_format_major_version", 2),
                Map.entry("binary_format_minor_version", 0))) {
            write(out, each.getKey());
            control(out, UINT16, 2);
            number(out, each.getValue(), 2);
        }
        write(out, "database_type");
        write(out, "Test");
        write(out, "languages");
        control(out, ARRAY, 0);
        write(out, "description");
        control(out, MAP, 0);
        write(out, "build_epoch");
        control(out, UINT64, 4);
        number(out, 1_790_000_000, 4);
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, Object value) {
        if (value instanceof Map<?, ?> map) {
            control(out, MAP, map.size());
            map.forEach((name, inner) -> {
                write(out, name);
                write(out, inner);
            });
        } else if (value instanceof Integer number) {
            control(out, UINT32, 4);
            number(out, number, 4);
        } else {
            byte[] text = value.toString().getBytes(StandardCharsets.UTF_8);
            control(out, STRING, text.length);
            out.writeBytes(text);
        }
    }

    private static void control(ByteArrayOutputStream out, int type, int size) {
        if (size > 28) {
            throw new IllegalArgumentException("longer than this writer knows: " + size);
        }
        if (type > 7) {
            out.write(size);
            out.write(type - 7);
        } else {
            out.write(type << 5 | size);
        }
    }

    private static void number(ByteArrayOutputStream out, int value, int bytes) {
        for (int i = bytes - 1; i >= 0; i--) {
            out.write(value >> 8 * i);
        }
    }
}
