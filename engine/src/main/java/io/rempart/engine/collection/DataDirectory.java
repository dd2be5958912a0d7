package io.rempart.engine.collection;

import io.rempart.engine.CollectionStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The collections of SecDataDir: one store a directory for the whole process, so that a rule set that takes the place of another
 * finds its counters. What has changed is saved by a thread every {@value #SAVE_SECONDS} seconds and when the process ends.
 * Thread-safe.
 */
public final class DataDirectory {
    private static final int SAVE_SECONDS = 10;
    private static final String FILE = "rempart-collections";
    private static final Map<Path, SavedCollectionStore> STORES = new HashMap<>();

    private DataDirectory() {}

    /** The store of a directory; in memory alone when there is none or it can't be used, which is told. */
    public static CollectionStore store(@Nullable Path directory, Consumer<String> warnings) {
        if (directory == null) {
            return new MemoryCollectionStore();
        }
        if (!Files.isDirectory(directory) || !Files.isWritable(directory)) {
            warnings.accept("SecDataDir " + directory
                    + " is no directory that can be written to, so collections are kept in memory alone.");
            return new MemoryCollectionStore();
        }
        Path file = directory.toAbsolutePath().normalize().resolve(FILE);
        synchronized (STORES) {
            SavedCollectionStore known = STORES.get(file);
            if (known != null) {
                return known;
            }
            try {
                SavedCollectionStore opened = new SavedCollectionStore(file, MemoryCollectionStore.DEFAULT_MOST);
                if (STORES.isEmpty()) {
                    startSaving();
                }
                STORES.put(file, opened);
                return opened;
            } catch (IOException unusable) {
                warnings.accept("SecDataDir " + directory + " can't be used, so collections are kept in memory alone: "
                        + unusable.getMessage());
                return new MemoryCollectionStore();
            }
        }
    }

    private static void startSaving() {
        Thread saver = new Thread(
                () -> {
                    while (true) {
                        try {
                            Thread.sleep(SAVE_SECONDS * 1000L);
                        } catch (InterruptedException end) {
                            return;
                        }
                        saveAll();
                    }
                },
                "rempart-collections");
        saver.setDaemon(true);
        saver.start();
        Runtime.getRuntime().addShutdownHook(new Thread(DataDirectory::saveAll, "rempart-collections-end"));
    }

    /** Saves what has changed; a directory that can't be written to now is tried again. */
    static void saveAll() {
        Map<Path, SavedCollectionStore> all;
        synchronized (STORES) {
            all = Map.copyOf(STORES);
        }
        for (SavedCollectionStore store : all.values()) {
            try {
                store.saveIfChanged();
            } catch (IOException full) {
                // the next round tries again; counters in memory go on
            }
        }
    }
}
