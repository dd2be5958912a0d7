package io.rempart.events.store;

import inet.ipaddr.IPAddress;
import io.rempart.events.model.Severity;
import io.rempart.events.model.SourceClass;
import io.rempart.events.query.Query;
import io.rempart.events.query.Query.ClassIs;
import io.rempart.events.query.Query.ClientIn;
import io.rempart.events.query.Query.TimeBetween;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a person triages: the events of one source and class with no silence longer than {@link #silence} between them. The
 * writer keeps incidents in the transaction of the events, so counts equal the events that are there: retention, another
 * class, a person's verdict move them along. Events whose client can't be read belong to no incident. Thread-safe; failures
 * are {@link StoreException}s with one sentence.
 *
 * <p>An archived incident stays archived while more of the same comes, and is open again when something more severe does. One
 * that a rule archived is open again as soon as an event comes that no rule matches. Verified robots and false positives begin
 * archived: there is nothing to decide.
 */
public interface IncidentStore {
    /** What a person made of it. */
    enum State {
        OPEN,
        ESCALATED,
        ARCHIVED
    }

    /** How a list is sorted, the first first. */
    enum Order {
        /** By the time of the last event. */
        NEWEST,
        /** By severity, then by the time of the last event. */
        GRAVEST
    }

    /** How long a source must be silent for its next event to begin another incident. */
    Duration silence();

    /** Changes {@link #silence} for what comes from now on: 1 hour to 30 days. */
    void setSilence(Duration silence);

    // ---- reading

    /**
     * A page of incidents; {@code after} null for the first. Returns what it found within {@code timeLimit}; a page that ended
     * for time says how far back it looked and goes on from its cursor.
     */
    IncidentPage incidents(IncidentSearch search, @Nullable IncidentCursor after, int limit, Duration timeLimit);

    /** How many incidents match, counted up to {@code most}: an answer of {@code most} means that many or more. */
    long count(IncidentSearch search, long most, Duration timeLimit);

    Optional<Incident> incident(long id);

    /** The incident an event belongs to. */
    Optional<Incident> incidentOf(long eventId);

    /**
     * Sources that belong together, the most sources first, among the newest incidents: so far back that no state and severity
     * has more than 15,000 of them.
     */
    List<Campaign> campaigns(IncidentSearch search, CampaignKind kind, int limit, Duration timeLimit);

    // ---- changing

    /**
     * Changes every incident that matches, not only those of a page, in bounded transactions: each is changed whole or not
     * at all.
     */
    Changed change(IncidentSearch which, Change change, String person);

    /** Changes incidents by id; ids that are gone are left out. At most 10,000 ids. */
    Changed change(List<Long> ids, Change change, String person);

    /**
     * Takes a change back: each incident that nobody changed since is as it was before. A comment stays, and is marked as
     * taken back.
     *
     * @return how many incidents are as they were
     */
    long undo(long changeId, String person);

    /** What people did with an incident, newest first; {@code beforeId} null for the first page. */
    List<HistoryEntry> history(long incidentId, @Nullable Long beforeId, int limit);

    // ---- rules that archive by themselves

    /** In the order in which they were made. At most 200. */
    List<ArchiveRule> archiveRules();

    /**
     * From now on an incident is archived by itself while each of its events matches the query. Incidents that are there
     * already stay as they are: archive them with {@link #change}.
     */
    ArchiveRule addArchiveRule(String name, Query query, String person);

    /** Ends a rule; what it archived stays archived. False when there is no such rule. */
    boolean removeArchiveRule(long ruleId, String person);

    /** What a rule would have archived since a time: looked at from the newest event back, until the time limit. */
    ArchivePreview preview(Query query, Instant since, int sample, Duration timeLimit);

    // ---- values

    /**
     * Which incidents. The query speaks of events; an incident matches {@code class:}, {@code ip:}, {@code country:},
     * {@code asn:}, {@code severity:} (its highest) as an event does; a period when it has events around it (first seen
     * before its end, last seen after its begin); {@code host:}, {@code path:}, {@code ua:} and {@code rule:} when one of the
     * values it lists does, {@code is:blocked} when one of its events was, a bare word when it occurs in what is listed. Other
     * fields are refused.
     *
     * @param states empty for all
     * @param assignee null for all, empty for those of nobody
     * @param tool only incidents of this tool: {@link Incident#tool} or {@link Campaign#tool}; null for all
     */
    record IncidentSearch(
            Query query,
            Set<State> states,
            @Nullable String assignee,
            @Nullable String tool,
            Order order) {
        public static final IncidentSearch INBOX =
                new IncidentSearch(new Query.All(), Set.of(State.OPEN, State.ESCALATED), null, null, Order.NEWEST);

        public IncidentSearch withQuery(Query other) {
            return new IncidentSearch(other, states, assignee, tool, order);
        }

        public IncidentSearch withStates(Set<State> other) {
            return new IncidentSearch(query, other, assignee, tool, order);
        }

        /** The incidents that match this and belong to a campaign. */
        public IncidentSearch of(Campaign campaign) {
            List<Query> parts = new ArrayList<>();
            parts.add(query);
            IPAddress network = campaign.network();
            if (network != null) {
                parts.add(new ClientIn(network));
            }
            if (campaign.kind() == CampaignKind.ASN) {
                parts.add(new Query.NumberBetween(Query.NumberField.ASN, campaign.asn(), campaign.asn()));
            }
            String ofTool = campaign.tool() == null ? tool : campaign.tool();
            return new IncidentSearch(new Query.And(List.copyOf(parts)), states, assignee, ofTool, order);
        }
    }

    /**
     * Where the next page begins.
     *
     * @param severity rank of the last incident seen: 0 (emergency) to 8 (none)
     * @param lastSeen of it, in microseconds since 1970
     */
    record IncidentCursor(int severity, long lastSeen, long id) {
        public String toText() {
            return severity + "." + Long.toString(lastSeen, 36) + "." + Long.toString(id, 36);
        }

        /** Empty when the text is no cursor. */
        public static Optional<IncidentCursor> ofText(String text) {
            String[] parts = text.split("\\.", 4);
            try {
                return parts.length != 3
                        ? Optional.empty()
                        : Optional.of(new IncidentCursor(
                                Integer.parseInt(parts[0]),
                                Long.parseLong(parts[1], 36),
                                Long.parseLong(parts[2], 36)));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }
    }

    /**
     * @param next null when there is nothing more
     * @param searchedBackTo null when the page is full or the search complete; else the time limit ended it here, and the
     *     cursor goes on from there
     */
    record IncidentPage(
            List<Incident> incidents,
            @Nullable IncidentCursor next,
            @Nullable Instant searchedBackTo) {}

    /**
     * An incident. The lists hold the most frequent values, each at most 200 characters, at most 12 of each: all of them while there are no
     * more, else counted as well as 12 places allow (the least frequent gives its place, and its count, to a new one).
     *
     * @param severity the highest; null when no event has one
     * @param tool fingerprint of the program (order of its header fields, and what its user agent names): the same for
     *     sources that run the same; empty when not known
     * @param toolName the user agent without versions
     * @param assignee empty for nobody
     * @param archivedByRule null unless a rule archived it
     * @param rhythmMillis mean time between two events; 0 for one event
     */
    record Incident(
            long id,
            IPAddress client,
            SourceClass sourceClass,
            State state,
            @Nullable Severity severity,
            Instant firstSeen,
            Instant lastSeen,
            long events,
            long blocked,
            String country,
            long asn,
            String organisation,
            List<Counted> hosts,
            List<Counted> paths,
            List<Counted> rules,
            List<Counted> messages,
            List<Counted> userAgents,
            String tool,
            String toolName,
            String assignee,
            long comments,
            @Nullable Long archivedByRule,
            @Nullable Instant changedAt) {
        public long rhythmMillis() {
            return events < 2 ? 0 : Duration.between(firstSeen, lastSeen).toMillis() / (events - 1);
        }

        /** The search that finds its events. */
        public Query eventQuery() {
            return new Query.And(List.of(
                    new ClientIn(client),
                    new ClassIs(Set.of(sourceClass)),
                    new TimeBetween(firstSeen, lastSeen.plusNanos(1_000))));
        }
    }

    /** What makes sources belong together. */
    enum CampaignKind {
        /** The same /24 (IPv4) or /64 (IPv6). */
        NETWORK,
        /** The same autonomous system. */
        ASN,
        /** The same tool on the same kind of paths. */
        TOOL
    }

    /**
     * Incidents of two or more sources that belong together.
     *
     * @param network of a campaign by network
     * @param asn of a campaign by autonomous system; 0 for others
     * @param tool of a campaign by tool: narrower than that of an incident, it tells the kind of paths too
     */
    record Campaign(
            CampaignKind kind,
            @Nullable IPAddress network,
            long asn,
            String organisation,
            @Nullable String tool,
            String toolName,
            long sources,
            long incidents,
            long events,
            @Nullable Severity severity,
            Set<SourceClass> classes,
            Instant firstSeen,
            Instant lastSeen) {}

    /**
     * What to change; null leaves it.
     *
     * @param assignee empty for nobody
     * @param comment empty for none; at most 4,000 characters are kept
     */
    record Change(@Nullable State state, @Nullable String assignee, String comment) {
        public static Change to(State state) {
            return new Change(state, null, "");
        }
    }

    /** @param id for {@link #undo} */
    record Changed(long id, long incidents) {}

    /**
     * One change of an incident.
     *
     * @param id of the change, which may have changed many incidents: for {@link #undo}
     * @param from the state before
     * @param to the state after; null when the change left it
     * @param assignee the new one; null when the change left it
     * @param incidents how many incidents the change was about
     * @param undoneBy null when it stands
     */
    record HistoryEntry(
            long id,
            Instant at,
            String person,
            State from,
            @Nullable State to,
            @Nullable String assignee,
            String comment,
            long incidents,
            @Nullable String undoneBy) {}

    /** A rule that archives by itself. */
    record ArchiveRule(long id, String name, Query query, String person, Instant createdAt) {}

    /**
     * What a rule would have archived.
     *
     * @param events that match
     * @param incidents that have only such events
     * @param otherIncidents that have such events and others, and stay
     * @param sample of the incidents it would have archived
     * @param lookedBackTo null when all of the period was looked at
     */
    record ArchivePreview(
            long events,
            long incidents,
            long otherIncidents,
            List<Incident> sample,
            @Nullable Instant lookedBackTo) {}
}
