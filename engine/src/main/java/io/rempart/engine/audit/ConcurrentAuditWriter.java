package io.rempart.engine.audit;

import io.rempart.engine.Compatibility;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.evaluation.Printable;
import io.rempart.engine.state.Settings;
import io.rempart.engine.state.TransactionState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A file for each record, in directories by day and minute, and a line in an index file. Thread-safe. */
final class ConcurrentAuditWriter implements AuditWriter {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT);
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyyMMdd-HHmm", Locale.ROOT);
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);
    private static final int LONGEST = 1_000;

    private final Path storage;
    private final int directoryMode;
    private final int fileMode;
    private final boolean version3;
    private final SerialAuditWriter index;

    /** SecAuditLog2: the same lines once more. */
    private final @Nullable SerialAuditWriter secondIndex;

    ConcurrentAuditWriter(Settings settings, Path indexFile) throws IOException {
        Path configured = settings.auditStorageDirectory;
        storage = configured == null ? AuditFiles.parent(indexFile) : configured;
        directoryMode = settings.auditDirectoryMode;
        fileMode = settings.auditFileMode;
        version3 = settings.compatibility == Compatibility.V3;
        index = new SerialAuditWriter(indexFile, settings.auditFileMode);
        String second = settings.auditLog2;
        secondIndex = second == null ? null : new SerialAuditWriter(Path.of(second), settings.auditFileMode);
    }

    @Override
    public void write(AuditRecord record, byte[] bytes) throws IOException {
        String name = "/" + DAY.format(record.now()) + "/" + MINUTE.format(record.now()) + "/"
                + SECOND.format(record.now()) + "-" + record.state().id();
        Path file = storage.resolve(name.substring(1));
        Files.createDirectories(AuditFiles.parent(file), AuditFiles.mode(directoryMode));
        try (FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND), AuditFiles.mode(fileMode))) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
        byte[] line =
                AuditRecord.latin1(line(record, version3 ? file.toAbsolutePath().toString() : name, bytes));
        index.append(ByteBuffer.wrap(line));
        if (secondIndex != null) {
            secondIndex.append(ByteBuffer.wrap(line));
        }
    }

    private String line(AuditRecord record, String path, byte[] bytes) {
        TransactionState state = record.state();
        String host =
                Printable.escaped(ByteSlice.latin1(record.hostName()), 200).replace(' ', '_');
        String request = Printable.escaped(record.requestLine(), LONGEST);
        String time = (version3 ? NativeRecord3.TIME : JsonRecord2.TIME).format(record.now());
        long length = state.response().body().length();
        String end = version3
                ? state.id() + " - " + path + " 0 " + bytes.length + ".000000 md5:" + AuditRecord.md5(bytes)
                : state.id() + " \"-\" " + path + " 0 " + bytes.length + " md5:" + AuditRecord.md5(bytes) + " ";
        return host + " " + state.clientAddress + " - - [" + time + "] \"" + request + "\" " + record.status() + " "
                + length + " \"-\" \"-\" " + end + "\n";
    }

    @Override
    public void close() throws IOException {
        index.close();
        if (secondIndex != null) {
            secondIndex.close();
        }
    }
}
