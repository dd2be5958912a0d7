package io.rempart.response.address;

import static org.assertj.core.api.Assertions.assertThat;

import inet.ipaddr.IPAddressString;
import io.rempart.events.decision.Target;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AddressSetTest {
    @Test
    void mergesWhatOverlapsAndTouches() {
        assertThat(AddressSet.ofKnown("192.0.2.0/25", "192.0.2.128/25", "192.0.2.7")
                        .prefixes())
                .extracting(Prefix::toString)
                .containsExactly("192.0.2.0/24");
        assertThat(AddressSet.ofKnown("2001:db8::/33", "2001:db8:8000::/33").prefixes())
                .extracting(Prefix::toString)
                .containsExactly("2001:db8::/32");
    }

    @Test
    void splitsAroundWhatIsTakenOut() {
        assertThat(AddressSet.ofKnown("192.0.2.0/29")
                        .minus(AddressSet.ofKnown("192.0.2.2"))
                        .prefixes())
                .extracting(Prefix::toString)
                .containsExactly("192.0.2.0/31", "192.0.2.3", "192.0.2.4/30");
    }

    @Test
    void makesPrefixesOfARange() {
        assertThat(set("192.0.2.3-192.0.2.9").prefixes())
                .extracting(Prefix::toString)
                .containsExactly("192.0.2.3", "192.0.2.4/30", "192.0.2.8/31");
    }

    @Test
    void aWideBlockOfIpv6HoldsNoIpv4() {
        AddressSet all = set("::/0");
        assertThat(all.contains(new IPAddressString("192.0.2.7").getAddress())).isFalse();
        assertThat(all.contains(new IPAddressString("2001:db8::1").getAddress()))
                .isTrue();
        assertThat(all.prefixes()).noneMatch(Prefix::isIpv4);
        assertThat(set("0.0.0.0/0").prefixes()).extracting(Prefix::toString).containsExactly("0.0.0.0/0");
        assertThat(all.plus(set("0.0.0.0/0")).spans()).hasSize(1);
        assertThat(all.plus(set("0.0.0.0/0")).prefixes())
                .extracting(Prefix::toString)
                .contains("0.0.0.0/0", "8000::/1");
    }

    /** Against sets of bits: 2,000 random pairs of sets in a small space, in both families' corners. */
    @Test
    void doesWhatSetsOfBitsDo() {
        long seed = Long.getLong("rempart.seed", 20_261_125L);
        Random random = new Random(seed);
        for (String base : List.of("192.0.2.", "255.255.255.", "0.0.0.")) {
            for (int round = 0; round < 700; round++) {
                BitSet a = new BitSet(256);
                BitSet b = new BitSet(256);
                AddressSet one = random(base, random, a);
                AddressSet other = random(base, random, b);
                check(seed, base, one, a);
                BitSet union = (BitSet) a.clone();
                union.or(b);
                check(seed, base, one.plus(other), union);
                BitSet difference = (BitSet) a.clone();
                difference.andNot(b);
                check(seed, base, one.minus(other), difference);
                BitSet both = (BitSet) a.clone();
                both.and(b);
                check(seed, base, one.and(other), both);
                assertThat(one.intersects(other)).isEqualTo(a.intersects(b));
                assertThat(one.containsAll(other)).isEqualTo(both.equals(b));
            }
        }
    }

    private static AddressSet random(String base, Random random, BitSet bits) {
        List<Span> spans = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            int first = random.nextInt(256);
            int last = first + random.nextInt(Math.min(40, 256 - first));
            bits.set(first, last + 1);
            spans.add(Span.of(base + first + "-" + base + last).orElseThrow());
        }
        return AddressSet.of(spans);
    }

    private static void check(long seed, String base, AddressSet set, BitSet bits) {
        BitSet found = new BitSet(256);
        for (Prefix prefix : set.prefixes()) {
            int from = (int) prefix.base().low() & 0xFF;
            int count = 1 << 128 - prefix.length();
            assertThat(from % count).as("prefix %s is aligned", prefix).isZero();
            assertThat(found.get(from, from + count).isEmpty())
                    .as("%s once", prefix)
                    .isTrue();
            found.set(from, from + count);
        }
        assertThat(found).as("seed %d, base %s", seed, base).isEqualTo(bits);
    }

    private static AddressSet set(String range) {
        return AddressSet.of((Target.Range) Target.of(range).orElseThrow());
    }
}
