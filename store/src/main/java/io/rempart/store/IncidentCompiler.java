package io.rempart.store;

import io.rempart.events.model.Event.Disposition;
import io.rempart.events.query.Query;
import io.rempart.events.query.Query.NumberField;
import io.rempart.events.query.Query.TextField;
import io.rempart.events.query.Query.TextPattern;
import io.rempart.events.store.IncidentStore.IncidentSearch;
import io.rempart.events.store.IncidentStore.State;
import io.rempart.events.store.RequestRefused;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Query tree to SQL over table {@code incident} as {@code i}. What only an event has is refused in one sentence. Values become
 * parameters.
 */
final class IncidentCompiler {
    private static final int LISTED_RULES = 200;

    private final Dialect dialect;
    private final Dictionaries dictionaries;

    IncidentCompiler(Dialect dialect, Dictionaries dictionaries) {
        this.dialect = dialect;
        this.dictionaries = dictionaries;
    }

    /** All of a search but the states. */
    Condition compile(IncidentSearch search) {
        StringBuilder sql = new StringBuilder();
        List<Object> parameters = new ArrayList<>();
        compile(search.query(), sql, parameters);
        if (search.assignee() != null) {
            sql.append(" AND i.assignee = ?");
            parameters.add(search.assignee());
        }
        if (search.tool() != null) {
            int dot = search.tool().indexOf('.');
            sql.append(" AND i.tool = ?");
            parameters.add(number(dot < 0 ? search.tool() : search.tool().substring(0, dot)));
            if (dot >= 0) {
                sql.append(" AND i.likeness = ?");
                parameters.add(number(search.tool().substring(dot + 1)));
            }
        }
        return new Condition(sql.toString(), parameters);
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text, 36);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    static List<State> states(IncidentSearch search) {
        return search.states().isEmpty()
                ? List.of(State.values())
                : search.states().stream().sorted().toList();
    }

    static String codes(IncidentSearch search) {
        return states(search).stream()
                .map(state -> String.valueOf(IncidentRow.code(state)))
                .collect(Collectors.joining(", "));
    }

    private void compile(Query query, StringBuilder sql, List<Object> parameters) {
        if (query instanceof Query.All) {
            sql.append(Condition.TRUE.sql());
        } else if (query instanceof Query.And and) {
            join(and.parts(), " AND ", Condition.TRUE, sql, parameters);
        } else if (query instanceof Query.Or or) {
            join(or.parts(), " OR ", Condition.FALSE, sql, parameters);
        } else if (query instanceof Query.Not not) {
            sql.append("NOT (");
            compile(not.part(), sql, parameters);
            sql.append(')');
        } else if (query instanceof Query.ClassIs is) {
            sql.append(
                    is.classes().isEmpty()
                            ? Condition.FALSE.sql()
                            : is.classes().stream()
                                    .map(sourceClass -> String.valueOf(Codes.of(sourceClass)))
                                    .collect(Collectors.joining(", ", "i.class IN (", ")")));
        } else if (query instanceof Query.ClientIn in) {
            QueryCompiler.address("i.client", in.block(), sql, parameters);
        } else if (query instanceof Query.SeverityBetween between) {
            sql.append("i.severity BETWEEN ")
                    .append(between.mostSevere().ordinal())
                    .append(" AND ")
                    .append(between.leastSevere().ordinal());
        } else if (query instanceof Query.NumberBetween between && between.field() == NumberField.ASN) {
            sql.append("i.asn BETWEEN ? AND ?");
            parameters.add(between.first());
            parameters.add(between.last());
        } else if (query instanceof Query.TimeBetween between) {
            time(between, sql, parameters);
        } else if (query instanceof Query.DispositionIs is && is.disposition() == Disposition.BLOCKED) {
            sql.append("i.blocked > 0");
        } else if (query instanceof Query.RuleIs is) {
            listed(IncidentSummary.Kind.RULE, is.pattern(), sql, parameters);
        } else if (query instanceof Query.RuleBetween || query instanceof Query.TagIs) {
            rules(query, sql, parameters);
        } else if (query instanceof Query.Contains contains) {
            like(new TextPattern(List.of("", IncidentSummary.listed(contains.text()), "")), sql, parameters);
        } else if (query instanceof Query.TextIs is) {
            text(is, sql, parameters);
        } else {
            throw refusal();
        }
    }

    private static RequestRefused refusal() {
        return new RequestRefused(
                "Incidents are searched by class, ip, country, asn, severity, time, host, path, ua, rule,"
                        + " tag, is:blocked and words. Search the events for anything else.");
    }

    private void join(
            List<Query> parts, String operator, Condition ofNone, StringBuilder sql, List<Object> parameters) {
        if (parts.isEmpty()) {
            sql.append(ofNone.sql());
            return;
        }
        sql.append('(');
        for (int i = 0; i < parts.size(); i++) {
            sql.append(i == 0 ? "" : operator);
            compile(parts.get(i), sql, parameters);
        }
        sql.append(')');
    }

    private static void time(Query.TimeBetween between, StringBuilder sql, List<Object> parameters) {
        sql.append('(').append(Condition.TRUE.sql());
        if (between.from() != null) {
            sql.append(" AND i.last_seen >= ?");
            parameters.add(QueryCompiler.ceilingMicros(between.from()));
        }
        if (between.to() != null) {
            sql.append(" AND i.first_seen < ?");
            parameters.add(QueryCompiler.ceilingMicros(between.to()));
        }
        sql.append(')');
    }

    private void text(Query.TextIs is, StringBuilder sql, List<Object> parameters) {
        if (is.field() == TextField.COUNTRY) {
            sql.append('(').append(dialect.like("i.country")).append(')');
            parameters.add(PatternMatcher.like(is.pattern()));
            return;
        }
        IncidentSummary.Kind kind = switch (is.field()) {
            case HOST -> IncidentSummary.Kind.HOST;
            case PATH -> IncidentSummary.Kind.PATH;
            case USER_AGENT -> IncidentSummary.Kind.USER_AGENT;
            default -> throw refusal();
        };
        listed(kind, is.pattern(), sql, parameters);
    }

    private void rules(Query query, StringBuilder sql, List<Object> parameters) {
        List<String> ids = QueryCompiler.rulesOf(query, dictionaries).stream()
                .map(number -> dictionaries.rules.value(number).ruleId())
                .distinct()
                .toList();
        if (ids.size() > LISTED_RULES) {
            throw new RequestRefused("The search names " + ids.size() + " rules; incidents are searched by at most "
                    + LISTED_RULES + " at once. Name fewer.");
        }
        if (ids.isEmpty()) {
            sql.append(Condition.FALSE.sql());
            return;
        }
        for (int i = 0; i < ids.size(); i++) {
            sql.append(i == 0 ? "(" : " OR ");
            listed(IncidentSummary.Kind.RULE, TextPattern.exactly(ids.get(i)), sql, parameters);
        }
        sql.append(')');
    }

    /** A listed value stands between the start and the end of its kind. */
    private void listed(IncidentSummary.Kind kind, TextPattern pattern, StringBuilder sql, List<Object> parameters) {
        List<String> pieces = new ArrayList<>();
        pieces.add("");
        int last = pattern.pieces().size() - 1;
        for (int i = 0; i <= last; i++) {
            String piece = IncidentSummary.listed(
                    Objects.requireNonNull(pattern.pieces().get(i)));
            pieces.add((i == 0 ? kind.start() : "") + piece + (i == last ? IncidentSummary.Kind.end() : ""));
        }
        pieces.add("");
        like(new TextPattern(pieces), sql, parameters);
    }

    private void like(TextPattern pattern, StringBuilder sql, List<Object> parameters) {
        sql.append('(').append(dialect.like("i.summary")).append(')');
        parameters.add(PatternMatcher.like(pattern));
    }
}
