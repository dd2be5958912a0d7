package io.rempart.store;

import io.rempart.events.model.ByteText;
import io.rempart.events.model.Classification;
import io.rempart.events.model.Classification.Evidence;
import io.rempart.events.model.Event;
import io.rempart.events.model.Hit;
import io.rempart.events.model.Severity;
import io.rempart.events.store.EventEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An event as its columns will have it, made before the transaction begins. Lengths are in characters. */
record EventRow(
        EventEntry entry,
        long time,
        byte @Nullable [] client,
        byte @Nullable [] peer,
        int status,
        @Nullable Severity severity,
        String country,
        String method,
        String host,
        String path,
        String uri,
        String userAgent,
        String transactionId,
        String organisation,
        String topMessage,
        String text,
        List<Dictionaries.Rule> rules,
        String parameters,
        Tool tool,
        Set<String> reasons) {
    static final int URI_LENGTH = 2_048;
    static final int PATH_LENGTH = 1_024;
    static final int USER_AGENT_LENGTH = 1_024;
    static final int HOST_LENGTH = 255;
    static final int MESSAGE_LENGTH = 512;
    static final int DATA_LENGTH = 1_024;
    static final int TEXT_LENGTH = 8_192;
    static final int RULES = 200;
    private static final int PARAMETER_LENGTH = 64;
    private static final int PARAMETERS_LENGTH = 2_048;
    private static final int RULE_ID_LENGTH = 128;
    private static final int TAGS = 64;
    private static final int TAG_LENGTH = 128;
    private static final int EVIDENCE = 16;
    private static final int REASON_LENGTH = 128;

    static EventRow of(EventEntry entry) {
        Event event = entry.event();
        ByteText rawUri = event.request().uri();
        String uri = Texts.clean(rawUri, URI_LENGTH);
        String userAgent = Texts.clean(event.request().header("User-Agent"), USER_AGENT_LENGTH);
        String host = Texts.clean(event.host(), HOST_LENGTH);
        Map<Dictionaries.Rule, String> rules = rules(event.hits());
        return new EventRow(
                entry,
                Times.micros(event.time()),
                Addresses.bytes(entry.attribution().client()),
                Addresses.bytes(event.peer()),
                event.response().status(),
                event.highestSeverity(),
                Texts.clean(entry.attribution().country(), 8),
                Texts.clean(event.request().method(), 64),
                host,
                Texts.clean(Texts.path(uri), PATH_LENGTH),
                uri,
                userAgent,
                Texts.clean(event.transactionId(), 128),
                Texts.clean(entry.attribution().organisation(), 128),
                topMessage(event.hits()),
                text(rawUri, uri, userAgent, host, event.hits()),
                List.copyOf(rules.keySet()),
                parameters(rules.values()),
                Tool.of(event.request(), userAgent),
                reasons(entry.classification()));
    }

    /** What bare words are looked for in: request target (as sent and decoded), user agent, host, what the hits say. */
    private static String text(ByteText rawUri, String uri, String userAgent, String host, List<Hit> hits) {
        Set<String> lines = new LinkedHashSet<>();
        lines.add(uri);
        ByteText head = rawUri.slice(0, Math.min(rawUri.length(), URI_LENGTH * 4));
        ByteText decoded = Texts.decoded(head);
        if (decoded != head) {
            lines.add(Texts.clean(decoded, URI_LENGTH));
        }
        lines.add(userAgent);
        lines.add(host);
        int length = uri.length() * 2 + userAgent.length() + host.length();
        for (Hit hit : hits) {
            if (length > TEXT_LENGTH) {
                break;
            }
            String message = Texts.clean(hit.message(), MESSAGE_LENGTH);
            if (lines.add(message)) {
                length += message.length() + 1;
            }
            String data = Texts.clean(hit.data(), DATA_LENGTH);
            if (lines.add(data)) {
                length += data.length() + 1;
            }
        }
        String joined = String.join("\n", lines); // clean already
        return Texts.folded(joined.length() <= TEXT_LENGTH ? joined : Texts.clean(joined, TEXT_LENGTH));
    }

    /** Each rule with the variable it matched first. */
    private static Map<Dictionaries.Rule, String> rules(List<Hit> hits) {
        Map<Dictionaries.Rule, String> rules = new LinkedHashMap<>();
        for (Hit hit : hits) {
            if (rules.size() == RULES) {
                break;
            }
            rules.putIfAbsent(rule(Texts.clean(hit.ruleId(), RULE_ID_LENGTH), hit.tags()), hit.variable());
        }
        return rules;
    }

    /** A line for each variable, in the order of the rules; what has no room is left out. */
    private static String parameters(Collection<String> variables) {
        StringBuilder parameters = new StringBuilder();
        for (String variable : variables) {
            String parameter = Texts.clean(variable, PARAMETER_LENGTH).replace('\n', ' ');
            if (parameters.length() + parameter.length() >= PARAMETERS_LENGTH) {
                break;
            }
            parameters.append(parameter).append('\n');
        }
        return parameters.toString();
    }

    static Dictionaries.Rule rule(String ruleId, List<String> tags) {
        List<String> kept = new ArrayList<>(Math.min(tags.size(), TAGS));
        for (String tag : tags) {
            if (kept.size() < TAGS && !tag.isEmpty()) {
                kept.add(Texts.clean(tag, TAG_LENGTH).replace('\n', ' '));
            }
        }
        return new Dictionaries.Rule(ruleId, number(ruleId), List.copyOf(kept));
    }

    private static @Nullable Long number(String ruleId) {
        if (ruleId.isEmpty() || ruleId.length() > 18) {
            return null;
        }
        for (int i = 0; i < ruleId.length(); i++) {
            if (ruleId.charAt(i) < '0' || ruleId.charAt(i) > '9') {
                return null;
            }
        }
        return Long.valueOf(ruleId);
    }

    static Set<String> reasons(Classification classification) {
        Set<String> reasons = new LinkedHashSet<>();
        for (Evidence evidence : classification.evidence()) {
            if (reasons.size() == EVIDENCE) {
                break;
            }
            reasons.add(Texts.clean(evidence.rule(), REASON_LENGTH));
        }
        return reasons;
    }

    /**
     * The message of the most severe hit, the first of several. Rules that only add up the scores of others (CRS files 949,
     * 959 and 980) speak when nobody else does.
     */
    private static String topMessage(List<Hit> hits) {
        ByteText best = ByteText.EMPTY;
        int bestRank = Integer.MAX_VALUE;
        for (Hit hit : hits) {
            if (hit.message().isEmpty()) {
                continue;
            }
            Severity severity = hit.severity();
            int rank = severity == null ? 8 : severity.ordinal();
            if (!hit.detection()) {
                rank += 20;
            }
            if (addsUp(hit.ruleId())) {
                rank += 10;
            }
            if (rank < bestRank) {
                bestRank = rank;
                best = hit.message();
            }
        }
        return Texts.clean(best, MESSAGE_LENGTH);
    }

    private static boolean addsUp(String ruleId) {
        return ruleId.length() == 6
                && (ruleId.startsWith("949") || ruleId.startsWith("959") || ruleId.startsWith("980"));
    }
}
