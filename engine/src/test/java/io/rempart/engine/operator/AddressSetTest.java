package io.rempart.engine.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.engine.bytes.ByteSlice;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class AddressSetTest {
    private record Prefix(BigInteger address, int size, int bits) {
        boolean holds(BigInteger other, int otherSize) {
            return size == otherSize && other.shiftRight(size - bits).equals(address.shiftRight(size - bits));
        }
    }

    @Test
    void agreesWithArithmeticOnWholeNumbers() {
        Random random = new Random(11);
        for (int round = 0; round < 300; round++) {
            List<Prefix> prefixes = new ArrayList<>();
            AddressSet.Builder builder = new AddressSet.Builder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                int size = random.nextBoolean() ? 32 : 128;
                Prefix prefix = new Prefix(address(random, size), size, random.nextInt(size + 1));
                prefixes.add(prefix);
                builder.add(ByteSlice.latin1(text(prefix.address, size) + "/" + prefix.bits));
            }
            AddressSet set = builder.build();
            for (int i = 0; i < 200; i++) {
                Prefix near = prefixes.get(random.nextInt(prefixes.size()));
                int size = near.size;
                BigInteger address = address(random, size);
                if (random.nextBoolean()) {
                    address = near.address.xor(BigInteger.ONE.shiftLeft(random.nextInt(size)));
                }
                BigInteger asked = address;
                byte[] bytes = AddressParser.parse(ByteSlice.latin1(text(asked, size)));
                boolean held = prefixes.stream().anyMatch(prefix -> prefix.holds(asked, size));
                if (bytes == null || set.contains(bytes) != held) {
                    Assertions.fail(text(asked, size) + " in " + prefixes + " must be " + held);
                }
            }
        }
    }

    /** Few bits differ, so that prefixes overlap. */
    private static BigInteger address(Random random, int size) {
        BigInteger address = BigInteger.ZERO;
        for (int i = 0; i < 3; i++) {
            address = address.setBit(random.nextInt(size));
        }
        return random.nextInt(8) == 0 ? BigInteger.ONE.shiftLeft(size).subtract(BigInteger.ONE) : address;
    }

    private static String text(BigInteger address, int size) {
        StringBuilder out = new StringBuilder();
        int step = size == 32 ? 8 : 16;
        for (int shift = size - step; shift >= 0; shift -= step) {
            int part = address.shiftRight(shift).intValue() & (1 << step) - 1;
            out.append(step == 8 ? Integer.toString(part) : Integer.toHexString(part))
                    .append(shift > 0 ? step == 8 ? "." : ":" : "");
        }
        return out.toString();
    }

    @Test
    void readsOnlyWhatIsAnAddress() {
        for (String good : List.of(
                "1.2.3.4",
                "::",
                "::1",
                "1::",
                "1:2:3:4:5:6:7:8",
                "1:2:3:4:5:6:7::",
                "::2:3:4:5:6:7:8",
                "::ffff:1.2.3.4",
                "1:2:3:4:5:6:1.2.3.4",
                "ABCD::ef")) {
            assertThat(AddressParser.parse(ByteSlice.latin1(good))).as(good).isNotNull();
        }
        for (String bad : List.of(
                "",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "01.2.3.4",
                "1.2.3.4 ",
                "1..3.4",
                ":",
                ":::",
                "1:",
                ":1",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "12345::",
                "g::",
                "::1%eth0",
                "::1.2.3",
                "1:2:3:4:5:6:7:1.2.3.4",
                "1:2:3:4:5:6:7:8::")) {
            assertThat(AddressParser.parse(ByteSlice.latin1(bad))).as(bad).isNull();
        }
    }
}
