package io.rempart.events.read;

import org.jspecify.annotations.Nullable;

/**
 * The splitter of every log format, sniffed record by record. For one thread; memory is bounded by {@link FieldLimits}, whatever
 * a line's or a record's length. How it tells records apart is written at {@link RecordAssembler}.
 */
public final class StreamingRecordSplitter implements RecordSplitter {
    private final FieldLimits limits;
    private RecordAssembler assembler;

    public StreamingRecordSplitter(FieldLimits limits) {
        this.limits = limits;
        this.assembler = new RecordAssembler(limits, 0, 0);
    }

    @Override
    public void feed(byte[] buffer, int offset, int length) {
        assembler = assembler.feed(buffer, offset, length);
    }

    @Override
    public void end() {
        assembler = assembler.end();
    }

    @Override
    public @Nullable RawRecord next() {
        return assembler.next();
    }

    @Override
    public long position() {
        return assembler.position();
    }

    @Override
    public void reset(long position) {
        assembler = new RecordAssembler(limits, 0, position);
    }
}
