package io.rempart.response.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rempart.events.decision.Target;
import io.rempart.response.address.AddressSet;
import io.rempart.response.address.Span;
import io.rempart.response.guard.Guard;
import io.rempart.response.guard.GuardedAddresses;
import io.rempart.testkit.NetworkLab;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The blocker's process at its bounds, and what it makes of a journal that a crash cut off. */
class BlockerServerTest {
    private static final AddressSet OWN = AddressSet.ofKnown("203.0.113.1", "198.51.100.0/30");
    private static final AddressSet COLLEAGUE = AddressSet.ofKnown("203.0.113.200");

    @TempDir
    Path directory;

    private final DryRunBlocker firewall = new DryRunBlocker();

    private BlockerServer start() {
        Enforcer enforcer = new Enforcer(
                firewall,
                () -> List.of(new GuardedAddresses(Guard.OWN_ADDRESS, OWN, "")),
                Clock.systemUTC(),
                (name, limit) -> Optional.empty());
        return BlockerServer.start(enforcer, directory.resolve("state"), socket(), Set.of(), Duration.ofMinutes(1));
    }

    private Path socket() {
        return directory.resolve("blocker.sock");
    }

    private static WantedBlock block(long id, String... ranges) {
        AddressSet all = AddressSet.EMPTY;
        for (String range : ranges) {
            all = all.plus(AddressSet.of((Target.Range) Target.of(range).orElseThrow()));
        }
        return new WantedBlock(id, all, null, false);
    }

    private AddressSet held() {
        List<Span> spans = firewall.read().elements().keySet().stream()
                .map(prefix -> prefix.span())
                .toList();
        return AddressSet.of(spans);
    }

    @Test
    void aJournalThatWasCutAnywhereKeepsWhatIsWholeAndEnforcesNothingGuarded() throws IOException {
        List<GuardedAddresses> guarded = List.of(new GuardedAddresses(Guard.ADMINISTRATOR, COLLEAGUE, "zoé"));
        Path state = Files.createDirectories(directory.resolve("state"));
        Path file = state.resolve("wanted.journal");
        Journal journal = new Journal(state);
        TreeMap<Integer, AddressSet> wholeAt = new TreeMap<>();
        wholeAt.put(0, AddressSet.EMPTY);
        AddressSet all = AddressSet.ofKnown("203.0.113.0/24", "198.51.100.0/24")
                .minus(OWN)
                .minus(COLLEAGUE);
        journal.begin(
                new WantedChange(
                        "store",
                        0,
                        1,
                        true,
                        List.of(block(1, "203.0.113.0/24"), block(2, "198.51.100.0/24")),
                        List.of(),
                        guarded),
                List.of());
        wholeAt.put((int) Files.size(file), all);
        journal.add(new WantedChange("store", 1, 2, false, List.of(), List.of(2L), guarded));
        all = AddressSet.ofKnown("203.0.113.0/24").minus(OWN).minus(COLLEAGUE);
        wholeAt.put((int) Files.size(file), all);
        AddressSet listed = AddressSet.ofKnown("192.0.2.0/25", "198.51.100.0/29");
        journal.add(new WantedFeed("drop", "1", listed, Instant.now().plusSeconds(86_400)));
        all = all.plus(listed.minus(OWN));
        wholeAt.put((int) Files.size(file), all);
        journal.add(new WantedChange("store", 2, 3, false, List.of(block(3, "192.0.2.128/25")), List.of(), guarded));
        wholeAt.put((int) Files.size(file), all.plus(AddressSet.ofKnown("192.0.2.128/25")));

        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length <= whole.length; length++) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            firewall.release();
            try (BlockerServer server = start()) {
                assertThat(server).isNotNull();
                assertThat(held())
                        .as("cut at byte %d of %d", length, whole.length)
                        .isEqualTo(wholeAt.floorEntry(length).getValue());
            }
        }
    }

    @Test
    void aLineMayBeAsLongAsTheBoundAndNotLonger() throws IOException {
        String start = "{\"op\":\"";
        String longest = start + "x".repeat(Wire.LONGEST_LINE - start.length() - 2) + "\"}";
        assertThat(longest).hasSize(Wire.LONGEST_LINE);
        assertThat(Wire.read(new BufferedReader(new StringReader(longest + "\n"))))
                .isNotNull();
        assertThatThrownBy(() -> Wire.read(new BufferedReader(new StringReader(longest + " \n"))))
                .hasMessageContaining(Integer.toString(Wire.LONGEST_LINE));
        try (BlockerServer server = start();
                SocketChannel peer = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
            assertThat(server).isNotNull();
            assertThat(say(peer, "{\"op\":\"hello\",\"x\":\"" + "x".repeat(Wire.LONGEST_LINE)))
                    .contains("\"problem\"")
                    .contains("longer than " + Wire.LONGEST_LINE);
            assertThat(new BlockerClient(socket()).hello().revision()).isZero();
        }
    }

    @Test
    void theLongestRangesThatAreWrittenFitIntoTheLinesThatAreRead() throws IOException {
        AddressSet wide = AddressSet.EMPTY;
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < 1_500; i++) {
            String base = "2001:db8:aaaa:bbbb:cccc:dddd:eee1:" + Integer.toHexString(0x1000 + 8 * i);
            spans.add(Span.of(base + "-2001:db8:aaaa:bbbb:cccc:dddd:eee1:" + Integer.toHexString(0x1000 + 8 * i + 5))
                    .orElseThrow());
        }
        wide = wide.plus(AddressSet.of(spans));
        StringWriter out = new StringWriter();
        Wire.write(
                new WantedChange(
                        "store", 0, 1, true, List.of(new WantedBlock(7, wide, null, false)), List.of(), List.of()),
                out);
        BufferedReader in = new BufferedReader(new StringReader(out.toString()));
        WantedChange read = Wire.change(Wire.read(in), in);
        assertThat(read.blocks())
                .singleElement()
                .extracting(WantedBlock::addresses)
                .isEqualTo(wide);
    }

    @Test
    void oneMoreThanMaySpeakAtOnceIsTurnedAwayAndComesInWhenOneLeaves() throws IOException {
        List<SocketChannel> speaking = new ArrayList<>();
        try (BlockerServer server = start()) {
            assertThat(server).isNotNull();
            for (int i = 0; i < BlockerServer.MOST_CONNECTIONS; i++) {
                SocketChannel peer = SocketChannel.open(UnixDomainSocketAddress.of(socket()));
                speaking.add(peer);
                assertThat(say(peer, "{\"op\":\"hello\"}\n")).contains("revision");
            }
            BlockerClient oneMore = new BlockerClient(socket());
            assertThatThrownBy(oneMore::hello).isInstanceOf(BlockerException.class);
            assertThat(say(speaking.get(0), "{\"op\":\"hello\"}\n")).contains("revision");
            speaking.remove(0).close();
            assertThat(NetworkLab.within(Duration.ofSeconds(20), () -> isWelcome(oneMore)))
                    .isTrue();
        } finally {
            for (SocketChannel peer : speaking) {
                peer.close();
            }
        }
    }

    private static boolean isWelcome(BlockerClient client) {
        try {
            client.hello();
            return true;
        } catch (BlockerException e) {
            return false;
        }
    }

    private static String say(SocketChannel peer, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            peer.write(bytes);
        }
        return new BufferedReader(Channels.newReader(peer, StandardCharsets.UTF_8)).readLine();
    }
}
