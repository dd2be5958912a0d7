package io.rempart.engine.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** One file for all records, each appended by one write, so that several processes may share it. Thread-safe. */
final class SerialAuditWriter implements AuditWriter {
    private final FileChannel channel;

    SerialAuditWriter(Path file, int mode) throws IOException {
        channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND), AuditFiles.mode(mode));
    }

    @Override
    public void write(AuditRecord record, byte[] bytes) throws IOException {
        boolean ended = bytes.length > 0 && bytes[bytes.length - 1] == '\n';
        ByteBuffer buffer = ByteBuffer.allocate(bytes.length + (ended ? 0 : 1)).put(bytes);
        if (!ended) {
            buffer.put((byte) '\n');
        }
        append(buffer.flip());
    }

    synchronized void append(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
