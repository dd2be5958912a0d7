package io.rempart.events.ingest;

import io.rempart.events.classify.Classifier;
import io.rempart.events.enrich.Enricher;
import io.rempart.events.read.Reading;
import io.rempart.events.read.RecordReader.ReadContext;
import io.rempart.events.read.RecordReaders;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * What happens to a record between the file and the store, in this order.
 *
 * @param masker takes secrets out of the raw record; gives the very same array when there are none
 * @param reader makes events of it
 */
public record Steps(
        UnaryOperator<byte[]> masker,
        BiFunction<byte[], ReadContext, List<Reading>> reader,
        Enricher enricher,
        Classifier classifier) {
    public Steps(UnaryOperator<byte[]> masker, Enricher enricher, Classifier classifier) {
        this(masker, RecordReaders::read, enricher, classifier);
    }
}
