package io.rempart.events.ingest;

import io.rempart.events.RempartEventsException;
import io.rempart.events.follow.ConcurrentStorage;
import io.rempart.events.read.LogInputStreams;
import io.rempart.events.read.LogInputStreams.LogInputStream;
import io.rempart.events.read.RawRecord;
import io.rempart.events.read.RecordSplitter;
import io.rempart.events.store.AppendResult;
import io.rempart.events.store.Batch;
import io.rempart.events.store.EventStore;
import io.rempart.events.store.StoreException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Stores whole logs once: files, packed files, directories, standard input. What the store has already is counted as a
 * duplicate, so that an import can be repeated, and a broken one begun again. One at a time; no bookmarks are kept.
 */
public final class Import {
    private static final Duration STORE_PATIENCE = Duration.ofSeconds(30);
    private static final int MAX_DEPTH = 8;
    private static final int MAX_FILES = 5_000_000;

    private final EventStore store;
    private final Steps steps;
    private final IngestSettings settings;

    public Import(EventStore store, Steps steps, IngestSettings settings) {
        this.store = store;
        this.steps = steps;
        this.settings = settings;
    }

    /**
     * Imports files, and all files of directories in the order of their names. A file that can't be read is a problem of its
     * own in the summary; the others are still read.
     *
     * @param progress told now and then, on this thread
     */
    public ImportSummary run(List<Path> paths, LogSource source, Consumer<ImportSummary.Progress> progress) {
        long total = 0;
        List<List<Path>> files = new ArrayList<>();
        for (Path path : paths) {
            List<Path> ofPath = files(path);
            files.add(ofPath);
            total += ofPath.stream().mapToLong(Import::size).sum();
        }
        try (Run run = new Run(source, progress, total)) {
            List<ImportSummary.Input> inputs = new ArrayList<>();
            for (int i = 0; i < paths.size(); i++) {
                String problem = null;
                for (Path file : files.get(i)) {
                    String failed = run.file(file);
                    problem = problem == null ? failed : problem;
                }
                inputs.add(run.finish(paths.get(i).toString(), files.get(i).size(), problem));
            }
            return ImportSummary.of(inputs, run.seconds());
        }
    }

    /** Imports what a stream gives, to its end; it is not closed. */
    public ImportSummary run(InputStream in, LogSource source, Consumer<ImportSummary.Progress> progress) {
        try (Run run = new Run(source, progress, -1)) {
            String problem = run.stream(in, Path.of("-"), null);
            return ImportSummary.of(List.of(run.finish("-", 1, problem)), run.seconds());
        }
    }

    private static List<Path> files(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> walk = Files.walk(path, MAX_DEPTH)) {
            return walk.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .limit(MAX_FILES)
                    .sorted()
                    .toList();
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new RempartEventsException(
                    path + " could not be listed (" + e.getMessage() + "); check its permissions.", e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    private static final class Counted extends FilterInputStream {
        private long count;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            count += Math.max(0, read);
            return read;
        }
    }

    /** One import: its store writer, and what it counted. */
    private final class Run implements AutoCloseable, StoreWriter.Listener {
        private final LogSource source;
        private final Consumer<ImportSummary.Progress> progress;
        private final long total;
        private final RecordConversion conversion;
        private final Preparation preparation;
        private final BatchBuilder batch;
        private final BatchQueue queue = new BatchQueue(settings.queueBatches(), settings.queueBytes());
        private final StoreWriter writer = new StoreWriter(store, queue, settings, this);
        private final Thread storeThread = new Thread(writer, "import-store");
        private final FreeSpaceGuard guard = new FreeSpaceGuard(settings.dataDirectory(), settings.freeSpaceBytes());
        private final byte[] buffer = new byte[settings.follow().chunkBytes()];
        private final Instant began = Instant.now();
        private long packedDone;
        private long records;
        private Instant nextProgress = Instant.MIN;

        private long stored;
        private long repaired;
        private long duplicates;
        private long quarantined;
        private long bytes;
        private @Nullable Instant failingSince;
        private volatile @Nullable String failure;

        Run(LogSource source, Consumer<ImportSummary.Progress> progress, long total) {
            this.source = source;
            this.progress = progress;
            this.total = total;
            this.conversion = new RecordConversion(source, steps, settings);
            this.preparation = new Preparation(conversion);
            this.batch = new BatchBuilder(source.name(), settings);
            storeThread.start();
        }

        /** One sentence when it could not be read to its end. */
        @Nullable
        String file(Path file) {
            Path directory = file.toAbsolutePath().getParent();
            if (Files.exists(file) && !Files.isRegularFile(file) && Files.isDirectory(file)) {
                return file + " is a directory.";
            }
            try (InputStream in = Files.newInputStream(file)) {
                return stream(in, file, directory);
            } catch (NoSuchFileException e) {
                return file + " does not exist.";
            } catch (AccessDeniedException e) {
                return "No permission to read " + file + ".";
            } catch (IOException e) {
                return file + " could not be read (" + e.getMessage() + ").";
            }
        }

        @Nullable
        String stream(InputStream in, Path path, @Nullable Path directory) {
            ConcurrentStorage storage = new ConcurrentStorage(source.storageDirectory(), directory);
            RecordSplitter splitter = conversion.newSplitter();
            String problem = null;
            long packedBefore = packedDone;
            Counted packed = new Counted(in);
            try {
                LogInputStream unpacked = LogInputStreams.open(path, packed);
                int read;
                while ((read = unpacked.read(buffer, 0, buffer.length)) >= 0) {
                    splitter.feed(buffer, 0, read);
                    packedDone = packedBefore + packed.count;
                    drain(splitter, path, storage);
                }
                problem = unpacked.problem();
            } catch (IOException e) {
                problem =
                        path + " could not be read to its end (" + e.getMessage() + "); what could be read was stored.";
            }
            splitter.end();
            drainAll(splitter, path, storage);
            return problem;
        }

        /** What of the conversion must keep the order of the log. */
        private void convert(List<RecordConversion.Prepared> group, Path path, ConcurrentStorage storage) {
            for (RecordConversion.Prepared one : group) {
                RawRecord record = one.record();
                Instant now = Instant.now();
                RecordConversion.Converted converted = conversion.convert(one, path, storage, false, now);
                batch.add(converted, null, record.end() - record.start(), now);
                records += converted.events().size() + converted.quarantined().size();
                if (batch.isFull()) {
                    send();
                    tell(path);
                }
            }
        }

        private void drain(RecordSplitter splitter, Path path, ConcurrentStorage storage) {
            try {
                while (preparation.isFull()) {
                    convert(Objects.requireNonNull(preparation.next()), path, storage);
                }
                preparation.add(splitter);
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }

        private void drainAll(RecordSplitter splitter, Path path, ConcurrentStorage storage) {
            drain(splitter, path, storage);
            try {
                for (List<RecordConversion.Prepared> group = preparation.next();
                        group != null;
                        group = preparation.next()) {
                    convert(group, path, storage);
                }
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }

        private void tell(Path path) {
            Instant now = Instant.now();
            if (!now.isBefore(nextProgress)) {
                nextProgress = now.plusMillis(100);
                progress.accept(new ImportSummary.Progress(path.toString(), packedDone, total, records));
            }
        }

        private void send() {
            if (guard.isLow(Instant.now())) {
                throw new RempartEventsException(
                        "Only " + guard.freeBytes() / (1024 * 1024) + " MB are free in " + settings.dataDirectory()
                                + "; make room and import again (what was stored is not stored twice).");
            }
            await(false);
            if (!batch.isEmpty()) {
                queue.add(batch.build());
            }
        }

        private void await(boolean idle) {
            try {
                while (idle ? !queue.isIdle() : !queue.hasRoom()) {
                    if (!storeThread.isAlive()) {
                        throw new StoreException(
                                "The database does not take events: " + failure + " Import again when it does.");
                    }
                    queue.awaitChange(Duration.ofMillis(100));
                }
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }

        private RempartEventsException interrupted(InterruptedException e) {
            Thread.currentThread().interrupt();
            return new RempartEventsException("The import was interrupted; import again to go on.", e);
        }

        /** Waits until all is stored, and gives what was counted since the last time. */
        ImportSummary.Input finish(String path, int files, @Nullable String problem) {
            send();
            await(true);
            tell(Path.of(path));
            synchronized (this) {
                ImportSummary.Input input = new ImportSummary.Input(
                        path,
                        files,
                        stored + repaired + duplicates + quarantined,
                        stored,
                        repaired,
                        duplicates,
                        quarantined,
                        bytes,
                        problem);
                stored = 0;
                repaired = 0;
                duplicates = 0;
                quarantined = 0;
                bytes = 0;
                return input;
            }
        }

        double seconds() {
            return Duration.between(began, Instant.now()).toMillis() / 1000.0;
        }

        @Override
        public synchronized void stored(Batch done, AppendResult result) {
            stored += result.stored();
            repaired += result.repaired();
            duplicates += result.duplicates();
            quarantined += result.quarantined();
            bytes += done.bytesRead();
            failingSince = null;
        }

        @Override
        public synchronized void failing(@Nullable String sentence) {
            failure = sentence;
            Instant since = failingSince;
            if (sentence == null) {
                failingSince = null;
            } else if (since == null) {
                failingSince = Instant.now();
            } else if (since.plus(STORE_PATIENCE).isBefore(Instant.now())) {
                writer.stop();
            }
        }

        @Override
        public void close() {
            preparation.close();
            queue.close();
            writer.stop();
            try {
                storeThread.join(10_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            storeThread.interrupt();
        }
    }
}
