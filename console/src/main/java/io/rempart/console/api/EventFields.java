package io.rempart.console.api;

import io.rempart.console.text.Fields;
import io.rempart.console.text.Layers;
import io.rempart.console.text.MatchedData;
import io.rempart.console.text.RequestFields;
import io.rempart.events.model.ByteText;
import io.rempart.events.model.Classification;
import io.rempart.events.model.Event;
import io.rempart.events.model.HeaderField;
import io.rempart.events.model.Hit;
import io.rempart.events.store.EventStore.EventSummary;
import io.rempart.events.store.EventStore.StoredEvent;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Events as JSON, in the words of {@code rempart events --json}. */
final class EventFields {
    /** Bytes of a record or a body that an answer holds at most; {@code /raw} gives all of a record. */
    static final int MOST_BYTES = 262_144;

    private static final int MOST_HITS = 500;
    private static final int MOST_HEADERS = 500;

    private EventFields() {}

    static Fields of(EventSummary event) {
        return new Fields()
                .with("id", event.id())
                .with("time", event.time())
                .with("class", event.sourceClass())
                .with("confidence", event.confidence())
                .with("judgedByPerson", event.judgedByPerson())
                .with("client", event.client())
                .with("peer", event.peer())
                .with("behindProxy", event.behindProxy())
                .with("country", event.country())
                .with("asn", event.asn())
                .with("organisation", event.organisation())
                .with("host", event.host())
                .with("port", event.port())
                .with("tls", event.tls())
                .with("method", event.method())
                .with("uri", event.uri())
                .with("status", event.status())
                .with("userAgent", event.userAgent())
                .with("disposition", event.disposition())
                .with("score", event.inboundScore() < 0 ? null : event.inboundScore())
                .with("severity", event.severity())
                .with("rules", event.ruleIds())
                .with("message", event.topMessage())
                .with("logSource", event.logSource())
                .with("format", event.format())
                .with("transactionId", event.transactionId());
    }

    /** One event whole: what is stored of it, and what its record says when it is read again. */
    static Fields of(StoredEvent stored, Optional<Event> event, @Nullable Long incident) {
        return new Fields()
                .with("event", of(stored.summary()))
                .with("storedAt", stored.storedAt())
                .with("timeText", stored.timeText())
                .with("repaired", stored.repaired())
                .with("classification", of(stored.classification()))
                .with("incident", incident)
                .with("record", cut(ByteText.of(stored.record())))
                .with("recordBytes", stored.record().length)
                .with("parts", event.map(EventFields::parts).orElse(null));
    }

    private static Fields of(Classification classification) {
        return new Fields()
                .with("class", classification.sourceClass())
                .with("confidence", classification.confidence())
                .with("author", classification.author())
                .with(
                        "evidence",
                        classification.evidence().stream()
                                .map(one -> new Fields()
                                        .with("rule", one.rule())
                                        .with("speaksFor", one.speaksFor())
                                        .with("weight", one.weight())
                                        .with("detail", one.detail()))
                                .toList());
    }

    private static Fields parts(Event event) {
        List<ByteText> needles = MatchedData.needles(event.hits());
        return new Fields()
                .with("peerPort", event.peerPort())
                .with("localAddress", event.localAddress())
                .with("engineMode", event.engineMode())
                .with("producer", event.producer())
                .with("inboundScore", event.inboundScore() < 0 ? null : event.inboundScore())
                .with("outboundScore", event.outboundScore() < 0 ? null : event.outboundScore())
                .with(
                        "request",
                        new Fields()
                                .with("line", cut(event.request().line()))
                                .with("method", event.request().method())
                                .with("uri", cut(event.request().uri()))
                                .with("protocol", event.request().protocol())
                                .with("headers", headers(event.request().headers()))
                                .with("body", cut(event.request().body()))
                                .with("bodyBytes", event.request().body().length()))
                .with(
                        "response",
                        new Fields()
                                .with("status", event.response().status())
                                .with("protocol", event.response().protocol())
                                .with("headers", headers(event.response().headers()))
                                .with("body", cut(event.response().body()))
                                .with("bodyBytes", event.response().body().length()))
                .with("values", values(event, needles))
                .with(
                        "hits",
                        event.hits().stream()
                                .limit(MOST_HITS)
                                .map(EventFields::of)
                                .toList())
                .with("notes", event.notes());
    }

    private static ByteText cut(ByteText text) {
        return text.length() > MOST_BYTES ? text.slice(0, MOST_BYTES) : text;
    }

    private static List<Fields> headers(List<HeaderField> headers) {
        return headers.stream()
                .limit(MOST_HEADERS)
                .map(field -> new Fields().with("name", field.name()).with("value", cut(field.value())))
                .toList();
    }

    /** The values that the request carries, each with the encodings under it. */
    static List<Fields> values(Event event, List<ByteText> needles) {
        return RequestFields.of(event.request(), needles).stream()
                .map(EventFields::of)
                .toList();
    }

    static Fields of(RequestFields.Field field) {
        return new Fields()
                .with("place", field.place())
                .with("name", field.name())
                .with("value", field.value().raw().text())
                .with("matched", field.hasMarks())
                .with(
                        "decoded",
                        field.value().decoded().stream()
                                .map((Layers.Layer layer) -> new Fields()
                                        .with("encoding", layer.encoding())
                                        .with("text", layer.text().text()))
                                .toList());
    }

    private static Fields of(Hit hit) {
        return new Fields()
                .with("rule", hit.ruleId())
                .with("phase", hit.phase())
                .with("message", cut(hit.message()))
                .with("match", cut(hit.match()))
                .with("variable", hit.variable())
                .with("data", cut(hit.data()))
                .with("severity", hit.severity())
                .with("tags", hit.tags())
                .with("version", hit.version())
                .with("file", hit.file())
                .with("line", hit.line())
                .with("detection", hit.detection())
                .with("truncated", hit.truncated());
    }
}
