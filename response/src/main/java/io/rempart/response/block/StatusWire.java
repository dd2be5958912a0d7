package io.rempart.response.block;

import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a {@link FirewallStatus} is written on the blocker's socket, and read. */
final class StatusWire {
    private StatusWire() {}

    static void write(FirewallStatus status, Writer out) throws IOException {
        Wire.line(out, json -> {
            json.writeStringProperty("driver", status.driver());
            json.writeStringProperty("store", status.store());
            json.writeNumberProperty("revision", status.revision());
            json.writeNumberProperty("decisions", status.decisions());
            json.writeNumberProperty("wanted", status.wanted());
            json.writeNumberProperty("enforced", status.enforced());
            json.writeNumberProperty("dropped", status.dropped());
            Instant lookedAt = status.lookedAt();
            if (lookedAt != null) {
                json.writeNumberProperty("looked-at", lookedAt.toEpochMilli());
            }
            json.writeNumberProperty("repaired", status.repaired());
            json.writeStringProperty("problem", status.problem());
            json.writeArrayPropertyStart("refusals");
            status.refusals().forEach((id, guard) -> json.writeString(id + " " + guard));
            json.writeEndArray();
            json.writeArrayPropertyStart("feeds");
            status.feeds()
                    .forEach(feed -> json.writeString(feed.name() + " " + feed.version() + " " + feed.wanted() + " "
                            + feed.dropped() + " " + feed.until().toEpochMilli()));
            json.writeEndArray();
        });
    }

    static FirewallStatus read(Wire.Line line) {
        Map<Long, String> refusals = new LinkedHashMap<>();
        for (String refusal : line.list("refusals")) {
            List<String> words = new ArrayList<>(List.of(refusal.split(" ", 2)));
            refusals.put(Long.parseLong(words.get(0)), words.get(1));
        }
        return new FirewallStatus(
                line.text("driver"),
                line.text("store"),
                line.number("revision"),
                (int) line.number("decisions"),
                (int) line.number("wanted"),
                (int) line.number("enforced"),
                line.number("dropped"),
                line.has("looked-at") ? Instant.ofEpochMilli(line.number("looked-at")) : null,
                line.number("repaired"),
                line.text("problem"),
                refusals,
                line.list("feeds").stream().map(StatusWire::feed).toList());
    }

    private static FirewallStatus.FeedStanding feed(String text) {
        String[] words = text.split(" ", 5);
        return new FirewallStatus.FeedStanding(
                words[0],
                words[1],
                Integer.parseInt(words[2]),
                Long.parseLong(words[3]),
                Instant.ofEpochMilli(Long.parseLong(words[4])));
    }
}
