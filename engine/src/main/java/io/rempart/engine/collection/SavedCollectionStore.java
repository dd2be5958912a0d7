package io.rempart.engine.collection;

import io.rempart.engine.CollectionStore;
import io.rempart.engine.bytes.ByteSlice;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps collections in memory and saves them to a file when asked and when closed, so that counters outlive a restart. Thread-safe.
 *
 * <p>The file is written beside and then put in place, so that a crash leaves the former one. A file that can't be read is set
 * aside as {@code .unreadable} and the store begins empty: lost counters must not keep a server from starting.
 */
public final class SavedCollectionStore implements CollectionStore {
    private static final int MAGIC = 0x52454d43;
    private static final int MOST_BYTES = 1 << 20;

    private final Path file;
    private final MemoryCollectionStore memory;
    private volatile boolean changed;

    /** With what the file holds, if it is there. */
    public SavedCollectionStore(Path file, int mostCollections) throws IOException {
        this.file = file;
        memory = new MemoryCollectionStore(mostCollections);
        if (Files.exists(file)) {
            try {
                read();
            } catch (IOException | RuntimeException unreadable) {
                memory.close();
                Files.move(
                        file,
                        file.resolveSibling(file.getFileName() + ".unreadable"),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    @Override
    public Map<ByteSlice, Stored> load(Key key) {
        return memory.load(key);
    }

    @Override
    public void update(Key key, Change change) {
        memory.update(key, change);
        changed = true;
    }

    /** Writes all collections to the file if any has changed since the last time. */
    public void saveIfChanged() throws IOException {
        if (changed) {
            save();
        }
    }

    /** How many collections there are. */
    public int size() {
        return memory.size();
    }

    /** Writes all collections to the file. */
    public synchronized void save() throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        changed = false;
        Files.deleteIfExists(part);
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(
                Files.newOutputStream(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)))) {
            out.writeInt(MAGIC);
            Map<Key, Map<ByteSlice, Stored>> all = new HashMap<>();
            memory.forEach(all::put);
            for (Map.Entry<Key, Map<ByteSlice, Stored>> entry : all.entrySet()) {
                out.writeUTF(entry.getKey().collection());
                write(out, entry.getKey().name());
                out.writeInt(entry.getValue().size());
                for (Map.Entry<ByteSlice, Stored> variable : entry.getValue().entrySet()) {
                    write(out, variable.getKey());
                    write(out, variable.getValue().value());
                    out.writeLong(variable.getValue().expiresAtMillis());
                }
            }
        }
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private void read() throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            if (in.readInt() != MAGIC) {
                throw new IOException(file + " does not hold collections.");
            }
            while (true) {
                String collection;
                try {
                    collection = in.readUTF();
                } catch (EOFException end) {
                    return;
                }
                Key key = new Key(collection, bytes(in));
                int size = in.readInt();
                Map<ByteSlice, Stored> content = new HashMap<>();
                for (int i = 0; i < size; i++) {
                    ByteSlice name = bytes(in);
                    ByteSlice value = bytes(in);
                    content.put(name, new Stored(value, in.readLong()));
                }
                memory.update(key, now -> content);
            }
        }
    }

    private static void write(DataOutputStream out, ByteSlice bytes) throws IOException {
        out.writeInt(bytes.length());
        out.write(bytes.array(), bytes.offset(), bytes.length());
    }

    private static ByteSlice bytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MOST_BYTES) {
            throw new IOException("A value of " + length + " bytes can't be right.");
        }
        return ByteSlice.of(in.readNBytes(length));
    }

    @Override
    public void close() {
        try {
            save();
        } catch (IOException lost) {
            throw new io.rempart.engine.EngineException(
                    "Collections can't be saved to " + file + ": " + lost.getMessage(), lost);
        }
    }
}
