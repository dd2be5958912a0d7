package io.rempart.response.guard;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import io.rempart.events.account.AccountStore;
import io.rempart.events.account.AccountStore.Account;
import io.rempart.events.account.AccountStore.AuditTrailEntry;
import io.rempart.response.address.AddressSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where the people of the console logged in from in the last 30 days, as the audit trail tells: those who may block (analysts and
 * administrators) and whose account still stands. Asks the store at most every five seconds. Thread-safe.
 */
public final class AdministratorGuards implements GuardSource {
    private static final Duration REMEMBERED = Duration.ofDays(30);
    private static final Duration AGAIN = Duration.ofSeconds(5);
    private static final int PAGE = 1_000;
    private static final int MOST_PAGES = 20;
    private static final Set<String> LOG_INS = Set.of("log-in", "account-created", "password-changed");

    private final AccountStore accounts;
    private final Clock clock;
    private List<GuardedAddresses> known = List.of();
    private Instant again = Instant.MIN;

    public AdministratorGuards(AccountStore accounts, Clock clock) {
        this.accounts = accounts;
        this.clock = clock;
    }

    @Override
    public synchronized List<GuardedAddresses> guarded() {
        Instant now = clock.instant();
        if (now.isBefore(again)) {
            return known;
        }
        Set<String> people = accounts.accounts().stream()
                .filter(account -> account.enabled() && !account.role().equals("viewer"))
                .map(Account::name)
                .collect(Collectors.toSet());
        Instant since = now.minus(REMEMBERED);
        Map<String, List<IPAddress>> addresses = new LinkedHashMap<>();
        Long before = null;
        for (int page = 0; page < MOST_PAGES; page++) {
            List<AuditTrailEntry> entries = accounts.auditTrail(before, PAGE);
            for (AuditTrailEntry entry : entries) {
                IPAddress address = new IPAddressString(entry.address()).getAddress();
                if (address != null
                        && LOG_INS.contains(entry.action())
                        && people.contains(entry.account())
                        && entry.at().isAfter(since)) {
                    addresses
                            .computeIfAbsent(entry.account(), name -> new ArrayList<>())
                            .add(address.withoutPrefixLength());
                }
            }
            if (entries.size() < PAGE || entries.get(PAGE - 1).at().isBefore(since)) {
                break;
            }
            before = entries.get(PAGE - 1).id();
        }
        List<GuardedAddresses> fresh = new ArrayList<>();
        addresses.forEach(
                (name, from) -> fresh.add(new GuardedAddresses(Guard.ADMINISTRATOR, AddressSet.ofBlocks(from), name)));
        known = List.copyOf(fresh);
        again = now.plus(AGAIN);
        return known;
    }
}
