package io.rempart.engine.audit;

import io.rempart.engine.state.DebugLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Writes the debug log to a file, a line each: {@code [id] [uri] [level] text}. Thread-safe. */
public final class DebugFile implements DebugLog.Sink, AutoCloseable {
    private final SerialAuditWriter writer;

    /** Appends to the file. */
    public DebugFile(Path file) throws IOException {
        writer = new SerialAuditWriter(file, 0640);
    }

    /** A line as it stands in the file. */
    public static String format(int level, String transaction, String uri, String text) {
        return "[" + transaction + "] [" + uri + "] [" + level + "] " + text;
    }

    @Override
    public void line(int level, String transaction, String uri, String text) {
        String line = io.rempart.engine.evaluation.Printable.oneLine(format(level, transaction, uri, text));
        try {
            writer.append(ByteBuffer.wrap(AuditRecord.latin1(line + "\n")));
        } catch (IOException lost) {
            // a debug log that can't be written must not stop traffic
        }
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
