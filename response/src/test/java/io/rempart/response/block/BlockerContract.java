package io.rempart.response.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.response.address.Prefix;
import io.rempart.response.block.Blocker.Element;
import io.rempart.response.block.Blocker.Enforced;
import io.rempart.testkit.NetworkLab;
import io.rempart.testkit.TcpPeer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What every driver does to real packets, between machines in network namespaces. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BlockerContract {
    private static final int PATIENCE = 1_000;
    private static final int REFUSAL = 400;

    protected NetworkLab lab;
    protected Blocker blocker;
    private TcpPeer two;
    private TcpPeer three;
    private TcpPeer six;

    /** A driver whose programs run on the lab's server. */
    protected abstract Blocker driver(Clock clock, SystemCommand.Finder programs) throws Exception;

    /** Takes the driver's things away as another program of the machine would. */
    protected abstract void flush();

    @BeforeAll
    void openLab() throws Exception {
        lab = NetworkLab.open();
        List<String> onServer = lab.onServer();
        blocker = driver(
                Clock.systemUTC(),
                (name, limit) -> SystemCommand.find(name, limit).map(command -> command.runBy(onServer)));
        org.junit.jupiter.api.Assumptions.assumeTrue(
                blocker.problem().isEmpty(), () -> blocker.problem().orElse(""));
        two = lab.client("198.51.100.2");
        three = lab.client("198.51.100.3");
        six = lab.client("2001:db8:2::2");
    }

    @AfterAll
    void closeLab() throws Exception {
        if (lab != null) {
            lab.close();
        }
    }

    @BeforeEach
    void blocksNothing() {
        blocker.swap(List.of());
    }

    @Test
    void blocksOneAddressAndLetsTheOthersThrough() {
        assertThat(two.reaches(NetworkLab.SERVER, NetworkLab.PORT, PATIENCE)).isTrue();
        blocker.change(elements("198.51.100.2"), List.of());
        assertThat(two.reaches(NetworkLab.SERVER, NetworkLab.PORT, REFUSAL)).isFalse();
        assertThat(three.reaches(NetworkLab.SERVER, NetworkLab.PORT, PATIENCE)).isTrue();
        assertThat(six.reaches(NetworkLab.SERVER_6, NetworkLab.PORT, PATIENCE)).isTrue();
        assertThat(blocker.read().elements().get(prefix("198.51.100.2")).packets())
                .isPositive();
        blocker.change(List.of(), List.of(prefix("198.51.100.2")));
        assertThat(two.reaches(NetworkLab.SERVER, NetworkLab.PORT, PATIENCE)).isTrue();
    }

    @Test
    void blocksIpv6() {
        assertThat(six.reaches(NetworkLab.SERVER_6, NetworkLab.PORT, PATIENCE)).isTrue();
        blocker.change(elements("2001:db8:2::/64"), List.of());
        assertThat(six.reaches(NetworkLab.SERVER_6, NetworkLab.PORT, REFUSAL)).isFalse();
        assertThat(three.reaches(NetworkLab.SERVER, NetworkLab.PORT, PATIENCE)).isTrue();
        blocker.change(List.of(), List.of(prefix("2001:db8:2::/64")));
        assertThat(six.reaches(NetworkLab.SERVER_6, NetworkLab.PORT, PATIENCE)).isTrue();
    }

    @Test
    void blocksARangeAndAnAddressInsideItByItself() {
        blocker.change(elements("198.51.100.2/31", "198.51.100.2"), List.of());
        assertThat(two.reaches(NetworkLab.SERVER, NetworkLab.PORT, REFUSAL)).isFalse();
        assertThat(three.reaches(NetworkLab.SERVER, NetworkLab.PORT, REFUSAL)).isFalse();
        blocker.change(List.of(), List.of(prefix("198.51.100.2/31")));
        assertThat(two.reaches(NetworkLab.SERVER, NetworkLab.PORT, REFUSAL)).isFalse();
        assertThat(three.reaches(NetworkLab.SERVER, NetworkLab.PORT, PATIENCE)).isTrue();
    }

    @Test
    void cutsAnEstablishedConnection() {
        assertThat(two.connects(NetworkLab.SERVER, NetworkLab.PORT, PATIENCE)).isTrue();
        assertThat(three.connects(NetworkLab.SERVER, NetworkLab.PORT, PATIENCE)).isTrue();
        blocker.change(elements("198.51.100.2"), List.of());
        assertThat(two.isAnswered(REFUSAL)).isFalse();
        assertThat(three.isAnswered(PATIENCE)).isTrue();
    }

    @Test
    void blocksAPortThatIsForwardedAsDockerDoes() {
        assertThat(two.reaches(NetworkLab.SERVER, NetworkLab.FORWARDED_PORT, PATIENCE))
                .isTrue();
        assertThat(two.connects(NetworkLab.SERVER, NetworkLab.FORWARDED_PORT, PATIENCE))
                .isTrue();
        blocker.change(elements("198.51.100.2"), List.of());
        assertThat(two.reaches(NetworkLab.SERVER, NetworkLab.FORWARDED_PORT, REFUSAL))
                .isFalse();
        assertThat(two.isAnswered(REFUSAL)).isFalse();
        assertThat(three.reaches(NetworkLab.SERVER, NetworkLab.FORWARDED_PORT, PATIENCE))
                .isTrue();
    }

    @Test
    void theKernelForgetsABlockByItselfWhenNobodyIsLeftToTellIt() {
        blocker.change(List.of(new Element(prefix("198.51.100.2"), Instant.now().minusSeconds(4))), List.of());
        assertThat(two.reaches(NetworkLab.SERVER, NetworkLab.PORT, REFUSAL)).isFalse();
        assertThat(NetworkLab.within(
                        Duration.ofSeconds(8), () -> two.reaches(NetworkLab.SERVER, NetworkLab.PORT, REFUSAL)))
                .isTrue();
    }

    @Test
    void seesThatItWasFlushedAndIsWholeAfterASwap() {
        blocker.swap(elements("198.51.100.2", "2001:db8:2::/64", "203.0.113.0/24"));
        assertThat(blocker.read().elements().keySet())
                .isEqualTo(Set.of(prefix("198.51.100.2"), prefix("2001:db8:2::/64"), prefix("203.0.113.0/24")));
        flush();
        Enforced found = blocker.read();
        assertThat(found.flaws()).isNotEmpty();
        assertThat(two.reaches(NetworkLab.SERVER, NetworkLab.PORT, PATIENCE)).isTrue();
        blocker.swap(elements("198.51.100.2", "2001:db8:2::/64", "203.0.113.0/24"));
        assertThat(blocker.read().flaws()).isEmpty();
        assertThat(two.reaches(NetworkLab.SERVER, NetworkLab.PORT, REFUSAL)).isFalse();
    }

    @Test
    void takesBackWhatIsNotThereAndAddsWhatIs() {
        blocker.change(elements("203.0.113.7"), List.of());
        blocker.change(elements("203.0.113.7"), List.of(prefix("203.0.113.9")));
        blocker.change(List.of(), List.of(prefix("203.0.113.7"), prefix("2001:db8:9::/48")));
        assertThat(blocker.read()).isEqualTo(new Enforced(java.util.Map.of(), List.of()));
    }

    @Test
    void holdsAHundredThousandAndOne() {
        List<Element> many = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            String text = (i % 10 == 0)
                    ? "20." + i / 25_000 + "." + i / 100 % 250 + "." + i % 100 + "/32"
                    : (i % 10 == 1)
                            ? "2a00:" + Integer.toHexString(i / 10) + "::/64"
                            : "30." + i / 62_500 + "." + i / 250 % 250 + "." + i % 250;
            many.add(new Element(prefix(text), null));
        }
        Set<Prefix> wanted = new java.util.HashSet<>();
        many.forEach(element -> wanted.add(element.prefix()));
        long start = System.nanoTime();
        blocker.swap(many);
        long loaded = System.nanoTime();
        blocker.change(elements("198.51.100.2"), List.of());
        long added = System.nanoTime();
        wanted.add(prefix("198.51.100.2"));
        System.out.printf(
                "%s: %d elements loaded in %d ms, one added in %d ms%n",
                blocker.name(), wanted.size() - 1, (loaded - start) / 1_000_000, (added - loaded) / 1_000_000);
        assertThat(two.reaches(NetworkLab.SERVER, NetworkLab.PORT, REFUSAL)).isFalse();
        assertThat(three.reaches(NetworkLab.SERVER, NetworkLab.PORT, PATIENCE)).isTrue();
        assertThat(blocker.read().elements().keySet()).isEqualTo(wanted);
    }

    @Test
    void leavesNothingBehindWhenReleased() {
        blocker.swap(elements("198.51.100.2"));
        blocker.release();
        assertThat(two.reaches(NetworkLab.SERVER, NetworkLab.PORT, PATIENCE)).isTrue();
        assertThat(blocker.read().elements()).isEmpty();
    }

    static List<Element> elements(String... prefixes) {
        return Stream.of(prefixes).map(text -> new Element(prefix(text), null)).toList();
    }

    static Prefix prefix(String text) {
        return Prefix.of(text).orElseThrow();
    }
}
