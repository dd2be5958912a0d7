package io.rempart.engine.operator;

import io.rempart.engine.bytes.ByteSlice;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A set of addresses and prefixes, IPv4 and IPv6 apart. Each prefix is a range; ranges are sorted and merged, so that a question is a
 * binary search in plain arrays: 8 bytes for an IPv4 range, 32 for an IPv6 range. Immutable, thread-safe.
 */
final class AddressSet {
    private final int[] firstV4;
    private final int[] lastV4;
    private final long[] firstV6;
    private final long[] lastV6;

    private AddressSet(int[] firstV4, int[] lastV4, long[] firstV6, long[] lastV6) {
        this.firstV4 = firstV4;
        this.lastV4 = lastV4;
        this.firstV6 = firstV6;
        this.lastV6 = lastV6;
    }

    /** Whether the address (4 or 16 bytes) is in the set. */
    boolean contains(byte[] address) {
        return address.length == 4 ? containsV4(number(address)) : containsV6(half(address, 0), half(address, 8));
    }

    private boolean containsV4(int address) {
        int low = 0;
        int high = firstV4.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Integer.compareUnsigned(firstV4[middle], address) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low > 0 && Integer.compareUnsigned(address, lastV4[low - 1]) <= 0;
    }

    private boolean containsV6(long upper, long lower) {
        int low = 0;
        int high = firstV6.length / 2;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (compare(firstV6[2 * middle], firstV6[2 * middle + 1], upper, lower) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low > 0 && compare(upper, lower, lastV6[2 * low - 2], lastV6[2 * low - 1]) <= 0;
    }

    private static int number(byte[] address) {
        return address[0] << 24 | (address[1] & 0xFF) << 16 | (address[2] & 0xFF) << 8 | address[3] & 0xFF;
    }

    private static long half(byte[] address, int from) {
        long half = 0;
        for (int i = from; i < from + 8; i++) {
            half = half << 8 | address[i] & 0xFF;
        }
        return half;
    }

    private static int compare(long upperA, long lowerA, long upperB, long lowerB) {
        int upper = Long.compareUnsigned(upperA, upperB);
        return upper != 0 ? upper : Long.compareUnsigned(lowerA, lowerB);
    }

    /** Collects addresses and prefixes. Not thread-safe. */
    static final class Builder {
        private final List<int[]> v4 = new ArrayList<>();
        private final List<long[]> v6 = new ArrayList<>();

        /**
         * Adds {@code address} or {@code address/bits}.
         *
         * @throws IllegalArgumentException when it is neither; the message is a sentence
         */
        Builder add(ByteSlice entry) {
            int slash = entry.length();
            for (int i = 0; i < entry.length() && slash == entry.length(); i++) {
                if (entry.at(i) == '/') {
                    slash = i;
                }
            }
            byte[] address = AddressParser.parse(entry.slice(0, slash));
            int most = address == null ? 0 : 8 * address.length;
            int bits = slash == entry.length() ? most : bits(entry.slice(slash + 1, entry.length()), most);
            if (address == null || bits < 0) {
                throw new IllegalArgumentException("\"" + LogText.escape(entry, 80)
                        + "\" is no address and no network such as 192.0.2.0/24 or 2001:db8::/32.");
            }
            if (address.length == 4) {
                int mask = bits == 0 ? 0 : -1 << (32 - bits);
                int first = number(address) & mask;
                v4.add(new int[] {first, first | ~mask});
            } else {
                long upperMask = bits == 0 ? 0 : bits >= 64 ? -1L : -1L << (64 - bits);
                long lowerMask = bits <= 64 ? 0 : -1L << (128 - bits);
                long upper = half(address, 0) & upperMask;
                long lower = half(address, 8) & lowerMask;
                v6.add(new long[] {upper, lower, upper | ~upperMask, lower | ~lowerMask});
            }
            return this;
        }

        /** The digits of a prefix length, or -1. */
        private static int bits(ByteSlice digits, int most) {
            int bits = 0;
            for (int i = 0; i < digits.length(); i++) {
                int digit = digits.at(i) - '0';
                if (digit < 0 || digit > 9 || i > 2) {
                    return -1;
                }
                bits = bits * 10 + digit;
            }
            return digits.isEmpty() || bits > most ? -1 : bits;
        }

        AddressSet build() {
            v4.sort((a, b) -> Integer.compareUnsigned(a[0], b[0]));
            List<int[]> merged4 = new ArrayList<>();
            for (int[] range : v4) {
                int[] last = merged4.isEmpty() ? null : merged4.get(merged4.size() - 1);
                if (last != null && Integer.compareUnsigned(range[0], last[1]) <= 0) {
                    last[1] = Integer.compareUnsigned(range[1], last[1]) > 0 ? range[1] : last[1];
                } else {
                    merged4.add(range);
                }
            }
            v6.sort((a, b) -> compare(a[0], a[1], b[0], b[1]));
            List<long[]> merged6 = new ArrayList<>();
            for (long[] range : v6) {
                long[] last = merged6.isEmpty() ? null : merged6.get(merged6.size() - 1);
                if (last != null && compare(range[0], range[1], last[2], last[3]) <= 0) {
                    if (compare(range[2], range[3], last[2], last[3]) > 0) {
                        last[2] = range[2];
                        last[3] = range[3];
                    }
                } else {
                    merged6.add(range);
                }
            }
            return new AddressSet(
                    merged4.stream().mapToInt(range -> range[0]).toArray(),
                    merged4.stream().mapToInt(range -> range[1]).toArray(),
                    merged6.stream()
                            .flatMapToLong(range -> LongStream.of(range[0], range[1]))
                            .toArray(),
                    merged6.stream()
                            .flatMapToLong(range -> LongStream.of(range[2], range[3]))
                            .toArray());
        }
    }
}
