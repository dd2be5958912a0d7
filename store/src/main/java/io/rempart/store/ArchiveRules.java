package io.rempart.store;

import io.rempart.events.query.Query;
import io.rempart.events.query.QueryParser;
import io.rempart.events.query.QueryProblem;
import io.rempart.events.store.IncidentStore.ArchiveRule;
import io.rempart.events.store.RequestRefused;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** The rules that archive incidents by themselves. Thread-safe. */
final class ArchiveRules {
    static final int GREATEST_RULES = 200;
    private static final int NAME_LENGTH = 200;
    private static final int QUERY_LENGTH = 8_192;

    private final Database database;

    ArchiveRules(Database database) {
        this.database = database;
    }

    List<ArchiveRule> all() {
        return database.read((handle, connection) -> all(connection));
    }

    /** One small statement where there is no rule. */
    static List<ArchiveRule> all(Connection connection) throws SQLException {
        List<ArchiveRule> rules = new ArrayList<>();
        Sql.each(
                connection,
                "SELECT id, name, query, person, created_at FROM archive_rule WHERE removed = 0 ORDER BY id",
                List.of(),
                row -> rules.add(new ArchiveRule(
                        row.getLong(1),
                        row.getString(2),
                        query(row.getString(3)),
                        row.getString(4),
                        Times.instant(row.getLong(5)))));
        return rules;
    }

    private static Query query(String text) {
        try {
            return QueryParser.parse(text, Instant.EPOCH, ZoneOffset.UTC);
        } catch (QueryProblem e) {
            // Written by us: a field that a later version took away archives nothing.
            return new Query.Or(List.of());
        }
    }

    /** The first rule that matches; 0 for none. */
    static long matching(List<ArchiveRule> rules, EventRow row, String logSource) {
        if (!rules.isEmpty()) {
            EventMatcher matcher = new EventMatcher(row, logSource);
            for (ArchiveRule rule : rules) {
                if (matcher.matches(rule.query())) {
                    return rule.id();
                }
            }
        }
        return 0;
    }

    ArchiveRule add(String name, Query query, String person) {
        String text = query.toText();
        if (text.length() > QUERY_LENGTH) {
            throw new RequestRefused("The search of a rule has at most 8,192 characters.");
        }
        if (text.isBlank()) {
            throw new RequestRefused("A rule without a search would archive everything. Give it one.");
        }
        return database.change(connection -> {
            if (all(connection).size() >= GREATEST_RULES) {
                throw new RequestRefused("There are 200 rules that archive already. Remove one first.");
            }
            long id = 1 + Sql.number(connection, "SELECT COALESCE(MAX(id), 0) FROM archive_rule");
            ArchiveRule rule = new ArchiveRule(
                    id,
                    Texts.clean(name, NAME_LENGTH),
                    query(text),
                    Texts.clean(person, 190),
                    Times.instant(Times.micros(Instant.now())));
            Sql.update(
                    connection,
                    "INSERT INTO archive_rule (id, name, query, person, created_at, removed) VALUES (?, ?, ?, ?, ?, 0)",
                    id,
                    rule.name(),
                    text,
                    rule.person(),
                    Times.micros(rule.createdAt()));
            return rule;
        });
    }

    boolean remove(long ruleId) {
        return database.change(connection -> {
            return Sql.update(connection, "UPDATE archive_rule SET removed = 1 WHERE id = ? AND removed = 0", ruleId)
                    == 1;
        });
    }
}
