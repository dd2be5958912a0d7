package io.rempart.console.security;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the part of CBOR (RFC 8949) that authenticators write: integers, byte and text strings, arrays and maps of stated
 * length, at most {@value #DEEPEST} levels deep. Integers become {@code Long}, byte strings {@code byte[]}. Whatever else is
 * there is an {@link IllegalArgumentException}. Not thread-safe.
 */
final class Cbor {
    private static final int DEEPEST = 8;
    private static final int MOST_ITEMS = 1_000;

    private final ByteBuffer bytes;
    private int items;

    Cbor(byte[] bytes, int offset) {
        this.bytes = ByteBuffer.wrap(bytes, offset, bytes.length - offset);
    }

    /** The map that begins here. */
    Map<Object, Object> map() {
        if (value(0) instanceof Map<?, ?> map) {
            return new LinkedHashMap<>(map);
        }
        throw new IllegalArgumentException("no CBOR map");
    }

    private Object value(int depth) {
        if (depth > DEEPEST || ++items > MOST_ITEMS || !bytes.hasRemaining()) {
            throw new IllegalArgumentException("CBOR too deep, too long or cut off");
        }
        int head = bytes.get() & 0xFF;
        long argument = argument(head & 31);
        return switch (head >> 5) {
            case 0 -> argument;
            case 1 -> -1 - argument;
            case 2 -> slice(argument);
            case 3 -> new String(slice(argument), StandardCharsets.UTF_8);
            case 4 -> array(argument, depth);
            case 5 -> map(argument, depth);
            default -> throw new IllegalArgumentException("CBOR type " + (head >> 5) + " is not expected");
        };
    }

    private long argument(int low) {
        int width = switch (low) {
            case 24 -> 1;
            case 25 -> 2;
            case 26 -> 4;
            default -> 0;
        };
        if (low < 24) {
            return low;
        }
        if (width == 0 || bytes.remaining() < width) {
            throw new IllegalArgumentException("CBOR length is not expected");
        }
        long value = 0;
        for (int i = 0; i < width; i++) {
            value = value << 8 | bytes.get() & 0xFF;
        }
        return value;
    }

    private byte[] slice(long length) {
        if (length > bytes.remaining()) {
            throw new IllegalArgumentException("CBOR is cut off");
        }
        byte[] slice = new byte[(int) length];
        bytes.get(slice);
        return slice;
    }

    private List<Object> array(long length, int depth) {
        List<Object> list = new ArrayList<>();
        for (long i = 0; i < length; i++) {
            list.add(value(depth + 1));
        }
        return list;
    }

    private Map<Object, Object> map(long length, int depth) {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (long i = 0; i < length; i++) {
            Object key = value(depth + 1);
            if (!(key instanceof Long || key instanceof String) || map.put(key, value(depth + 1)) != null) {
                throw new IllegalArgumentException("CBOR key is not expected, or comes twice");
            }
        }
        return map;
    }
}
