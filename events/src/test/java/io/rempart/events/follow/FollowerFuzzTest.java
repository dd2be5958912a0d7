package io.rempart.events.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Servers, logrotate, crashes and polls in seeded random order: what was still in a file is stored once, in every order.
 *
 * <p>Every fourth run does without inodes: there a renamed file can be read twice (the store knows its records by their
 * digests), and half a record can be handed on; nothing may be lost there either.
 *
 * <p>What is allowed to be missing is only what copytruncate itself destroys: records written between its copy and its cut.
 */
class FollowerFuzzTest {
    private static final int RUNS = Integer.getInteger("rempart.fuzz.runs", 30);

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void storesEveryRecordOnceInWhateverOrderThingsHappen(int block) throws IOException {
        for (int run = 0; run < RUNS; run++) {
            long seed = block * 1_000L + run;
            Path place = Files.createDirectory(directory.resolve("run" + seed));
            new Run(place, seed, run % 4 == 3).play();
        }
    }

    private static final class Run {
        private final Path place;
        private final Path log;
        private final long seed;
        private final boolean withoutInodes;
        private final Random random;
        private Bench bench;
        private final Map<String, Instant> changes = new HashMap<>();
        private final Set<String> written = new HashSet<>();
        private final Set<String> mayBeLost = new HashSet<>();
        private final List<String> story = new ArrayList<>();
        private int number;
        private String unfinished = "";
        /** Where the server writes: it keeps its file open through a rename. */
        private Path writer;

        Run(Path place, long seed, boolean withoutInodes) {
            this.place = place;
            this.seed = seed;
            this.withoutInodes = withoutInodes;
            this.random = new Random(seed);
            this.log = place.resolve("audit.log");
            this.writer = log;
            FileIdentity.Eye eye = withoutInodes ? FileIdentity.Eye::portable : FileIdentity.Eye.ofPlatform(place);
            this.bench = new Bench(place, log, path -> onTheClock(path, eye.look(path)));
        }

        void play() throws IOException {
            int steps = 20 + random.nextInt(60);
            for (int i = 0; i < steps; i++) {
                step();
            }
            if (!unfinished.isEmpty()) {
                finishRecord();
            }
            bench.room = Integer.MAX_VALUE;
            bench.settleLong();
            bench.crash();
            bench.settleLong();
            Set<String> stored = new HashSet<>(bench.stored);
            if (!withoutInodes) {
                assertThat(bench.stored.stream().map(record -> record.substring(0, Math.min(record.length(), 20))))
                        .as("seed %d: %s", seed, story)
                        .doesNotHaveDuplicates();
            }
            Set<String> missing = new HashSet<>(written);
            missing.removeAll(stored);
            missing.removeAll(mayBeLost);
            assertThat(missing).as("lost with seed %d: %s", seed, story).isEmpty();
            stored.removeAll(written);
            assertThat(withoutInodes ? Set.of() : stored)
                    .as("broken records with seed %d: %s", seed, story)
                    .isEmpty();
            bench.close();
        }

        /** The times of files, on the clock that is turned by hand: a change happened when it was first seen. */
        private FileIdentity.Look onTheClock(Path path, FileIdentity.Look look) {
            String change = look.identity() + " " + look.modified() + " " + look.size();
            Instant at = changes.computeIfAbsent(change, seen -> bench == null ? Instant.now() : bench.now);
            return new FileIdentity.Look(
                    look.identity(), look.size(), FileTime.from(at), look.regular(), look.directory());
        }

        private void step() throws IOException {
            int dice = random.nextInt(100);
            if (dice < 30) {
                for (int i = random.nextInt(4); i >= 0; i--) {
                    finishRecord();
                }
            } else if (dice < 38) {
                pause();
            } else if (dice < 70) {
                story.add("poll");
                bench.room = random.nextInt(4) == 0 ? 1 + random.nextInt(5) : Integer.MAX_VALUE;
                bench.poll();
            } else if (dice < 78) {
                story.add("commit");
                bench.commit();
            } else if (dice < 84) {
                story.add("crash");
                bench.crash();
            } else if (dice < 89) {
                rename();
            } else if (dice < 92) {
                story.add("reopen");
                finishIfPaused();
                writer = log;
            } else if (dice < 96) {
                copyTruncate();
            } else if (dice < 98) {
                compress();
            } else {
                int seconds = 1 + random.nextInt(80);
                story.add("wait " + seconds);
                bench.now = bench.now.plusSeconds(seconds);
            }
        }

        private void finishRecord() {
            String record = unfinished.isEmpty() ? newRecord() : unfinished;
            String text = unfinished.isEmpty() ? record : record.substring(record.length() / 2);
            unfinished = "";
            Bench.append(writer, text + "\n");
            written.add(record);
            story.add("write " + record.substring(0, record.indexOf(' ')) + " to " + writer.getFileName());
        }

        private void finishIfPaused() {
            if (!unfinished.isEmpty()) {
                finishRecord();
            }
        }

        private void pause() {
            finishIfPaused();
            unfinished = newRecord();
            Bench.append(writer, unfinished.substring(0, unfinished.length() / 2));
            story.add("half of " + unfinished.substring(0, unfinished.indexOf(' ')));
        }

        private String newRecord() {
            int length = random.nextInt(10) == 0 ? random.nextInt(1_500) : random.nextInt(120);
            return number++ + " " + Long.toHexString(random.nextLong()) + "x".repeat(length) + ";";
        }

        private void rename() throws IOException {
            if (!Files.exists(log)) {
                return;
            }
            // an idle rotated file is ended: its writer must not pause in a record for longer than that
            story.add("rename");
            boolean followed = writer.equals(log);
            shift();
            Files.move(log, place.resolve("audit.log.1"));
            if (followed) {
                writer = place.resolve("audit.log.1");
            }
            if (random.nextBoolean()) {
                finishIfPaused();
                writer = log;
            }
        }

        private void shift() throws IOException {
            for (int i = 8; i >= 1; i--) {
                for (String end : new String[] {"", ".gz"}) {
                    Path from = place.resolve("audit.log." + i + end);
                    Path to = place.resolve("audit.log." + (i + 1) + end);
                    if (Files.exists(from)) {
                        Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
                        if (writer.equals(from)) {
                            writer = to;
                        }
                    }
                }
            }
        }

        private void copyTruncate() throws IOException {
            if (!Files.exists(log) || !writer.equals(log)) {
                return;
            }
            finishIfPaused();
            shift();
            story.add("copy");
            Files.copy(log, place.resolve("audit.log.1"));
            // a copy below 1 KB that lacks what was read since can't be told from another log
            if (random.nextInt(3) == 0 && Files.size(log) > Fingerprint.MAX_LENGTH) {
                String record = newRecord();
                Bench.append(log, record + "\n");
                written.add(record);
                mayBeLost.add(record);
                story.add("write in the gap");
            }
            if (random.nextInt(3) == 0) {
                story.add("poll");
                bench.poll();
            }
            story.add("cut");
            Bench.truncate(log);
        }

        private void compress() throws IOException {
            for (int i = 1; i < 8; i++) {
                Path plain = place.resolve("audit.log." + i);
                if (Files.exists(plain)
                        && !writer.equals(plain)
                        && !Files.exists(place.resolve("audit.log." + i + ".gz"))) {
                    story.add("compress " + i);
                    Bench.gzip(plain, random.nextBoolean() ? () -> bench.poll() : null);
                    return;
                }
            }
        }
    }
}
