package io.rempart.store;

import io.rempart.events.model.Severity;
import io.rempart.events.model.SourceClass;
import io.rempart.events.store.IncidentStore.Incident;
import io.rempart.events.store.IncidentStore.State;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An incident as its columns have it, while a transaction changes it. */
final class IncidentRow {
    static final int NO_SEVERITY = 8;
    private static final int MOST_DAYS = 4_000;
    static final List<String> COLUMNS = List.of(
            "client",
            "class",
            "state",
            "severity",
            "settled",
            "first_seen",
            "last_seen",
            "events",
            "blocked",
            "country",
            "asn",
            "organisation",
            "network",
            "tool",
            "likeness",
            "assignee",
            "comments",
            "archive_rule",
            "last_change",
            "changed_at",
            "summary",
            "last_day");
    /** In the order of {@link #read}. */
    static final String SELECTED = "i.id, i." + String.join(", i.", COLUMNS);

    static final String FROM = " FROM incident i";

    /** Classes in which there is nothing to decide: their incidents begin archived. */
    private static final Set<Integer> SETTLED_CLASSES =
            Set.of(Codes.of(SourceClass.GOOD_BOT), Codes.of(SourceClass.FALSE_POSITIVE));

    long id;
    byte[] client = new byte[16];
    int sourceClass;
    State state = State.OPEN;
    int severity = NO_SEVERITY;
    int settled = NO_SEVERITY;
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    long events;
    long blocked;
    String country = "";
    long asn;
    String organisation = "";
    int tool;
    long likeness = Long.MAX_VALUE;
    String assignee = "";
    int comments;
    long archiveRule;
    long lastChange;
    long changedAt;
    IncidentSummary summary = new IncidentSummary();

    /** An incident that begins. */
    static IncidentRow begun(long id, byte[] client, int sourceClass, long archiveRule) {
        IncidentRow row = new IncidentRow();
        row.id = id;
        row.client = client;
        row.sourceClass = sourceClass;
        row.archiveRule = archiveRule;
        row.state = archiveRule > 0 || beginsSettled(sourceClass) ? State.ARCHIVED : State.OPEN;
        return row;
    }

    static boolean beginsSettled(int sourceClass) {
        return SETTLED_CLASSES.contains(sourceClass);
    }

    static IncidentRow read(ResultSet row) throws SQLException {
        IncidentRow incident = new IncidentRow();
        incident.id = row.getLong(1);
        incident.client = row.getBytes(2);
        incident.sourceClass = row.getInt(3);
        incident.state = state(row.getInt(4));
        incident.severity = row.getInt(5);
        incident.settled = row.getInt(6);
        incident.first = row.getLong(7);
        incident.last = row.getLong(8);
        incident.events = row.getLong(9);
        incident.blocked = row.getLong(10);
        incident.country = row.getString(11);
        incident.asn = row.getLong(12);
        incident.organisation = row.getString(13);
        incident.tool = row.getInt(15);
        incident.likeness = row.getLong(16);
        incident.assignee = row.getString(17);
        incident.comments = row.getInt(18);
        incident.archiveRule = row.getLong(19);
        incident.lastChange = row.getLong(20);
        incident.changedAt = row.getLong(21);
        incident.summary = IncidentSummary.ofText(row.getString(22));
        return incident;
    }

    /** Binds the id and {@link #COLUMNS}. */
    void bind(PreparedStatement s) throws SQLException {
        int i = 0;
        s.setLong(++i, id);
        s.setBytes(++i, client);
        s.setInt(++i, sourceClass);
        s.setInt(++i, code(state));
        s.setInt(++i, severity);
        s.setInt(++i, settled);
        s.setLong(++i, first);
        s.setLong(++i, last);
        s.setLong(++i, events);
        s.setLong(++i, blocked);
        s.setString(++i, country);
        s.setLong(++i, asn);
        s.setString(++i, organisation);
        s.setBytes(++i, Addresses.network(client));
        s.setInt(++i, tool);
        s.setLong(++i, likeness);
        s.setString(++i, assignee);
        s.setInt(++i, comments);
        s.setLong(++i, archiveRule);
        s.setLong(++i, lastChange);
        s.setLong(++i, changedAt);
        s.setString(++i, summary.toText());
        s.setLong(++i, Times.day(last));
    }

    Incident incident(Dictionaries dictionaries) {
        Tool known = tool == 0 ? Tool.UNKNOWN : dictionaries.tools.value(tool);
        return new Incident(
                id,
                Objects.requireNonNull(Addresses.address(client)),
                Codes.sourceClass(sourceClass),
                state,
                severity(severity),
                Times.instant(first),
                Times.instant(last),
                events,
                blocked,
                country,
                asn,
                organisation,
                summary.top(IncidentSummary.Kind.HOST),
                summary.top(IncidentSummary.Kind.PATH),
                summary.top(IncidentSummary.Kind.RULE),
                summary.top(IncidentSummary.Kind.MESSAGE),
                summary.top(IncidentSummary.Kind.USER_AGENT),
                tool == 0 ? "" : Integer.toString(tool, 36),
                known.name(),
                assignee,
                comments,
                archiveRule > 0 ? archiveRule : null,
                changedAt == 0 ? null : Times.instant(changedAt));
    }

    /**
     * The days, from one on, on which an incident was last seen, for IN: the index is by day first. There are as many as there
     * are days of events, wrong clocks included; each is one look at the index.
     *
     * @return {@code NULL}, which is no day, before them
     */
    static String days(Connection connection, long from) throws SQLException {
        StringBuilder days = new StringBuilder("NULL");
        long next = from;
        for (int i = 0; i < MOST_DAYS; i++) {
            long[] day = {Long.MIN_VALUE};
            Sql.each(connection, "SELECT MIN(last_day) FROM incident WHERE last_day >= ?", List.of(next), row -> {
                long found = row.getLong(1);
                if (!row.wasNull()) {
                    day[0] = found;
                }
            });
            if (day[0] == Long.MIN_VALUE) {
                break;
            }
            days.append(", ").append(day[0]);
            next = day[0] + 1;
        }
        return days.toString();
    }

    /** Takes another incident of the same source and class in: what is most open, and most severe, stands. */
    void absorb(IncidentRow other) {
        if (other.state == State.ESCALATED || state == State.ARCHIVED && other.state == State.OPEN) {
            state = other.state;
        }
        if (archiveRule == 0 || other.archiveRule == 0) {
            archiveRule = 0;
        }
        severity = Math.min(severity, other.severity);
        settled = Math.min(settled, other.settled);
        first = Math.min(first, other.first);
        last = Math.max(last, other.last);
        events += other.events;
        blocked += other.blocked;
        tool = tool == 0 ? other.tool : tool;
        likeness = Math.min(likeness, other.likeness);
        assignee = assignee.isEmpty() ? other.assignee : assignee;
        comments += other.comments;
        lastChange = Math.max(lastChange, other.lastChange);
        changedAt = Math.max(changedAt, other.changedAt);
        summary.add(other.summary);
    }

    static int code(State state) {
        return switch (state) {
            case OPEN -> 0;
            case ESCALATED -> 1;
            case ARCHIVED -> 2;
        };
    }

    static State state(int code) {
        return code == 2 ? State.ARCHIVED : code == 1 ? State.ESCALATED : State.OPEN;
    }

    static @Nullable Severity severity(int rank) {
        return rank >= NO_SEVERITY ? null : Severity.values()[rank];
    }
}
