package io.rempart.response.notify;

import io.rempart.events.notice.Notice.Level;
import io.rempart.events.report.Report;
import io.rempart.events.report.ReportStore;
import io.rempart.events.store.EventStore;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** Tells of reports that were refused: of the newest {@value #LOOKED_AT}, those that were refused since telling began. */
public final class ReportWatch implements Watch {
    private static final int LOOKED_AT = 500;

    private final Teller teller;
    private final ReportStore reports;
    private final Instant since;
    private final Set<Long> told = new HashSet<>();

    public ReportWatch(Teller teller, ReportStore reports, EventStore settings, Clock clock) {
        this.teller = teller;
        this.reports = reports;
        this.since = FirstTime.of(settings, clock);
    }

    @Override
    public void look() {
        if (told.size() > 10 * LOOKED_AT) {
            told.clear(); // the store knows as well
        }
        for (Report report : reports.history(null, LOOKED_AT)) {
            if (report.state() == Report.State.REFUSED
                    && !report.notBefore().isBefore(since)
                    && told.add(report.id())) {
                teller.tell(Happening.of(
                        Topic.REPORT_REFUSED,
                        Level.WARNING,
                        "report:" + report.id(),
                        "report.refused",
                        report.address(),
                        report.note()));
            }
        }
    }
}
