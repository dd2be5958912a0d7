package io.rempart.console.page;

import io.rempart.console.language.Wording;
import io.rempart.console.text.CurlCommand;
import io.rempart.console.text.Layers;
import io.rempart.console.text.MarkedText;
import io.rempart.console.text.MatchedData;
import io.rempart.console.text.RequestFields;
import io.rempart.events.model.ByteText;
import io.rempart.events.model.Event;
import io.rempart.events.model.HeaderField;
import io.rempart.events.model.Hit;
import io.rempart.events.store.EventStore.EventSummary;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An event as a person reads it.
 *
 * @param sentence what happened
 * @param uri the URI with its decoded layers
 * @param body the request body with its decoded layers
 * @param fields the values the request carries, by name
 * @param score how its anomaly score came about; null where no rule gave points
 * @param curl sends the request again
 * @param encodedHeaders the headers that say something else once decoded, with their layers
 */
public record EventView(
        Event event,
        String sentence,
        MarkedText line,
        Layers uri,
        List<Header> headers,
        List<LayeredHeader> encodedHeaders,
        Layers body,
        List<Header> responseHeaders,
        MarkedText responseBody,
        List<HitView> hits,
        List<HitView> otherHits,
        List<RequestFields.Field> fields,
        @Nullable ScoreBuildUp score,
        CurlCommand curl) {
    private static final int MOST_HEADERS = 200;
    private static final int MOST_HITS = 200;

    /** A header field to show. */
    public record Header(ByteText name, MarkedText value) {}

    /** A header field whose value was encoded. */
    public record LayeredHeader(ByteText name, Layers layers) {}

    static EventView of(Event event, EventSummary summary, Scope scope, Wording wording) {
        List<ByteText> needles = MatchedData.needles(event.hits());
        List<Header> headers = new ArrayList<>();
        List<LayeredHeader> encoded = new ArrayList<>();
        for (HeaderField field : first(event.request().headers())) {
            Layers layers = Layers.of(field.value(), needles);
            headers.add(new Header(field.name(), layers.raw()));
            if (layers.hasMarks() && !layers.decoded().isEmpty()) {
                encoded.add(new LayeredHeader(field.name(), layers));
            }
        }
        List<HitView> hits = new ArrayList<>();
        List<HitView> others = new ArrayList<>();
        Set<String> explained = new HashSet<>();
        event.hits().stream().limit(MOST_HITS).forEach(hit -> {
            boolean telling = hit.detection() && RuleFamily.of(hit).rank() > 0;
            boolean isFirst = explained.add(RuleFamily.of(hit).key());
            (telling ? hits : others).add(HitView.of(hit, !isFirst, scope, wording));
        });
        ByteText line = event.request().line();
        Layers uri = Layers.of(event.request().uri(), needles);
        return new EventView(
                event,
                sentence(event, summary, wording),
                lineWithMarks(line, event.request().uri(), uri.raw()),
                uri,
                List.copyOf(headers),
                List.copyOf(encoded),
                Layers.of(event.request().body(), needles),
                first(event.response().headers()).stream()
                        .map(field -> new Header(field.name(), MarkedText.plain(field.value())))
                        .toList(),
                MarkedText.plain(event.response().body()),
                List.copyOf(hits),
                List.copyOf(others),
                RequestFields.of(event.request(), needles),
                ScoreBuildUp.of(event, wording).orElse(null),
                CurlCommand.of(event));
    }

    private static List<HeaderField> first(List<HeaderField> headers) {
        return headers.size() > MOST_HEADERS ? headers.subList(0, MOST_HEADERS) : headers;
    }

    /** The request line with the marks of the URI that stands in it. */
    private static MarkedText lineWithMarks(ByteText line, ByteText uri, MarkedText markedUri) {
        int at = uri.isEmpty() ? -1 : line.toLatin1().indexOf(uri.toLatin1());
        if (at < 0) {
            return MarkedText.plain(line);
        }
        return new MarkedText(
                line,
                markedUri.marks().stream()
                        .map(mark -> new MarkedText.Range(mark.start() + at, mark.end() + at))
                        .toList());
    }

    /** One sentence: what the rules saw, from whom, to where, and what became of it. */
    static String sentence(Event event, EventSummary summary, Wording wording) {
        String client = summary.client() == null ? wording.text("event.someone") : EventRow.text(summary.client());
        String from = summary.country().isEmpty()
                ? client
                : wording.text("event.from", client, wording.country(summary.country()));
        String to = summary.host().isEmpty() ? wording.text("event.here") : summary.host();
        String seen = telling(event.hits())
                .map(hit -> wording.text("family." + RuleFamily.of(hit).key() + ".seen"))
                .orElse("");
        String fate = wording.text(
                "event.fate." + EventRow.key(event.disposition()) + (summary.status() > 0 ? ".status" : ""),
                Integer.toString(summary.status()));
        String what = seen.isEmpty()
                ? wording.text("event.sentence.logged", from, to)
                : wording.text("event.sentence.seen", seen, from, to);
        return what + " " + fate;
    }

    private static Optional<Hit> telling(List<Hit> hits) {
        Hit best = null;
        for (Hit hit : hits) {
            if (hit.detection()
                    && (best == null
                            || RuleFamily.of(hit).rank() > RuleFamily.of(best).rank())) {
                best = hit;
            }
        }
        return Optional.ofNullable(best);
    }

    /** The first bytes of a record, byte-exact enough to read. */
    static MarkedText head(byte[] record, int most) {
        return MarkedText.plain(ByteText.of(record, 0, Math.min(most, record.length)));
    }
}
