package io.rempart.response.feed;

import io.rempart.response.address.AddressSet;
import io.rempart.response.address.Span;
import java.util.List;

/**
 * What a list says.
 *
 * @param entries each accepted line, in its order
 * @param refused how many lines are no address
 * @param samples the first lines that are none, at most {@value #MOST_SAMPLES}
 */
public record FeedReading(List<Entry> entries, int refused, List<RefusedLine> samples) {
    static final int MOST_SAMPLES = 20;

    public FeedReading {
        entries = List.copyOf(entries);
        samples = List.copyOf(samples);
    }

    /** @param line its number, from 1 */
    public record Entry(Span span, int line) {}

    /** @param text its beginning; an other's words */
    public record RefusedLine(int number, String text) {}

    /** Everything that is listed, merged. */
    public AddressSet addresses() {
        return AddressSet.of(entries.stream().map(Entry::span).toList());
    }
}
