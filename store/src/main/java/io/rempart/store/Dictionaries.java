package io.rempart.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The dictionaries of a store, with the bounds that keep attackers from filling memory with them. */
final class Dictionaries {
    static final int GREATEST_RULES = 100_000;
    static final int GREATEST_REASONS = 10_000;
    static final int GREATEST_FACETS = 50_000;
    static final int GREATEST_LOG_SOURCES = 10_000;
    static final int GREATEST_TOOLS = 20_000;

    /** Hosts that roll-ups tell apart; further ones count as {@link #OTHER_HOST}. Host headers are written by attackers. */
    static final int GREATEST_HOSTS = 500;

    static final String OTHER_HOST = "*";
    static final int NO_LOG_SOURCE = 0;
    static final int NO_DISPOSITION = -1;

    /** A rule as hits show it. */
    record Rule(String ruleId, @Nullable Long number, List<String> tags) {}

    /**
     * What roll-ups count by.
     *
     * @param logSource number of it; 0 in a coarse facet
     * @param disposition its code; -1 in a coarse facet
     */
    record Facet(int sourceClass, String host, int port, String country, int logSource, int disposition) {
        Facet coarse() {
            return new Facet(sourceClass, host, port, "", NO_LOG_SOURCE, NO_DISPOSITION);
        }

        /** When there is no room for more facets. */
        Facet fallback() {
            return new Facet(sourceClass, OTHER_HOST, -1, "*", logSource, disposition);
        }

        Facet withClass(int other) {
            return new Facet(other, host, port, country, logSource, disposition);
        }

        boolean isCoarse() {
            return disposition == NO_DISPOSITION;
        }
    }

    final Dictionary<String> logSources =
            new Dictionary<>(new NameMapping("log_source"), GREATEST_LOG_SOURCES, id -> "?");
    final Dictionary<String> reasons = new Dictionary<>(new NameMapping("reason"), GREATEST_REASONS, id -> "?");
    final Dictionary<Rule> rules =
            new Dictionary<>(new RuleMapping(), GREATEST_RULES, id -> new Rule("", null, List.of()));
    final Dictionary<Facet> facets = new Dictionary<>(
            new FacetMapping(), GREATEST_FACETS, id -> new Facet(0, OTHER_HOST, -1, "*", NO_LOG_SOURCE, 0));
    final Dictionary<Tool> tools = new Dictionary<>(new ToolMapping(), GREATEST_TOOLS, id -> Tool.UNKNOWN);
    private final Set<String> hosts = new HashSet<>();
    private int hostsOfFacets;

    void refresh(Connection connection) throws SQLException {
        logSources.refresh(connection);
        reasons.refresh(connection);
        rules.refresh(connection);
        facets.refresh(connection);
        tools.refresh(connection);
    }

    /** In the transaction that writes, when it begins: what is read now is committed. */
    void beginWrite(Connection connection) throws SQLException {
        refresh(connection);
        commit();
    }

    void commit() {
        logSources.commit();
        reasons.commit();
        rules.commit();
        facets.commit();
        tools.commit();
    }

    void rollback() {
        logSources.rollback();
        reasons.rollback();
        rules.rollback();
        facets.rollback();
        tools.rollback();
        synchronized (hosts) {
            hosts.clear();
            hostsOfFacets = 0;
        }
    }

    /** The ids of rules, each once, in the order of their numbers. */
    List<String> ruleIds(int[] numbers) {
        Set<String> ids = new LinkedHashSet<>();
        for (int number : numbers) {
            String id = rules.value(number).ruleId();
            if (!id.isEmpty()) {
                ids.add(id);
            }
        }
        return List.copyOf(ids);
    }

    /** The host by which roll-ups know it. */
    String countedHost(String host) {
        synchronized (hosts) {
            for (; hostsOfFacets < facets.size(); hostsOfFacets++) {
                hosts.add(facets.value(hostsOfFacets + 1).host());
            }
            if (hosts.contains(host)) {
                return host;
            }
            if (hosts.size() >= GREATEST_HOSTS || host.equals(OTHER_HOST)) {
                return OTHER_HOST;
            }
            hosts.add(host);
            return host;
        }
    }

    /** The number of a facet; where there is no room, that of its fallback. */
    int facet(Connection connection, Facet facet) throws SQLException {
        // A few places stay free for fallbacks.
        Integer known = facets.find(facet);
        if (known != null) {
            return known;
        }
        if (facets.size() < GREATEST_FACETS - 5_000) {
            return facets.idOf(connection, facet);
        }
        return facets.idOf(connection, facet.isCoarse() ? facet.fallback().coarse() : facet.fallback());
    }

    private static final class ToolMapping implements Dictionary.Mapping<Tool> {
        @Override
        public String table() {
            return "tool";
        }

        @Override
        public List<String> columns() {
            return List.of("headers", "name");
        }

        @Override
        public Tool read(ResultSet row) throws SQLException {
            return new Tool(row.getLong(2), row.getString(3));
        }

        @Override
        public void write(PreparedStatement statement, Tool value) throws SQLException {
            statement.setLong(1, value.headers());
            statement.setString(2, value.name());
        }
    }

    private record NameMapping(String table) implements Dictionary.Mapping<String> {
        @Override
        public List<String> columns() {
            return List.of("name");
        }

        @Override
        public String read(ResultSet row) throws SQLException {
            return row.getString(2);
        }

        @Override
        public void write(PreparedStatement statement, String value) throws SQLException {
            statement.setString(1, value);
        }
    }

    private record RuleMapping() implements Dictionary.Mapping<Rule> {
        @Override
        public String table() {
            return "rule";
        }

        @Override
        public List<String> columns() {
            return List.of("rule_id", "rule_number", "tags");
        }

        @Override
        public Rule read(ResultSet row) throws SQLException {
            long number = row.getLong(3);
            boolean numbered = !row.wasNull();
            String tags = row.getString(4);
            return new Rule(
                    row.getString(2), numbered ? number : null, tags.isEmpty() ? List.of() : List.of(tags.split("\n")));
        }

        @Override
        public void write(PreparedStatement statement, Rule value) throws SQLException {
            statement.setString(1, value.ruleId());
            if (value.number() == null) {
                statement.setNull(2, Types.BIGINT);
            } else {
                statement.setLong(2, value.number());
            }
            statement.setString(3, String.join("\n", value.tags()));
        }
    }

    private record FacetMapping() implements Dictionary.Mapping<Facet> {
        @Override
        public String table() {
            return "facet";
        }

        @Override
        public List<String> columns() {
            return List.of("class", "host", "port", "country", "log_source", "disposition");
        }

        @Override
        public Facet read(ResultSet row) throws SQLException {
            return new Facet(
                    row.getInt(2), row.getString(3), row.getInt(4), row.getString(5), row.getInt(6), row.getInt(7));
        }

        @Override
        public void write(PreparedStatement statement, Facet value) throws SQLException {
            statement.setInt(1, value.sourceClass());
            statement.setString(2, value.host());
            statement.setInt(3, value.port());
            statement.setString(4, value.country());
            statement.setInt(5, value.logSource());
            statement.setInt(6, value.disposition());
        }
    }
}
