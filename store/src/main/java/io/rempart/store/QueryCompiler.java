package io.rempart.store;

import inet.ipaddr.IPAddress;
import io.rempart.events.model.AuditFormat;
import io.rempart.events.query.Query;
import io.rempart.events.query.Query.TextPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Query tree to SQL over table {@code event} as {@code e}. Texts, addresses and times become parameters; only numbers of our
 * own dictionaries stand in the SQL itself. A part is never null-valued, so that NOT means "every other event".
 */
final class QueryCompiler {
    /** Above this, rules are looked up by key instead of in the event's own list. */
    private static final int LISTED_NUMBERS = 200;

    private final Dialect dialect;
    private final Dictionaries dictionaries;

    QueryCompiler(Dialect dialect, Dictionaries dictionaries) {
        this.dialect = dialect;
        this.dictionaries = dictionaries;
    }

    /** @param without a part that is checked elsewhere; null for none */
    Condition compile(Query query, @Nullable Query without) {
        List<Object> parameters = new ArrayList<>();
        StringBuilder sql = new StringBuilder();
        compile(query, without, sql, parameters);
        return new Condition(sql.toString(), parameters);
    }

    private void compile(Query query, @Nullable Query without, StringBuilder sql, List<Object> parameters) {
        if (query == without) {
            sql.append(Condition.TRUE.sql());
        } else if (query instanceof Query.All) {
            sql.append(Condition.TRUE.sql());
        } else if (query instanceof Query.And and) {
            join(inOrder(and.parts()), " AND ", Condition.TRUE, without, sql, parameters);
        } else if (query instanceof Query.Or or) {
            join(or.parts(), " OR ", Condition.FALSE, null, sql, parameters);
        } else if (query instanceof Query.Not not) {
            sql.append("NOT (");
            compile(not.part(), null, sql, parameters);
            sql.append(')');
        } else if (query instanceof Query.ClassIs is) {
            in("e.class", is.classes().stream().map(Codes::of).toList(), sql);
        } else if (query instanceof Query.ClientIn in) {
            address("e.client", in.block(), sql, parameters);
        } else if (query instanceof Query.PeerIn in) {
            address("e.peer", in.block(), sql, parameters);
        } else if (query instanceof Query.RuleIs
                || query instanceof Query.TagIs
                || query instanceof Query.RuleBetween) {
            rules(rulesOf(query, dictionaries), sql);
        } else if (query instanceof Query.SeverityBetween between) {
            sql.append("(e.severity IS NOT NULL AND e.severity BETWEEN ")
                    .append(between.mostSevere().ordinal())
                    .append(" AND ")
                    .append(between.leastSevere().ordinal())
                    .append(')');
        } else if (query instanceof Query.NumberBetween between) {
            sql.append(column(between.field())).append(" BETWEEN ? AND ?");
            parameters.add(between.first());
            parameters.add(between.last());
        } else if (query instanceof Query.TextIs is) {
            text(is, sql, parameters);
        } else if (query instanceof Query.TimeBetween between) {
            time(between, sql, parameters);
        } else if (query instanceof Query.DispositionIs is) {
            sql.append("e.disposition = ").append(Codes.of(is.disposition()));
        } else if (query instanceof Query.FormatIs is) {
            sql.append("e.format IN (")
                    .append(is.formats().stream().map(AuditFormat::name).collect(Collectors.joining("', '", "'", "'")))
                    .append(')');
        } else if (query instanceof Query.JudgedByPerson) {
            sql.append("e.judged = 1");
        } else if (query instanceof Query.TlsIs is) {
            sql.append("(e.tls IS NOT NULL AND e.tls = ")
                    .append(is.tls() ? 1 : 0)
                    .append(')');
        } else if (query instanceof Query.Contains contains) {
            sql.append("EXISTS (SELECT 1 FROM event_text t WHERE t.time = e.time AND t.digest = e.digest AND ")
                    .append(dialect.contains("t.text"))
                    .append(')');
            parameters.add(searchedText(contains));
        } else {
            throw new IllegalStateException("no SQL for " + query.getClass());
        }
    }

    /** What a bare word is in the folded text of an event. */
    static String searchedText(Query.Contains contains) {
        return Texts.folded(Texts.clean(contains.text(), EventRow.TEXT_LENGTH));
    }

    private void join(
            List<Query> parts,
            String operator,
            Condition ofNone,
            @Nullable Query without,
            StringBuilder sql,
            List<Object> parameters) {
        if (parts.isEmpty()) {
            sql.append(ofNone.sql());
            return;
        }
        sql.append('(');
        for (int i = 0; i < parts.size(); i++) {
            sql.append(i == 0 ? "" : operator);
            compile(parts.get(i), without, sql, parameters);
        }
        sql.append(')');
    }

    /** Cheap comparisons before those that read another table. */
    private static List<Query> inOrder(List<Query> parts) {
        return parts.stream()
                .sorted(java.util.Comparator.comparingInt(QueryCompiler::cost))
                .toList();
    }

    private static int cost(Query query) {
        if (query instanceof Query.And and) {
            return and.parts().stream().mapToInt(QueryCompiler::cost).sum();
        }
        if (query instanceof Query.Or or) {
            return or.parts().stream().mapToInt(QueryCompiler::cost).sum();
        }
        if (query instanceof Query.Not not) {
            return cost(not.part());
        }
        if (query instanceof Query.Contains) {
            return 20;
        }
        if (query instanceof Query.TextIs) {
            return 4;
        }
        return query instanceof Query.RuleIs || query instanceof Query.TagIs || query instanceof Query.RuleBetween
                ? 5
                : 1;
    }

    private static void in(String column, List<Integer> numbers, StringBuilder sql) {
        if (numbers.isEmpty()) {
            sql.append(Condition.FALSE.sql());
        } else {
            sql.append(column)
                    .append(" IN (")
                    .append(numbers.stream().map(String::valueOf).collect(Collectors.joining(", ")))
                    .append(')');
        }
    }

    static void address(String column, IPAddress block, StringBuilder sql, List<Object> parameters) {
        sql.append('(')
                .append(column)
                .append(" IS NOT NULL AND ")
                .append(column)
                .append(" BETWEEN ? AND ?");
        parameters.add(Addresses.lowest(block));
        parameters.add(Addresses.highest(block));
        if (Addresses.coversIpv4(block)) {
            sql.append(" AND NOT (").append(column).append(" BETWEEN ? AND ?)");
            parameters.add(Addresses.lowestIpv4());
            parameters.add(Addresses.highestIpv4());
        }
        sql.append(')');
    }

    /** The numbers of the rules that a part about rules means. */
    static List<Integer> rulesOf(Query query, Dictionaries dictionaries) {
        List<Dictionaries.Rule> rules = dictionaries.rules.all();
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            if (isRule(query, rules.get(i))) {
                numbers.add(i + 1);
            }
        }
        return numbers;
    }

    static boolean isRule(Query query, Dictionaries.Rule rule) {
        if (query instanceof Query.RuleIs is) {
            return PatternMatcher.matches(is.pattern(), rule.ruleId());
        }
        if (query instanceof Query.TagIs is) {
            return rule.tags().stream().anyMatch(tag -> PatternMatcher.matches(is.pattern(), tag));
        }
        Query.RuleBetween between = (Query.RuleBetween) query;
        Long number = rule.number();
        return number != null && number >= between.first() && number <= between.last();
    }

    private void rules(List<Integer> numbers, StringBuilder sql) {
        if (numbers.isEmpty()) {
            sql.append(Condition.FALSE.sql());
        } else if (numbers.size() > LISTED_NUMBERS) {
            sql.append("EXISTS (SELECT 1 FROM hit h WHERE h.time = e.time AND h.digest = e.digest AND h.");
            in("rule", numbers, sql);
            sql.append(')');
        } else {
            listed("e.rules", numbers, sql);
        }
    }

    private void listed(String column, List<Integer> numbers, StringBuilder sql) {
        if (numbers.isEmpty()) {
            sql.append(Condition.FALSE.sql());
            return;
        }
        sql.append('(')
                .append(numbers.stream()
                        .map(number -> dialect.containsLiteral(column, " " + number + " "))
                        .collect(Collectors.joining(" OR ")))
                .append(')');
    }

    private static String column(Query.NumberField field) {
        return switch (field) {
            case STATUS -> "e.status";
            case SCORE -> "e.inbound_score";
            case PORT -> "e.port";
            case ASN -> "e.asn";
            case ID -> "e.id";
        };
    }

    private void text(Query.TextIs is, StringBuilder sql, List<Object> parameters) {
        TextPattern pattern = is.pattern();
        switch (is.field()) {
            case LOG_SOURCE -> in("e.log_source", matching(dictionaries.logSources.all(), pattern), sql);
            case EVIDENCE -> listed("e.reasons", matching(dictionaries.reasons.all(), pattern), sql);
            case HOST -> like("e.host", pattern, sql, parameters);
            case METHOD -> like("e.method", pattern, sql, parameters);
            case PATH -> like("e.path", pattern, sql, parameters);
            case URI -> like("e.uri", pattern, sql, parameters);
            case USER_AGENT -> like("e.user_agent", pattern, sql, parameters);
            case COUNTRY -> like("e.country", pattern, sql, parameters);
            case TRANSACTION_ID -> like("e.transaction_id", pattern, sql, parameters);
        }
    }

    private static List<Integer> matching(List<String> names, TextPattern pattern) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (PatternMatcher.matches(pattern, names.get(i))) {
                numbers.add(i + 1);
            }
        }
        return numbers;
    }

    private void like(String column, TextPattern pattern, StringBuilder sql, List<Object> parameters) {
        sql.append('(').append(dialect.like(column)).append(')');
        parameters.add(PatternMatcher.like(pattern));
    }

    private static void time(Query.TimeBetween between, StringBuilder sql, List<Object> parameters) {
        sql.append('(').append(Condition.TRUE.sql());
        if (between.from() != null) {
            sql.append(" AND e.time >= ?");
            parameters.add(ceilingMicros(between.from()));
        }
        if (between.to() != null) {
            sql.append(" AND e.time < ?");
            parameters.add(ceilingMicros(between.to()));
        }
        sql.append(')');
    }

    /** Stored times are whole microseconds: the first that is not before an instant. */
    static long ceilingMicros(java.time.Instant instant) {
        long micros = Times.micros(instant);
        return instant.getNano() % 1_000 == 0 ? micros : micros + 1;
    }
}
