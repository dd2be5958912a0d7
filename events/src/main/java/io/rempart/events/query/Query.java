package io.rempart.events.query;

import inet.ipaddr.IPAddress;
import io.rempart.events.model.AuditFormat;
import io.rempart.events.model.Event.Disposition;
import io.rempart.events.model.Severity;
import io.rempart.events.model.SourceClass;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A checked search. Built by {@link QueryParser}, compiled to SQL by each store. Immutable. */
public sealed interface Query {
    /** The search as text that parses to an equal query, for links and saved searches; empty for {@link All}. */
    default String toText() {
        return QueryText.of(this);
    }

    /** Every event. */
    record All() implements Query {}

    /** Events that match every part. */
    record And(List<Query> parts) implements Query {}

    /** Events that match at least one part. */
    record Or(List<Query> parts) implements Query {
        /** Any of the parts, without an Or within an Or; the part itself when there is one alone. */
        static Query of(List<Query> parts) {
            List<Query> flat = new ArrayList<>();
            for (Query part : parts) {
                if (part instanceof Or or) {
                    flat.addAll(or.parts());
                } else {
                    flat.add(part);
                }
            }
            return flat.size() == 1 ? flat.get(0) : new Or(List.copyOf(flat));
        }
    }

    /** Events that do not match. */
    record Not(Query part) implements Query {}

    /** {@code class:scanner} */
    record ClassIs(Set<SourceClass> classes) implements Query {}

    /** {@code ip:203.0.113.0/24}: the source (client) is in the block; a single address is a block of one. */
    record ClientIn(IPAddress block) implements Query {}

    /** {@code peer:10.0.0.1}: the peer as logged is in the block. */
    record PeerIn(IPAddress block) implements Query {}

    /** {@code rule:942100}, {@code rule:942*}, {@code rule:942100..942999}: a hit of such a rule. */
    record RuleIs(TextPattern pattern) implements Query {}

    /** A hit of a numeric rule id in the range, both ends included. */
    record RuleBetween(long first, long last) implements Query {}

    /** {@code tag:attack-sqli}: a hit with such a tag. */
    record TagIs(TextPattern pattern) implements Query {}

    /** {@code severity:critical}, {@code severity:>=error}: the highest severity of the event is at least this severe ... */
    record SeverityBetween(Severity mostSevere, Severity leastSevere) implements Query {}

    /** {@code status:404}, {@code status:500..599}, {@code status:5xx}, {@code score:>=5}, {@code port:443}. */
    record NumberBetween(NumberField field, long first, long last) implements Query {}

    /** {@code host:shop.example.org}, {@code path:/wp-login*}, {@code ua:*curl*}. ASCII case is ignored. */
    record TextIs(TextField field, TextPattern pattern) implements Query {}

    /** {@code since:2h until:2026-11-22}: from inclusive, to exclusive; null is open. */
    record TimeBetween(@Nullable Instant from, @Nullable Instant to) implements Query {}

    /** {@code is:blocked}, {@code is:detected}, {@code is:logged}. */
    record DispositionIs(Disposition disposition) implements Query {}

    /** {@code format:suricata-eve}. */
    record FormatIs(Set<AuditFormat> formats) implements Query {}

    /** {@code is:judged}: a person decided the class. */
    record JudgedByPerson() implements Query {}

    /** {@code tls:yes}. */
    record TlsIs(boolean tls) implements Query {}

    /**
     * {@code "union select"}: the text occurs in the request (URI as sent or percent-decoded, user agent, host) or in a hit's
     * message or data. ASCII case is ignored.
     */
    record Contains(String text) implements Query {}

    /** Numeric columns. */
    enum NumberField {
        STATUS,
        SCORE,
        PORT,
        ASN,
        ID
    }

    /** Text columns. */
    enum TextField {
        HOST,
        METHOD,
        PATH,
        URI,
        USER_AGENT,
        COUNTRY,
        LOG_SOURCE,
        TRANSACTION_ID,
        EVIDENCE
    }

    /**
     * A text with {@code *} for any run of characters; everything else is literal. ASCII case is ignored.
     *
     * @param pieces the literal pieces between the stars: one piece is the whole text; {@code ["", "curl", ""]} is
     *     {@code *curl*}
     */
    record TextPattern(List<String> pieces) {
        public static TextPattern exactly(String text) {
            return new TextPattern(List.of(text));
        }

        public boolean isExact() {
            return pieces.size() == 1;
        }
    }
}
