package io.rempart.store;

import inet.ipaddr.IPAddress;
import io.rempart.events.report.Report;
import io.rempart.events.report.Report.State;
import io.rempart.events.report.ReportStore;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reports, in the database of the events. */
final class SqlReportStore implements ReportStore {
    private static final int COMMENT_LENGTH = 4_000;
    private static final int WORD_LENGTH = 190;
    private static final int KEPT_LENGTH = 60_000;
    private static final int MOST_KEPT = 10_000;
    private static final String REPORT = "SELECT id, version, address, categories, comment, reference, observed_at,"
            + " events, author, state, created_at, not_before, attempts, sent_at, note FROM report";

    private final Database database;

    SqlReportStore(Database database) {
        this.database = database;
    }

    @Override
    public Report add(NewReport report) {
        return database.change(connection -> {
            Report stored = new Report(
                    Sql.number(connection, "SELECT MAX(id) FROM report") + 1,
                    1,
                    report.address(),
                    report.categories(),
                    Texts.clean(report.comment(), COMMENT_LENGTH),
                    Texts.clean(report.reference(), WORD_LENGTH),
                    Times.instant(Times.micros(report.observedAt())),
                    report.events(),
                    Texts.clean(report.author(), WORD_LENGTH),
                    report.state(),
                    Times.instant(Times.micros(report.createdAt())),
                    Times.instant(Times.micros(report.notBefore())),
                    0,
                    null,
                    Texts.clean(report.note(), COMMENT_LENGTH));
            Sql.update(
                    connection,
                    "INSERT INTO report (id, version, address, categories, comment, reference, observed_at, events,"
                            + " author, state, created_at, not_before, attempts, sent_at, note)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?)",
                    stored.id(),
                    stored.version(),
                    bytes(stored.address()),
                    numbers(stored.categories()),
                    stored.comment(),
                    stored.reference(),
                    Times.micros(stored.observedAt()),
                    stored.events(),
                    stored.author(),
                    stored.state().name(),
                    Times.micros(stored.createdAt()),
                    Times.micros(stored.notBefore()),
                    stored.attempts(),
                    stored.note());
            return stored;
        });
    }

    @Override
    public Optional<Report> report(long id) {
        return read(REPORT + " WHERE id = ?", id).stream().findFirst();
    }

    @Override
    public List<Report> change(List<Report> changed) {
        return database.change(connection -> {
            List<Report> stored = new ArrayList<>(changed.size());
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE report SET version = version + 1, categories = ?, comment = ?, observed_at = ?, events = ?,"
                            + " state = ?, not_before = ?, attempts = ?, sent_at = ?, note = ?"
                            + " WHERE id = ? AND version = ?")) {
                for (Report report : changed) {
                    update.setString(1, numbers(report.categories()));
                    update.setString(2, Texts.clean(report.comment(), COMMENT_LENGTH));
                    update.setLong(3, Times.micros(report.observedAt()));
                    update.setLong(4, report.events());
                    update.setString(5, report.state().name());
                    update.setLong(6, Times.micros(report.notBefore()));
                    update.setInt(7, report.attempts());
                    if (report.sentAt() == null) {
                        update.setNull(8, Types.BIGINT);
                    } else {
                        update.setLong(8, Times.micros(report.sentAt()));
                    }
                    update.setString(9, Texts.clean(report.note(), COMMENT_LENGTH));
                    update.setLong(10, report.id());
                    update.setLong(11, report.version());
                    if (update.executeUpdate() == 1) {
                        stored.add(withNextVersion(report));
                    }
                }
            }
            return stored;
        });
    }

    private static Report withNextVersion(Report report) {
        return new Report(
                report.id(),
                report.version() + 1,
                report.address(),
                report.categories(),
                report.comment(),
                report.reference(),
                report.observedAt(),
                report.events(),
                report.author(),
                report.state(),
                report.createdAt(),
                report.notBefore(),
                report.attempts(),
                report.sentAt(),
                report.note());
    }

    @Override
    public List<Report> due(Set<State> states, Instant now, int limit) {
        if (states.isEmpty()) {
            return List.of();
        }
        return read(
                REPORT + " WHERE state IN (" + names(states) + ") AND not_before <= ? ORDER BY not_before, id LIMIT ?",
                Times.micros(now),
                limit);
    }

    private static String names(Set<State> states) {
        return states.stream().map(state -> "'" + state.name() + "'").collect(Collectors.joining(", "));
    }

    @Override
    public int countDue(State state, Instant now) {
        return database.read((handle, connection) -> (int) Sql.number(
                connection,
                "SELECT COUNT(*) FROM report WHERE state = ? AND not_before <= ?",
                state.name(),
                Times.micros(now)));
    }

    @Override
    public int count(State state) {
        return database.read((handle, connection) ->
                (int) Sql.number(connection, "SELECT COUNT(*) FROM report WHERE state = ?", state.name()));
    }

    @Override
    public List<Report> ofAddress(IPAddress address, int limit) {
        return read(REPORT + " WHERE address = ? ORDER BY id DESC LIMIT ?", bytes(address), limit);
    }

    @Override
    public List<Report> history(@Nullable Long beforeId, int limit) {
        return read(
                REPORT + " WHERE id < ? ORDER BY id DESC LIMIT ?", beforeId == null ? Long.MAX_VALUE : beforeId, limit);
    }

    @Override
    public List<Report> history(Set<State> states, @Nullable Long beforeId, int limit) {
        if (states.isEmpty()) {
            return List.of();
        }
        return read(
                REPORT + " WHERE state IN (" + names(states) + ") AND id < ? ORDER BY id DESC LIMIT ?",
                beforeId == null ? Long.MAX_VALUE : beforeId,
                limit);
    }

    @Override
    public Optional<Usage> usage(String endpoint) {
        return database.read((handle, connection) -> {
            List<Usage> found = new ArrayList<>(1);
            Sql.each(
                    connection,
                    "SELECT endpoint, day, used, last_at, paused_until, why FROM report_usage WHERE endpoint = ?",
                    List.of(endpoint),
                    row -> found.add(new Usage(
                            row.getString(1),
                            row.getLong(2),
                            row.getInt(3),
                            Times.instant(row.getLong(4)),
                            Times.instant(row.getLong(5)),
                            row.getString(6))));
            return found.stream().findFirst();
        });
    }

    @Override
    public void setUsage(Usage usage) {
        database.change(connection -> {
            Sql.update(connection, "DELETE FROM report_usage WHERE endpoint = ?", usage.endpoint());
            return Sql.update(
                    connection,
                    "INSERT INTO report_usage (endpoint, day, used, last_at, paused_until, why) VALUES (?, ?, ?, ?, ?, ?)",
                    usage.endpoint(),
                    usage.day(),
                    usage.used(),
                    Times.micros(usage.lastAt()),
                    Times.micros(usage.pausedUntil()),
                    Texts.clean(usage.why(), COMMENT_LENGTH));
        });
    }

    @Override
    public Optional<Kept> kept(String key) {
        return database.read((handle, connection) -> {
            List<Kept> found = new ArrayList<>(1);
            Sql.each(
                    connection,
                    "SELECT name, answer, at FROM report_kept WHERE name = ?",
                    List.of(key),
                    row -> found.add(new Kept(row.getString(1), row.getString(2), Times.instant(row.getLong(3)))));
            return found.stream().findFirst();
        });
    }

    @Override
    public void keep(Kept answer) {
        database.change(connection -> {
            Sql.update(connection, "DELETE FROM report_kept WHERE name = ?", answer.key());
            Sql.update(
                    connection,
                    "INSERT INTO report_kept (name, answer, at) VALUES (?, ?, ?)",
                    answer.key(),
                    Texts.clean(answer.answer(), KEPT_LENGTH),
                    Times.micros(answer.at()));
            long tooMany = Sql.number(connection, "SELECT COUNT(*) FROM report_kept") - MOST_KEPT;
            if (tooMany > 0) {
                List<String> oldest = new ArrayList<>();
                Sql.each(
                        connection,
                        "SELECT name FROM report_kept ORDER BY at, name LIMIT ?",
                        List.of(tooMany),
                        row -> oldest.add(row.getString(1)));
                for (String name : oldest) {
                    Sql.update(connection, "DELETE FROM report_kept WHERE name = ?", name);
                }
            }
            return 0;
        });
    }

    private List<Report> read(String sql, Object... parameters) {
        return database.read((handle, connection) -> {
            List<Report> reports = new ArrayList<>();
            Sql.each(connection, sql, List.of(parameters), row -> reports.add(report(row)));
            return reports;
        });
    }

    private static Report report(ResultSet row) throws SQLException {
        SortedSet<Integer> categories = new TreeSet<>();
        for (String number : row.getString(4).split(",")) {
            categories.add(Integer.valueOf(number));
        }
        long sentAt = row.getLong(14);
        Instant sent = row.wasNull() ? null : Times.instant(sentAt);
        return new Report(
                row.getLong(1),
                row.getLong(2),
                Objects.requireNonNull(Addresses.address(row.getBytes(3))),
                categories,
                row.getString(5),
                row.getString(6),
                Times.instant(row.getLong(7)),
                row.getLong(8),
                row.getString(9),
                State.valueOf(row.getString(10)),
                Times.instant(row.getLong(11)),
                Times.instant(row.getLong(12)),
                row.getInt(13),
                sent,
                row.getString(15));
    }

    private static String numbers(SortedSet<Integer> categories) {
        return categories.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static byte[] bytes(IPAddress address) {
        return Addresses.lowest(address.withoutPrefixLength());
    }
}
