package io.rempart.response.guard;

import static org.assertj.core.api.Assertions.assertThat;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import io.rempart.events.account.AccountStore;
import io.rempart.events.account.AccountStore.Account;
import io.rempart.events.account.AccountStore.AuditTrailEntry;
import io.rempart.events.decision.Target;
import io.rempart.events.store.EventStore;
import io.rempart.response.address.AddressSet;
import io.rempart.store.EventStores;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each guard, in the situation in which a block would have cut the administrator off. */
class GuardsTest {
    @TempDir
    Path directory;

    @Test
    void theAddressesOfThisMachineAreGuarded() {
        AddressSet own = addresses(new HostGuards().guarded(), Guard.OWN_ADDRESS);
        assertThat(own.contains(new IPAddressString("127.0.0.1").getAddress())).isTrue();
    }

    @Test
    void theGatewayTheNameServersAndWhoIsLoggedInAreGuarded() throws Exception {
        Path net = Files.createDirectories(directory.resolve("proc/net"));
        Files.writeString(net.resolve("route"), """
                Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
                eth0\t00000000\t016433C6\t0003\t0\t0\t0\t00000000\t0\t0\t0
                eth0\t006433C6\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0
                """);
        Files.writeString(
                net.resolve("ipv6_route"),
                "00000000000000000000000000000000 00 00000000000000000000000000000000 00"
                        + " 20010db8000000000000000000000001 00000400 00000001 00000000 00000003 eth0\n");
        Path resolver = directory.resolve("resolv.conf");
        Files.writeString(
                resolver, "# comment\nsearch example.org\nnameserver 203.0.113.53\nnameserver fe80::1%eth0\n");
        Path utmp = directory.resolve("utmp");
        Files.write(utmp, utmp());
        HostGuards guards = new HostGuards(directory.resolve("proc"), List.of(resolver), utmp);

        assertThat(addresses(guards.guarded(), Guard.GATEWAY))
                .isEqualTo(AddressSet.ofKnown("198.51.100.1", "2001:db8::1"));
        assertThat(addresses(guards.guarded(), Guard.DNS_SERVER))
                .isEqualTo(AddressSet.ofKnown("203.0.113.53", "fe80::1"));
        assertThat(addresses(guards.guarded(), Guard.ADMINISTRATOR))
                .isEqualTo(AddressSet.ofKnown("203.0.113.80", "2001:db8:5::80"));
        refuses(guards.guarded(), "198.51.100.1", Guard.GATEWAY);
        refuses(guards.guarded(), "203.0.113.53", Guard.DNS_SERVER);
        refuses(guards.guarded(), "203.0.113.80", Guard.ADMINISTRATOR);
    }

    @Test
    void whereSomeoneIsSignedInNowIsGuardedUntilTheyLeave() {
        SignedInGuards guards = new SignedInGuards();
        assertThat(guards.guarded()).isEmpty();
        AtomicReference<List<IPAddress>> sessions = new AtomicReference<>(List.of(
                new IPAddressString("203.0.113.90").getAddress(),
                new IPAddressString("2001:db8:7::1/64").getAddress()));
        guards.watch(sessions::get);
        refuses(guards.guarded(), "203.0.113.90", Guard.ADMINISTRATOR);
        refuses(guards.guarded(), "2001:db8:7::1", Guard.ADMINISTRATOR);
        assertThat(addresses(guards.guarded(), Guard.ADMINISTRATOR))
                .isEqualTo(AddressSet.ofKnown("203.0.113.90", "2001:db8:7::1"));
        sessions.set(List.of());
        assertThat(guards.guarded()).isEmpty();
    }

    /** One who is logged in over IPv4, one over IPv6, one at the console, one who is gone. */
    private static byte[] utmp() {
        ByteBuffer records = ByteBuffer.allocate(4 * 384).order(ByteOrder.nativeOrder());
        records.putShort(0, (short) 7).position(348);
        records.put(new byte[] {(byte) 203, 0, 113, 80});
        records.putShort(384, (short) 7).position(384 + 348);
        records.put(new IPAddressString("2001:db8:5::80").getAddress().getBytes());
        records.putShort(2 * 384, (short) 7);
        records.putShort(3 * 384, (short) 8).position(3 * 384 + 348);
        records.put(new byte[] {(byte) 203, 0, 113, 81});
        return records.array();
    }

    @Test
    void aTrustedProxyIsGuarded() {
        refuses(
                ListedGuards.of(Guard.TRUSTED_PROXY, List.of(new IPAddressString("203.0.113.0/28").getAddress()), "")
                        .guarded(),
                "203.0.113.9",
                Guard.TRUSTED_PROXY);
    }

    @Test
    void privateAndSpecialRangesAreGuarded() {
        refuses(List.of(), "10.1.2.3", Guard.PRIVATE_RANGE);
        refuses(List.of(), "fd00::7", Guard.PRIVATE_RANGE);
        refuses(List.of(), "100.64.3.1", Guard.PRIVATE_RANGE);
        refuses(List.of(), "127.0.0.1", Guard.SPECIAL_RANGE);
        refuses(List.of(), "::1", Guard.SPECIAL_RANGE);
        refuses(List.of(), "fe80::1", Guard.SPECIAL_RANGE);
        refuses(List.of(), "255.255.255.255", Guard.SPECIAL_RANGE);
        refuses(List.of(), "0.0.0.0/0", Guard.SPECIAL_RANGE);
        refuses(List.of(), "11.0.0.0-13.255.255.255", Guard.TOO_WIDE);
        Guards guards = Guards.of(List.of());
        assertThat(guards.refusal(set("10.1.2.3"), true)).isEmpty();
        assertThat(guards.refusal(set("127.0.0.1"), true)).isPresent();
        assertThat(guards.refusal(set("203.0.113.7"), false)).isEmpty();
        assertThat(guards.refusal(set("12.0.0.0/8"), false)).isEmpty();
    }

    @Test
    void whereAnAdministratorLoggedInFromIsGuarded() {
        Instant now = Instant.parse("2026-11-25T18:00:00Z");
        try (EventStore events = EventStores.open(directory.resolve("data"))) {
            AccountStore accounts = EventStores.accounts(events);
            accounts.create(new Account("anne", "x", "admin", "fr", true, now, null));
            accounts.create(new Account("bob", "x", "analyst", "", false, now, null));
            accounts.create(new Account("carl", "x", "viewer", "", true, now, null));
            record(accounts, now.minus(Duration.ofDays(2)), "anne", "log-in", "203.0.113.10");
            record(accounts, now.minus(Duration.ofDays(40)), "anne", "log-in", "203.0.113.11");
            record(accounts, now, "anne", "log-in-failed", "203.0.113.12");
            record(accounts, now, "bob", "log-in", "203.0.113.13");
            record(accounts, now, "carl", "log-in", "203.0.113.14");
            List<GuardedAddresses> guarded =
                    new AdministratorGuards(accounts, Clock.fixed(now, ZoneOffset.UTC)).guarded();
            refuses(guarded, "203.0.113.10", Guard.ADMINISTRATOR);
            assertThat(addresses(guarded, Guard.ADMINISTRATOR)).isEqualTo(AddressSet.ofKnown("203.0.113.10"));
        }
    }

    private static void record(AccountStore accounts, Instant at, String who, String action, String from) {
        accounts.record(new AuditTrailEntry(0, at, who, action, "", from));
    }

    @Test
    void theAllowListIsGuardedAndItsNamesAreLookedUpAgain() throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-25T18:00:00Z"));
        AtomicReference<String> home = new AtomicReference<>("203.0.113.20");
        Clock clock = new Clock() {
            @Override
            public java.time.ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now.get();
            }
        };
        List<Target> allowed = List.of(
                Target.of("198.51.100.0/28").orElseThrow(),
                Target.of("home.example.org").orElseThrow());
        AllowList.Resolver resolver = name -> {
            if (home.get().isEmpty()) {
                throw new UnknownHostException(name);
            }
            return new InetAddress[] {InetAddress.getByName(home.get())};
        };
        try (AllowList list = new AllowList(() -> allowed, resolver, clock)) {
            refuses(list.guarded(), "198.51.100.7", Guard.ALLOW_LIST);
            await(list, "203.0.113.20");
            home.set("203.0.113.21");
            assertThat(addresses(list.guarded(), Guard.ALLOW_LIST).contains(address("203.0.113.21")))
                    .isFalse();
            now.set(now.get().plus(Duration.ofMinutes(6)));
            await(list, "203.0.113.21");
            home.set("");
            now.set(now.get().plus(Duration.ofMinutes(6)));
            list.guarded();
            await(list, "203.0.113.21");
        }
    }

    private static void await(AllowList list, String address) throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            if (addresses(list.guarded(), Guard.ALLOW_LIST).contains(address(address))) {
                refuses(list.guarded(), address, Guard.ALLOW_LIST);
                return;
            }
            Thread.sleep(10);
        }
        throw new AssertionError(address + " is not guarded");
    }

    @Test
    void namesBeyondTheLimitAreLeftOut() throws Exception {
        List<Target> many = new ArrayList<>();
        for (int i = 0; i <= AllowList.MOST_NAMES; i++) {
            many.add(new Target.Name("h" + i + ".example.org"));
        }
        java.util.Set<String> asked = java.util.concurrent.ConcurrentHashMap.newKeySet();
        try (AllowList list = new AllowList(
                () -> many,
                name -> {
                    asked.add(name);
                    return new InetAddress[0];
                },
                Clock.systemUTC())) {
            list.lookUpNow(Duration.ofSeconds(5));
        }
        assertThat(asked).hasSize(AllowList.MOST_NAMES).doesNotContain("h" + AllowList.MOST_NAMES + ".example.org");
    }

    @Test
    void aRangeIsSplitAroundWhatIsGuarded() {
        Guards guards = Guards.of(List.of(
                new GuardedAddresses(Guard.GATEWAY, AddressSet.ofKnown("203.0.113.1"), ""),
                new GuardedAddresses(Guard.ADMINISTRATOR, AddressSet.ofKnown("203.0.113.77"), "anne")));
        AddressSet wide = set("203.0.113.0/24");
        assertThat(guards.refusal(wide, false)).isEmpty();
        assertThat(guards.allowed(wide, false))
                .isEqualTo(set("203.0.113.0")
                        .plus(set("203.0.113.2-203.0.113.76"))
                        .plus(set("203.0.113.78-203.0.113.255")));
        assertThat(guards.inTheWay(wide, false))
                .extracting(GuardedAddresses::guard)
                .containsExactly(Guard.GATEWAY, Guard.ADMINISTRATOR);
    }

    static void refuses(List<GuardedAddresses> guarded, String target, Guard guard) {
        assertThat(Guards.of(guarded).refusal(set(target), false))
                .hasValueSatisfying(refusal -> assertThat(refusal.guard()).isEqualTo(guard));
    }

    private static inet.ipaddr.IPAddress address(String text) {
        return new IPAddressString(text).getAddress();
    }

    private static AddressSet addresses(List<GuardedAddresses> guarded, Guard guard) {
        AddressSet all = AddressSet.EMPTY;
        for (GuardedAddresses each : guarded) {
            if (each.guard() == guard) {
                all = all.plus(each.addresses());
            }
        }
        return all;
    }

    private static AddressSet set(String range) {
        return AddressSet.of((Target.Range) Target.of(range).orElseThrow());
    }
}
