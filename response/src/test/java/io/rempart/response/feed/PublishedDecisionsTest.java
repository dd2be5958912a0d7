package io.rempart.response.feed;

import static org.assertj.core.api.Assertions.assertThat;

import inet.ipaddr.IPAddressString;
import io.rempart.events.decision.Decision;
import io.rempart.events.decision.Decision.Kind;
import io.rempart.events.decision.DecisionStore;
import io.rempart.events.decision.DecisionStore.NewDecision;
import io.rempart.events.decision.Target;
import io.rempart.events.store.EventStore;
import io.rempart.response.SteppedClock;
import io.rempart.response.address.AddressSet;
import io.rempart.response.address.Span;
import io.rempart.response.guard.Guard;
import io.rempart.response.guard.GuardedAddresses;
import io.rempart.store.EventStores;
import io.rempart.store.StoreSettings;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedDecisionsTest {
    @TempDir
    Path directory;

    private final SteppedClock clock = new SteppedClock(Instant.parse("2026-11-25T18:00:00Z"));
    private List<GuardedAddresses> guards = List.of();
    private EventStore events;
    private DecisionStore decisions;

    @BeforeEach
    void open() {
        events = EventStores.open(StoreSettings.inDirectory(directory));
        decisions = EventStores.decisions(events);
    }

    @AfterEach
    void close() {
        events.close();
    }

    private PublishedDecisions publisher() {
        return new PublishedDecisions(
                decisions,
                () -> guards,
                target -> target instanceof Target.Network network && network.asn() == 64500
                        ? Optional.of(AddressSet.ofKnown("198.51.100.0/25", "2001:db8::/32"))
                        : Optional.empty(),
                directory.resolve("published.journal"),
                clock);
    }

    private Decision block(String target, @Nullable Duration lasting, String author) {
        Instant now = clock.instant();
        return decisions.add(new NewDecision(
                Kind.BLOCK,
                Target.of(target).orElseThrow(),
                "he said <script>",
                author,
                "",
                now,
                lasting == null ? null : now.plus(lasting).plusNanos(123_456),
                null,
                0,
                false));
    }

    private static List<String> values(List<Published> some) {
        return some.stream().map(one -> one.scope().key() + " " + one.value()).toList();
    }

    @Test
    void tellsWhatOthersCanEnforceAndNothingOfWhyOrOfWhatIsGuarded() {
        guards = List.of(new GuardedAddresses(Guard.ADMINISTRATOR, AddressSet.ofKnown("198.51.100.64/26"), ""));
        block("203.0.113.7", Duration.ofHours(1), "person:anne");
        block("AS64500", Duration.ofHours(1), "policy:attackers");
        block("AS64501", Duration.ofHours(1), "person:anne");
        block("country:FR", Duration.ofHours(1), "person:anne");
        block("198.51.100.65", Duration.ofHours(1), "person:anne");
        List<Published> inForce = publisher().inForce();
        assertThat(values(inForce))
                .containsExactlyInAnyOrder(
                        "Ip 203.0.113.7", "Range 198.51.100.0/26", "Range 2001:db8::/32", "AS 64501", "Country FR");
        assertThat(inForce.toString()).doesNotContain("script").doesNotContain("anne");
        assertThat(inForce).extracting(Published::origin).containsOnly("cscli", "crowdsec");
        assertThat(inForce)
                .filteredOn(one -> one.value().equals("198.51.100.0/26"))
                .extracting(Published::scenario)
                .containsExactly("rempart/attackers");
    }

    @Test
    void announcesALongBlockForAsLongAsFirewallsCountAndAgainInTime() {
        block("203.0.113.7", null, "person:anne");
        PublishedDecisions publisher = publisher();
        PublishedDecisions.Changes first = publisher.all();
        assertThat(first.added().get(0).announced()).isEqualTo(clock.instant().plus(PublishedDecisions.LONGEST));
        clock.step(Duration.ofDays(11));
        assertThat(publisher.since(first.epoch(), first.number()).added()).isEmpty();
        clock.step(Duration.ofDays(2));
        PublishedDecisions.Changes again = publisher.since(first.epoch(), first.number());
        assertThat(values(again.gone())).containsExactly("Ip 203.0.113.7");
        assertThat(again.added().get(0).announced()).isEqualTo(clock.instant().plus(PublishedDecisions.LONGEST));
    }

    @Test
    void anotherEndIsToldAsGoneAndAddedAndAShorterBlockBesideALongerOneNotAtAll() {
        Decision one = block("203.0.113.7", Duration.ofHours(1), "person:anne");
        PublishedDecisions publisher = publisher();
        PublishedDecisions.Changes first = publisher.all();
        block("203.0.113.7", Duration.ofMinutes(5), "person:anne");
        assertThat(publisher.since(first.epoch(), first.number()).added()).isEmpty();
        decisions.end(one.id(), "person:anne", "", clock.instant());
        PublishedDecisions.Changes shorter = publisher.since(first.epoch(), first.number());
        assertThat(values(shorter.gone())).isEqualTo(values(shorter.added())).hasSize(1);
        assertThat(shorter.added().get(0).announced()).isEqualTo(clock.instant().plus(Duration.ofMinutes(5)));
    }

    @Test
    void whoIsUnknownOrOfAnotherJournalIsToldEverything() throws IOException {
        block("203.0.113.7", Duration.ofHours(1), "person:anne");
        PublishedDecisions publisher = publisher();
        PublishedDecisions.Changes first = publisher.all();
        assertThat(publisher().since(first.epoch(), first.number()).added())
                .as("a restart alone changes nothing")
                .isEmpty();
        assertThat(publisher.since("other", first.number()).added()).hasSize(1);
        assertThat(publisher.since(first.epoch(), first.number() + 5).added()).hasSize(1);
        Files.writeString(directory.resolve("published.journal"), "garbage\n");
        PublishedDecisions anew = publisher();
        assertThat(anew.all().epoch()).isNotEqualTo(first.epoch());
        assertThat(anew.since(first.epoch(), first.number()).added()).hasSize(1);
    }

    @Test
    void whatEndedIsRememberedLongerThanAnyEndThatWasTold() {
        block("203.0.113.7", Duration.ofMinutes(1), "person:anne");
        PublishedDecisions.Changes first = publisher().all();
        clock.step(Duration.ofDays(24));
        assertThat(values(publisher().since(first.epoch(), first.number()).gone()))
                .containsExactly("Ip 203.0.113.7");
        clock.step(Duration.ofDays(26));
        assertThat(publisher().all().gone()).isEmpty();
    }

    /** A bouncer as they all are: it takes out what is gone, then puts in what is new. */
    private static final class Bouncer {
        final Map<String, Instant> held = new HashMap<>();
        String epoch = "";
        long number;

        void take(PublishedDecisions.Changes changes) {
            changes.gone().forEach(one -> held.remove(one.value()));
            changes.added().forEach(one -> held.put(one.value(), one.announced()));
            epoch = changes.epoch();
            number = changes.number();
        }
    }

    @Test
    void whateverHappensABouncerHoldsExactlyWhatIsInForceAfterEachPull() {
        long seed = Long.getLong("rempart.seed", System.nanoTime());
        Random random = new Random(seed);
        PublishedDecisions publisher = publisher();
        List<Bouncer> bouncers = List.of(new Bouncer(), new Bouncer(), new Bouncer());
        List<Long> ids = new ArrayList<>();
        for (int step = 0; step < 400; step++) {
            switch (random.nextInt(7)) {
                case 0, 1, 2 -> {
                    String target = "203.0.113." + random.nextInt(16) + (random.nextBoolean() ? "" : "/30");
                    ids.add(block(
                                    target,
                                    random.nextInt(5) == 0 ? null : Duration.ofMinutes(1 + random.nextInt(90)),
                                    "person:anne")
                            .id());
                }
                case 3 -> {
                    if (!ids.isEmpty()) {
                        decisions.end(ids.remove(random.nextInt(ids.size())), "person:anne", "", clock.instant());
                    }
                }
                case 4 -> clock.step(Duration.ofMinutes(random.nextInt(45)));
                case 5 ->
                    guards = random.nextBoolean()
                            ? List.of()
                            : List.of(new GuardedAddresses(
                                    Guard.ADMINISTRATOR, AddressSet.ofKnown("203.0.113." + random.nextInt(16)), ""));
                default -> publisher = publisher();
            }
            Bouncer bouncer = bouncers.get(random.nextInt(bouncers.size()));
            if (random.nextInt(20) == 0) {
                bouncer.held.clear();
                bouncer.take(publisher.all());
            } else {
                bouncer.take(publisher.since(bouncer.epoch, bouncer.number));
            }
            Set<String> inForce =
                    publisher.inForce().stream().map(Published::value).collect(Collectors.toSet());
            assertThat(bouncer.held.keySet()).as("seed %d step %d", seed, step).isEqualTo(inForce);
            Instant now = clock.instant();
            assertThat(bouncer.held.values()).as("seed %d step %d", seed, step).allMatch(end -> end.isAfter(now));
        }
    }

    @Test
    void writesListsThatHoldTheSameOnce() throws IOException {
        block("203.0.113.0/25", Duration.ofHours(1), "person:anne");
        block("203.0.113.128/25", Duration.ofHours(1), "person:anne");
        block("203.0.113.7", Duration.ofHours(2), "person:anne");
        block("2001:db8:7::/64", Duration.ofHours(2), "person:anne");
        StringWriter plain = new StringWriter();
        DecisionLists list = DecisionLists.of(publisher().inForce());
        list.plain(clock.instant(), plain);
        assertThat(plain.toString().lines().skip(1)).containsExactlyInAnyOrder("203.0.113.0/24", "2001:db8:7::/64");
        // The mark is that of the addresses, however they are cut, and whenever.
        block("203.0.113.8/31", Duration.ofHours(3), "person:anne");
        clock.step(Duration.ofMinutes(5));
        assertThat(DecisionLists.of(publisher().inForce()).mark())
                .isEqualTo(list.mark())
                .hasSize(32);
        block("192.0.2.1", Duration.ofHours(3), "person:anne");
        assertThat(DecisionLists.of(publisher().inForce()).mark()).isNotEqualTo(list.mark());
    }

    @Test
    void publishesHalfAMillionAddressesAndNoMore() {
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i <= PublishedDecisions.MOST; i++) {
            spans.add(Span.of(new IPAddressString((20 + (i >> 15)) + "." + (i >> 7 & 255) + "." + (2 * i & 254) + ".1")
                    .getAddress()));
        }
        AddressSet many = AddressSet.of(spans);
        assertThat(many.spans().size()).isGreaterThan(PublishedDecisions.MOST);
        block("AS64500", Duration.ofHours(1), "person:anne");
        PublishedDecisions publisher = new PublishedDecisions(
                decisions, () -> guards, target -> Optional.of(many), directory.resolve("published.journal"), clock);
        assertThat(publisher.inForce().size()).isEqualTo(PublishedDecisions.MOST);
    }

    @Test
    void remembersTwoHundredBouncersAndForgetsTheOneThatWasSilentLongest() {
        Path file = directory.resolve("bouncers.list");
        BouncerBook book = new BouncerBook(file);
        for (int i = 0; i <= BouncerBook.MOST; i++) {
            book.pulled(new BouncerBook.Bouncer(
                    "key " + i,
                    "192.0.2.1",
                    "agent/1 \n%\u001b[2J",
                    "e",
                    i,
                    clock.instant().plusSeconds(i)));
        }
        BouncerBook again = new BouncerBook(file);
        assertThat(again.all()).hasSize(BouncerBook.MOST);
        assertThat(again.bouncer("key 0", "192.0.2.1")).isEmpty();
        assertThat(again.bouncer("key 1", "192.0.2.1")).hasValueSatisfying(one -> {
            assertThat(one.number()).isEqualTo(1);
            assertThat(one.agent()).isEqualTo("agent/1 \n%\u001b[2J");
        });
        assertThat(again.bouncer("key 1", "192.0.2.2")).isEmpty();
        assertThat(new HashSet<>(again.all())).isEqualTo(new HashSet<>(book.all()));
    }
}
