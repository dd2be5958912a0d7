package io.rempart.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import io.rempart.events.report.Report;
import io.rempart.events.report.Report.State;
import io.rempart.events.report.ReportStore;
import io.rempart.events.report.ReportStore.Kept;
import io.rempart.events.report.ReportStore.NewReport;
import io.rempart.events.report.ReportStore.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of reports does. */
public abstract class ReportStoreContract {
    private static final Instant NOW = Instant.parse("2026-11-25T18:00:00.123456Z");

    protected ReportStore reports;

    /** An empty store. */
    protected abstract ReportStore open() throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        reports = open();
    }

    @Test
    void givesBackWhatIsToBeReported() {
        Report stored = reports.add(report("2001:db8::7", State.HELD, NOW));
        assertThat(reports.report(stored.id())).contains(stored);
        assertThat(stored.categories()).containsExactly(16, 21);
        assertThat(stored.address()).isEqualTo(address("2001:db8::7"));
        assertThat(reports.report(stored.id() + 1)).isEmpty();
        Report sending = reports.change(stored.sending(NOW.plusSeconds(1))).orElseThrow();
        assertThat(reports.report(stored.id())).contains(sending);
        assertThat(sending.sentAt()).isEqualTo(NOW.plusSeconds(1));
        assertThat(sending.attempts()).isEqualTo(1);
    }

    @Test
    void takesOfTwoChangesAtOnceOnlyOne() {
        Report stored = reports.add(report("192.0.2.1", State.QUEUED, NOW));
        Report other = reports.add(report("192.0.2.2", State.QUEUED, NOW));
        assertThat(reports.change(stored.in(State.WITHDRAWN, NOW, "a mistake"))).isPresent();
        assertThat(reports.change(List.of(stored.sending(NOW), other.sending(NOW))))
                .extracting(Report::id)
                .containsExactly(other.id());
        assertThat(reports.report(stored.id()).orElseThrow().state()).isEqualTo(State.WITHDRAWN);
    }

    @Test
    void givesWhatIsDueTheLongestWaitingFirst() {
        Report later = reports.add(report("192.0.2.1", State.QUEUED, NOW));
        Report first = reports.add(report("192.0.2.2", State.QUEUED, NOW.minusSeconds(5)));
        Report tomorrow = reports.add(report("192.0.2.3", State.QUEUED, NOW.plusSeconds(86_400)));
        reports.add(report("192.0.2.4", State.HELD, NOW.minusSeconds(9)));
        assertThat(reports.due(Set.of(State.QUEUED), NOW, 10)).containsExactly(first, later);
        assertThat(reports.due(Set.of(State.QUEUED), NOW, 1)).containsExactly(first);
        assertThat(reports.due(Set.of(), NOW, 1)).isEmpty();
        assertThat(reports.countDue(State.QUEUED, NOW)).isEqualTo(2);
        assertThat(reports.count(State.QUEUED)).isEqualTo(3);
        assertThat(reports.history(null, 2)).extracting(Report::id).containsExactly(tomorrow.id() + 1, tomorrow.id());
        assertThat(reports.history(first.id(), 9)).containsExactly(later);
        assertThat(reports.history(Set.of(State.QUEUED), tomorrow.id(), 1)).containsExactly(first);
        assertThat(reports.history(Set.of(State.HELD, State.SENT), null, 9))
                .extracting(Report::state)
                .containsExactly(State.HELD);
        assertThat(reports.history(Set.of(), null, 9)).isEmpty();
    }

    @Test
    void knowsTheReportsOfAnAddress() {
        Report one = reports.add(report("192.0.2.1", State.SENT, NOW));
        reports.add(report("192.0.2.2", State.SENT, NOW));
        Report two = reports.add(report("192.0.2.1", State.QUEUED, NOW));
        assertThat(reports.ofAddress(address("192.0.2.1"), 5)).containsExactly(two, one);
        assertThat(reports.ofAddress(address("192.0.2.1"), 1)).containsExactly(two);
        assertThat(reports.ofAddress(address("2001:db8::1"), 1)).isEmpty();
    }

    @Test
    void keepsUsageAndAnswers() {
        assertThat(reports.usage("report")).isEmpty();
        Usage usage = new Usage("report", 20_000, 7, NOW, NOW.plusSeconds(60), "Daily rate limit");
        reports.setUsage(new Usage("report", 19_999, 1_000, NOW, NOW, ""));
        reports.setUsage(usage);
        assertThat(reports.usage("report")).contains(usage);

        reports.keep(new Kept("check 192.0.2.1", "{\"é\":1}", NOW));
        Kept fresh = new Kept("check 192.0.2.1", "{}", NOW.plusSeconds(1));
        reports.keep(fresh);
        assertThat(reports.kept("check 192.0.2.1")).contains(fresh);
        assertThat(reports.kept("check 192.0.2.2")).isEqualTo(Optional.empty());
    }

    @Test
    void storesThousandsOfChangesInOneTransaction() {
        List<Report> many = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            many.add(reports.add(report("10.0." + i / 250 + "." + i % 250, State.QUEUED, NOW)));
        }
        assertThat(reports.change(
                        many.stream().map(report -> report.sending(NOW)).toList()))
                .hasSize(500);
        assertThat(reports.count(State.SENDING)).isEqualTo(500);
    }

    private static NewReport report(String address, State state, Instant notBefore) {
        return new NewReport(
                address(address),
                new TreeSet<>(Set.of(21, 16)),
                "Web attack: 3 requests. Ref 0123456789",
                "0123456789",
                NOW,
                3,
                "person:anne",
                state,
                NOW,
                notBefore,
                "");
    }

    private static IPAddress address(String text) {
        return new IPAddressString(text).getAddress();
    }
}
