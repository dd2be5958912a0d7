package io.rempart.engine.geo;

import io.rempart.engine.operator.GeoDatabase;
import java.net.InetAddress;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A MaxMind database. Thread-safe. A search tree over the bits of the address leads to a record in the data section; both, and the
 * metadata at the end, are as MaxMind's specification of the format (version 2.0) has them. What is broken in the file is an
 * address that nothing is known of.
 */
final class MaxMindFile implements GeoDatabase {
    private static final byte[] MARKER = "\u00AB\u00CD\u00EFMaxMind.com".getBytes(StandardCharsets.ISO_8859_1);
    private static final int METADATA_WITHIN = 128 << 10;
    private static final int SEPARATOR = 16;
    private static final int DEEPEST = 32;
    private static final int MOST_ENTRIES = 10_000;

    private final ByteBuffer bytes;
    private final int nodes;
    private final int recordBits;
    private final int addressBits;
    private final int dataStart;

    private MaxMindFile(ByteBuffer bytes, int nodes, int recordBits, int addressBits) {
        this.bytes = bytes;
        this.nodes = nodes;
        this.recordBits = recordBits;
        this.addressBits = addressBits;
        dataStart = nodes * (recordBits / 4) + SEPARATOR;
    }

    /** The database in the bytes, null when they are none. */
    static @Nullable MaxMindFile of(ByteBuffer bytes) {
        int marker = marker(bytes);
        if (marker < 0) {
            return null;
        }
        try {
            Object metadata = new Reader(bytes, marker + MARKER.length, marker + MARKER.length).value(0);
            long nodes = number(metadata, "node_count");
            long recordBits = number(metadata, "record_size");
            long version = number(metadata, "ip_version");
            boolean known =
                    (recordBits == 24 || recordBits == 28 || recordBits == 32) && (version == 4 || version == 6);
            if (!known || nodes <= 0 || nodes * (recordBits / 4) + SEPARATOR > bytes.limit()) {
                return null;
            }
            return new MaxMindFile(bytes, (int) nodes, (int) recordBits, version == 4 ? 32 : 128);
        } catch (IllegalArgumentException | IndexOutOfBoundsException | BufferUnderflowException broken) {
            return null;
        }
    }

    private static int marker(ByteBuffer bytes) {
        int last = bytes.limit() - MARKER.length;
        for (int at = last; at >= 0 && at >= last - METADATA_WITHIN; at--) {
            int i = 0;
            while (i < MARKER.length && bytes.get(at + i) == MARKER[i]) {
                i++;
            }
            if (i == MARKER.length) {
                return at;
            }
        }
        return -1;
    }

    @Override
    public Map<String, String> lookUp(InetAddress address) {
        try {
            Object record = record(address.getAddress());
            return record == null ? Map.of() : variables(record);
        } catch (IllegalArgumentException | IndexOutOfBoundsException | BufferUnderflowException broken) {
            return Map.of();
        }
    }

    private @Nullable Object record(byte[] address) {
        int bits = address.length * 8;
        if (bits > addressBits) {
            return null;
        }
        int node = 0;
        for (int i = 0; i < addressBits - bits && node < nodes; i++) {
            node = child(node, 0); // IPv4 lies under ::/96
        }
        for (int i = 0; i < bits && node < nodes; i++) {
            node = child(node, address[i >> 3] >> (7 - (i & 7)) & 1);
        }
        if (node <= nodes) {
            return null;
        }
        int offset = node - nodes - SEPARATOR + dataStart;
        return new Reader(bytes, dataStart, offset).value(0);
    }

    private int child(int node, int side) {
        int at = node * (recordBits / 4);
        return switch (recordBits) {
            case 24 -> unsigned(at + side * 3, 3);
            case 28 -> {
                int middle = bytes.get(at + 3) & 0xFF;
                yield side == 0 ? middle >> 4 << 24 | unsigned(at, 3) : (middle & 15) << 24 | unsigned(at + 4, 3);
            }
            default -> {
                int child = bytes.getInt(at + side * 4);
                if (child < 0) {
                    throw new IllegalArgumentException("a record beyond 2 GB");
                }
                yield child;
            }
        };
    }

    private int unsigned(int at, int length) {
        int value = 0;
        for (int i = 0; i < length; i++) {
            value = value << 8 | bytes.get(at + i) & 0xFF;
        }
        return value;
    }

    private static Map<String, String> variables(Object record) {
        Map<String, String> found = new LinkedHashMap<>();
        put(found, "COUNTRY_CODE", at(record, "country", "iso_code"));
        if (found.containsKey("COUNTRY_CODE")) {
            put(found, "COUNTRY_CODE3", Countries.code3(found.get("COUNTRY_CODE")));
        }
        put(found, "COUNTRY_NAME", at(record, "country", "names", "en"));
        put(found, "COUNTRY_CONTINENT", at(record, "continent", "names", "en"));
        Object region = at(record, "subdivisions", "0", "names", "en");
        put(found, "REGION", region == null ? at(record, "subdivisions", "0", "iso_code") : region);
        put(found, "CITY", at(record, "city", "names", "en"));
        put(found, "POSTAL_CODE", at(record, "postal", "code"));
        put(found, "LATITUDE", at(record, "location", "latitude"));
        put(found, "LONGITUDE", at(record, "location", "longitude"));
        put(found, "DMA_CODE", at(record, "location", "metro_code"));
        return found;
    }

    private static void put(Map<String, String> found, String name, @Nullable Object value) {
        if (value instanceof Double number) {
            found.put(name, String.format(Locale.ROOT, "%f", number));
        } else if (value != null && !(value instanceof Map) && !(value instanceof List)) {
            found.put(name, value.toString());
        }
    }

    private static @Nullable Object at(@Nullable Object from, String... path) {
        Object here = from;
        for (String step : path) {
            if (here instanceof Map<?, ?> map) {
                here = map.get(step);
            } else if (here instanceof List<?> list && !list.isEmpty()) {
                here = list.get(0);
            } else {
                return null;
            }
        }
        return here;
    }

    private static long number(@Nullable Object metadata, String name) {
        if (at(metadata, name) instanceof Long number) {
            return number;
        }
        throw new IllegalArgumentException("the metadata has no " + name);
    }

    /** Reads the data section's format. */
    private static final class Reader {
        private static final int POINTER = 1;
        private static final int EXTENDED = 0;

        private final ByteBuffer bytes;
        private final int base;
        private int at;

        Reader(ByteBuffer bytes, int base, int at) {
            this.bytes = bytes;
            this.base = base;
            this.at = at;
        }

        @Nullable
        Object value(int depth) {
            if (depth > DEEPEST) {
                throw new IllegalArgumentException("nested too deep");
            }
            int control = next();
            int type = control >> 5;
            if (type == POINTER) {
                int size = control >> 3 & 3;
                int value = size == 3 ? 0 : control & 7;
                for (int i = 0; i < (size == 3 ? 4 : size + 1); i++) {
                    value = value << 8 | next();
                }
                int offset = size == 1 ? value + 2048 : size == 2 ? value + 526_336 : value;
                return new Reader(bytes, base, base + offset).value(depth + 1);
            }
            if (type == EXTENDED) {
                type = 7 + next();
            }
            return value(type, size(control & 31), depth);
        }

        private int size(int small) {
            return switch (small) {
                case 29 -> 29 + next();
                case 30 -> 285 + (next() << 8 | next());
                case 31 -> 65_821 + (next() << 16 | next() << 8 | next());
                default -> small;
            };
        }

        private @Nullable Object value(int type, int size, int depth) {
            switch (type) {
                case 2:
                    return new String(take(size), StandardCharsets.UTF_8);
                case 3:
                    return Double.longBitsToDouble(integer(8));
                case 4:
                    take(size);
                    return null;
                case 5, 6, 9, 10:
                    return integer(size);
                case 7:
                    Map<String, @Nullable Object> map = new LinkedHashMap<>();
                    for (int i = 0; i < bounded(size); i++) {
                        map.put(String.valueOf(value(depth + 1)), value(depth + 1));
                    }
                    return map;
                case 8:
                    return (long) (int) integer(size);
                case 11:
                    List<@Nullable Object> list = new ArrayList<>();
                    for (int i = 0; i < bounded(size); i++) {
                        list.add(value(depth + 1));
                    }
                    return list;
                case 14:
                    return size != 0;
                case 15:
                    return (double) Float.intBitsToFloat((int) integer(4));
                default:
                    throw new IllegalArgumentException("type " + type + " is not known");
            }
        }

        private static int bounded(int size) {
            if (size > MOST_ENTRIES) {
                throw new IllegalArgumentException("too many entries");
            }
            return size;
        }

        private long integer(int size) {
            long value = 0;
            for (int i = 0; i < size; i++) {
                value = value << 8 | next();
            }
            return value;
        }

        private byte[] take(int size) {
            if (size > bytes.limit() - at) {
                throw new IllegalArgumentException("beyond the end");
            }
            byte[] taken = new byte[size];
            for (int i = 0; i < size; i++) {
                taken[i] = bytes.get(at++);
            }
            return taken;
        }

        private int next() {
            return bytes.get(at++) & 0xFF;
        }
    }
}
