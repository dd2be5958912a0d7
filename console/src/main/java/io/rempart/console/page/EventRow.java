package io.rempart.console.page;

import inet.ipaddr.IPAddress;
import io.rempart.console.language.Wording;
import io.rempart.console.text.VisibleText;
import io.rempart.events.model.Event.Disposition;
import io.rempart.events.store.EventStore.EventSummary;
import java.util.List;
import java.util.Locale;

/**
 * One line of the list of events, with the search each of its values leads to.
 *
 * @param rule the id of the rule that says most; empty when there is none
 * @param moreRules how many other rules matched
 */
public record EventRow(
        EventSummary event,
        String link,
        String client,
        String clientLink,
        String countryName,
        String countryLink,
        String classLink,
        String hostLink,
        String statusLink,
        String disposition,
        String dispositionLink,
        String rule,
        String ruleLink,
        int moreRules,
        String label,
        String reason) {
    private static final int LONGEST_LABEL = 160;

    static EventRow of(EventSummary event, Scope scope, SearchTerms terms, Wording wording) {
        String client = text(event.client());
        String rule = tellingRule(event.ruleIds());
        String disposition = key(event.disposition());
        return new EventRow(
                event,
                scope.at("/events/" + event.id()),
                client,
                link(scope, terms, "ip", client),
                wording.country(event.country()),
                link(scope, terms, "country", event.country()),
                link(scope, terms, "class", event.sourceClass().key()),
                link(scope, terms, "host", event.host()),
                event.status() == 0 ? "" : link(scope, terms, "status", Integer.toString(event.status())),
                disposition,
                link(scope, terms, "is", disposition),
                rule,
                link(scope, terms, "rule", rule),
                (int) event.ruleIds().stream()
                        .distinct()
                        .filter(id -> !id.equals(rule))
                        .count(),
                VisibleText.plain(event.method() + " " + event.uri(), LONGEST_LABEL),
                VisibleText.plain(event.topMessage(), LONGEST_LABEL));
    }

    static String text(@org.jspecify.annotations.Nullable IPAddress address) {
        return address == null ? "" : address.toCanonicalString();
    }

    static String key(Disposition disposition) {
        return disposition.name().toLowerCase(Locale.ROOT);
    }

    private static String link(Scope scope, SearchTerms terms, String field, String value) {
        return value.isEmpty() ? "" : scope.search(terms.toggled(SearchTerms.term(field, value)));
    }

    private static String tellingRule(List<String> ids) {
        String best = "";
        int rank = -1;
        for (String id : ids) {
            int one = id.isEmpty() ? -1 : RuleFamily.of(id).rank();
            if (one > rank) {
                best = id;
                rank = one;
            }
        }
        return best;
    }
}
