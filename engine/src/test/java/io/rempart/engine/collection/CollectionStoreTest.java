package io.rempart.engine.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.engine.CollectionStore.Key;
import io.rempart.engine.CollectionStore.Stored;
import io.rempart.engine.bytes.ByteSlice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectionStoreTest {
    private static final ByteSlice HITS = ByteSlice.latin1("hits");

    @TempDir
    private Path directory;

    private static Key address(int number) {
        return new Key("ip", ByteSlice.latin1("192.0.2." + number));
    }

    private static Map<ByteSlice, Stored> one(String value) {
        return Map.of(HITS, new Stored(ByteSlice.latin1(value), Long.MAX_VALUE));
    }

    @Test
    void findsCollectionsAgainAfterARestart() throws IOException {
        Path file = directory.resolve("collections");
        try (SavedCollectionStore store = new SavedCollectionStore(file, 10)) {
            store.update(address(1), now -> one("5"));
        }
        try (SavedCollectionStore store = new SavedCollectionStore(file, 10)) {
            assertThat(store.load(address(1))).isEqualTo(one("5"));
        }
    }

    @Test
    void startsEmptyWithAFileThatItCanNotRead() throws IOException {
        Path file = directory.resolve("collections");
        Files.writeString(file, "nonsense");
        try (SavedCollectionStore store = new SavedCollectionStore(file, 10)) {
            assertThat(store.size()).isZero();
        }
        assertThat(directory.resolve("collections.unreadable")).exists();
    }

    @Test
    void doesNotGrowBeyondItsBound() {
        MemoryCollectionStore store = new MemoryCollectionStore(100);
        for (int i = 0; i < 5_000; i++) {
            store.update(address(i), now -> one("1"));
        }
        assertThat(store.size()).isLessThanOrEqualTo(100);
    }
}
