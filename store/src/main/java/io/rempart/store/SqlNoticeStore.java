package io.rempart.store;

import io.rempart.events.notice.Notice;
import io.rempart.events.notice.Notice.Level;
import io.rempart.events.notice.NoticeMessage;
import io.rempart.events.notice.NoticeMessage.State;
import io.rempart.events.notice.NoticeStore;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Notices and the messages made of them, in the database of the events. */
final class SqlNoticeStore implements NoticeStore {
    private static final int WORD_LENGTH = 190;
    private static final int TITLE_LENGTH = 1_000;
    private static final int DETAIL_LENGTH = 4_000;
    private static final int BODY_LENGTH = 15_000; // up to four bytes each in MariaDB's TEXT of 65,535
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String MESSAGE = "SELECT id, rule, channel, reference, level, subject, body, topics, notices,"
            + " created_at, state, not_before, attempts, settled_at, why FROM notice_message";

    private final Database database;

    SqlNoticeStore(Database database) {
        this.database = database;
    }

    @Override
    public boolean add(String once, Instant at, List<Notice> notices) {
        return database.change(connection -> {
            String name = Texts.clean(once, WORD_LENGTH);
            if (Sql.number(connection, "SELECT COUNT(*) FROM notice_known WHERE name = ?", name) > 0) {
                return false;
            }
            Sql.update(connection, "INSERT INTO notice_known (name, at) VALUES (?, ?)", name, Times.micros(at));
            forgetOldest(connection);
            insert(connection, notices);
            return true;
        });
    }

    private static void forgetOldest(Connection connection) throws SQLException {
        long tooMany = Sql.number(connection, "SELECT COUNT(*) FROM notice_known") - MOST_KNOWN;
        if (tooMany > 0) {
            List<String> oldest = new ArrayList<>();
            Sql.each(
                    connection,
                    "SELECT name FROM notice_known ORDER BY at, name LIMIT ?",
                    List.of(tooMany),
                    row -> oldest.add(row.getString(1)));
            for (String name : oldest) {
                Sql.update(connection, "DELETE FROM notice_known WHERE name = ?", name);
            }
        }
    }

    @Override
    public boolean forget(String once, List<Notice> notices) {
        return database.change(connection -> {
            String name = Texts.clean(once, WORD_LENGTH);
            if (Sql.update(connection, "DELETE FROM notice_known WHERE name = ?", name) == 0) {
                return false;
            }
            insert(connection, notices);
            return true;
        });
    }

    @Override
    public List<String> known(String beginning) {
        return database.read((handle, connection) -> {
            List<String> names = new ArrayList<>();
            Sql.each(
                    connection,
                    "SELECT name FROM notice_known WHERE name >= ? AND name < ? ORDER BY name",
                    List.of(beginning, beginning + '\uFFFD'),
                    row -> names.add(row.getString(1)));
            return names;
        });
    }

    private static void insert(Connection connection, List<Notice> notices) throws SQLException {
        Set<List<String>> queues = new LinkedHashSet<>();
        for (Notice notice : notices) {
            insert(connection, notice);
            queues.add(List.of(notice.rule(), notice.channel()));
        }
        for (List<String> queue : queues) {
            putTogether(connection, queue.get(0), queue.get(1));
        }
    }

    private static void insert(Connection connection, Notice notice) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO notice (id, rule, channel, topic, level, at, title, detail, count)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                Sql.number(connection, "SELECT MAX(id) FROM notice") + 1,
                Texts.clean(notice.rule(), WORD_LENGTH),
                Texts.clean(notice.channel(), WORD_LENGTH),
                Texts.clean(notice.topic(), WORD_LENGTH),
                notice.level().ordinal(),
                Times.micros(notice.at()),
                Texts.clean(notice.title(), TITLE_LENGTH),
                Texts.clean(notice.detail(), DETAIL_LENGTH),
                notice.count());
    }

    /** Past the bound the older half becomes one notice of each topic: the counts stay right, the words go. */
    private static void putTogether(Connection connection, String rule, String channel) throws SQLException {
        if (Sql.number(connection, "SELECT COUNT(*) FROM notice WHERE rule = ? AND channel = ?", rule, channel)
                <= MOST_WAITING) {
            return;
        }
        List<Notice> oldest = new ArrayList<>();
        List<Long> ids = new ArrayList<>();
        Sql.each(
                connection,
                "SELECT rule, channel, topic, level, at, title, detail, count, id FROM notice"
                        + " WHERE rule = ? AND channel = ? ORDER BY at, id LIMIT ?",
                List.of(rule, channel, MOST_WAITING / 2),
                row -> {
                    oldest.add(notice(row));
                    ids.add(row.getLong(9));
                });
        for (long id : ids) {
            Sql.update(connection, "DELETE FROM notice WHERE id = ?", id);
        }
        Map<String, Notice> together = new TreeMap<>();
        for (Notice each : oldest) {
            together.merge(each.topic(), many(each), SqlNoticeStore::many);
        }
        for (Notice many : together.values()) {
            insert(connection, many);
        }
    }

    private static Notice many(Notice one) {
        return new Notice(one.rule(), one.channel(), one.topic(), one.level(), one.at(), "", "", one.count());
    }

    private static Notice many(Notice a, Notice b) {
        Level level = a.level().compareTo(b.level()) > 0 ? a.level() : b.level();
        Instant first = a.at().isBefore(b.at()) ? a.at() : b.at();
        return new Notice(a.rule(), a.channel(), a.topic(), level, first, "", "", a.count() + b.count());
    }

    private static Notice notice(ResultSet row) throws SQLException {
        return new Notice(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                Level.values()[row.getInt(4)],
                Times.instant(row.getLong(5)),
                row.getString(6),
                row.getString(7),
                row.getLong(8));
    }

    @Override
    public List<Queue> queues() {
        return database.read((handle, connection) -> {
            List<Queue> queues = new ArrayList<>();
            Sql.each(
                    connection,
                    "SELECT rule, channel, SUM(count), MIN(at), MAX(level) FROM notice GROUP BY rule, channel"
                            + " ORDER BY rule, channel",
                    List.of(),
                    row -> queues.add(new Queue(
                            row.getString(1),
                            row.getString(2),
                            row.getLong(3),
                            Times.instant(row.getLong(4)),
                            Level.values()[row.getInt(5)])));
            return queues;
        });
    }

    @Override
    public Optional<NoticeMessage> form(
            String rule, String channel, Instant now, Function<List<Notice>, Words> composer) {
        return database.change(connection -> {
            List<Notice> notices = new ArrayList<>();
            Sql.each(
                    connection,
                    "SELECT rule, channel, topic, level, at, title, detail, count FROM notice"
                            + " WHERE rule = ? AND channel = ? ORDER BY at, id",
                    List.of(rule, channel),
                    row -> notices.add(notice(row)));
            if (notices.isEmpty()) {
                return Optional.empty();
            }
            Words words = composer.apply(notices);
            NoticeMessage message = new NoticeMessage(
                    Sql.number(connection, "SELECT MAX(id) FROM notice_message") + 1,
                    rule,
                    channel,
                    reference(),
                    notices.stream().map(Notice::level).max(Level::compareTo).orElse(Level.INFO),
                    Texts.clean(words.subject(), TITLE_LENGTH),
                    Texts.clean(words.body(), BODY_LENGTH),
                    topics(notices),
                    notices.stream().mapToLong(Notice::count).sum(),
                    Times.instant(Times.micros(now)),
                    State.WAITING,
                    Times.instant(Times.micros(now)),
                    0,
                    null,
                    "");
            insert(connection, message);
            Sql.update(connection, "DELETE FROM notice WHERE rule = ? AND channel = ?", rule, channel);
            return Optional.of(message);
        });
    }

    private static String topics(List<Notice> notices) {
        Map<String, Long> counts =
                notices.stream().collect(Collectors.toMap(Notice::topic, Notice::count, Long::sum, TreeMap::new));
        return counts.entrySet().stream()
                .map(count -> count.getKey() + "=" + count.getValue())
                .collect(Collectors.joining(" "));
    }

    private static String reference() {
        byte[] bytes = new byte[12];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static void insert(Connection connection, NoticeMessage message) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO notice_message (id, rule, channel, reference, level, subject, body, topics, notices,"
                        + " created_at, state, not_before, attempts, settled_at, why)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?)",
                message.id(),
                message.rule(),
                message.channel(),
                message.reference(),
                message.level().ordinal(),
                message.subject(),
                message.body(),
                message.topics(),
                message.notices(),
                Times.micros(message.createdAt()),
                message.state().name(),
                Times.micros(message.notBefore()),
                message.attempts(),
                message.why());
    }

    @Override
    public long discard(String rule, String channel) {
        return database.change(connection -> {
            long notices = Sql.number(
                    connection, "SELECT SUM(count) FROM notice WHERE rule = ? AND channel = ?", rule, channel);
            Sql.update(connection, "DELETE FROM notice WHERE rule = ? AND channel = ?", rule, channel);
            return notices;
        });
    }

    @Override
    public List<NoticeMessage> unsent() {
        return messages(MESSAGE + " WHERE state = ? ORDER BY id", State.WAITING.name());
    }

    @Override
    public void change(NoticeMessage message) {
        database.change(connection -> {
            Instant settled = message.settledAt();
            String sets = "UPDATE notice_message SET state = ?, not_before = ?, attempts = ?, why = ?, settled_at = ";
            List<Object> values = new ArrayList<>(List.of(
                    message.state().name(),
                    Times.micros(message.notBefore()),
                    message.attempts(),
                    Texts.clean(message.why(), TITLE_LENGTH)));
            if (settled != null) {
                values.add(Times.micros(settled));
            }
            values.add(message.id());
            Sql.update(connection, sets + (settled == null ? "NULL" : "?") + " WHERE id = ?", values.toArray());
            if (settled != null) {
                // The newest stay, so that no id is given twice, and those of the last hour, which limits are counted
                // by.
                long newest = Sql.number(connection, "SELECT MAX(id) FROM notice_message");
                Sql.update(
                        connection,
                        "DELETE FROM notice_message WHERE id <= ? AND state <> ? AND created_at < ?",
                        newest - MOST_SETTLED,
                        State.WAITING.name(),
                        Times.micros(settled.minus(Duration.ofHours(1))));
            }
            return 0;
        });
    }

    @Override
    public int formedSince(String rule, String channel, Instant since) {
        return database.read((handle, connection) -> (int) Sql.number(
                connection,
                "SELECT COUNT(*) FROM notice_message WHERE rule = ? AND channel = ? AND created_at > ?",
                rule,
                channel,
                Times.micros(since)));
    }

    @Override
    public @Nullable Instant lastFormed(String rule, String channel) {
        long at = database.read((handle, connection) -> Sql.number(
                connection,
                "SELECT MAX(created_at) FROM notice_message WHERE rule = ? AND channel = ?",
                rule,
                channel));
        return at == 0 ? null : Times.instant(at);
    }

    @Override
    public List<NoticeMessage> history(@Nullable Long beforeId, int limit) {
        return messages(
                MESSAGE + " WHERE id < ? ORDER BY id DESC LIMIT ?",
                beforeId == null ? Long.MAX_VALUE : beforeId,
                limit);
    }

    @Override
    public Optional<NoticeMessage> last(String channel, State state) {
        return messages(MESSAGE + " WHERE state = ? AND channel = ? ORDER BY id DESC LIMIT ?", state.name(), channel, 1)
                .stream()
                .findFirst();
    }

    private List<NoticeMessage> messages(String sql, Object... parameters) {
        return database.read((handle, connection) -> {
            List<NoticeMessage> messages = new ArrayList<>();
            Sql.each(connection, sql, List.of(parameters), row -> messages.add(message(row)));
            return messages;
        });
    }

    private static NoticeMessage message(ResultSet row) throws SQLException {
        long settledAt = row.getLong(14);
        Instant settled = row.wasNull() ? null : Times.instant(settledAt);
        return new NoticeMessage(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                Level.values()[row.getInt(5)],
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getLong(9),
                Times.instant(row.getLong(10)),
                State.valueOf(row.getString(11)),
                Times.instant(row.getLong(12)),
                row.getInt(13),
                settled,
                row.getString(15));
    }
}
