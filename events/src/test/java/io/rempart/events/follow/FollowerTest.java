package io.rempart.events.follow;

import static io.rempart.events.follow.Bench.append;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowerTest {
    @TempDir
    Path directory;

    private Path log;
    private Bench bench;

    @BeforeEach
    void start() {
        log = directory.resolve("audit.log");
        bench = new Bench(directory, log);
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void readsWhatIsThereAndWhatIsAppended() {
        append(log, "one;\ntwo;\n");
        bench.settle();
        append(log, "three;\n");
        bench.settle();
        assertThat(bench.stored).containsExactly("one;", "two;", "three;");
        assertThat(bench.follower.status().bytesBehind()).isZero();
    }

    @Test
    void saysThatAFileIsMissingAndReadsItOnceItAppears() {
        bench.settle();
        assertThat(bench.warnings()).containsExactly(FollowWarning.Code.FILE_MISSING);
        append(log, "one;\n");
        bench.settle();
        assertThat(bench.stored).containsExactly("one;");
        assertThat(bench.warnings()).isEmpty();
    }

    @Test
    void readsALogWhoseDirectoryAppearsLater() throws IOException {
        Path later = directory.resolve("later/audit.log");
        try (Bench waiting = new Bench(directory, later)) {
            waiting.settle();
            Files.createDirectory(later.getParent());
            append(later, "one;\n");
            waiting.settle();
            assertThat(waiting.stored).containsExactly("one;");
        }
    }

    @Test
    void waitsForAWriterThatPausesInARecord() {
        append(log, "one;\ntw");
        bench.settleLong();
        assertThat(bench.stored).containsExactly("one;");
        append(log, "o;\n");
        bench.settle();
        assertThat(bench.stored).containsExactly("one;", "two;");
    }

    @Test
    void resumesInAPausedRecordAfterACrash() {
        append(log, "one;\ntw");
        bench.settle();
        bench.crash();
        bench.settle();
        append(log, "o;\n");
        bench.settle();
        assertThat(bench.stored).containsExactly("one;", "two;");
    }

    @Test
    void takesAWholeRecordThatLacksItsLineEndAfterAWhile() {
        append(log, "one;\ntwo;");
        bench.settle();
        assertThat(bench.stored).containsExactly("one;");
        bench.settleLong();
        assertThat(bench.stored).containsExactly("one;", "two;");
        append(log, "\nthree;\n");
        bench.settle();
        bench.crash();
        bench.settle();
        assertThat(bench.stored).containsExactly("one;", "two;", "three;");
    }

    @Test
    void readsTheRotatedFileAndTheNewOneBesideEachOther() throws IOException {
        append(log, "one;\n");
        bench.settle();
        Path rotated = Files.move(log, directory.resolve("audit.log.1"));
        append(rotated, "two;\n");
        bench.settle();
        append(log, "three;\n");
        append(rotated, "four;\n");
        bench.settle();
        append(rotated, "five;\n");
        append(log, "six;\n");
        bench.settle();
        assertThat(bench.stored).containsExactly("one;", "two;", "four;", "three;", "five;", "six;");
        assertThat(bench.warnings()).isEmpty();
    }

    @Test
    void saysThatTheServerStillWritesToTheRotatedFileAndStopsSayingSoWhenItIsIdle() throws IOException {
        append(log, "one;\n");
        bench.settle();
        Path rotated = Files.move(log, directory.resolve("audit.log.1"));
        bench.settle();
        bench.now = bench.now.plus(Bench.SETTINGS.rotatedGrace()).plusSeconds(1);
        append(rotated, "two;\n");
        bench.settle();
        assertThat(bench.warnings()).contains(FollowWarning.Code.WRITER_ON_ROTATED_FILE);
        assertThat(bench.follower.warnings().list().stream().map(FollowWarning::sentence))
                .anyMatch(sentence -> sentence.startsWith("The server still writes to " + rotated));
        append(log, "three;\n");
        bench.settleLong();
        assertThat(bench.warnings()).isEmpty();
        assertThat(bench.stored).containsExactly("one;", "two;", "three;");
    }

    @Test
    void readsOnWhenAFinishedFileIsWrittenToAgain() throws IOException {
        append(log, "one;\n");
        bench.settle();
        Path rotated = Files.move(log, directory.resolve("audit.log.1"));
        append(log, "two;\n");
        bench.settleLong();
        assertThat(bench.follower.status().files().get(0).state()).isEqualTo(FollowStatus.State.FINISHED);
        append(rotated, "three;\n");
        bench.settleLong();
        assertThat(bench.stored).containsExactly("one;", "two;", "three;");
    }

    @Test
    void resumesBothFilesWhenRotationHappenedWhileItWasDown() throws IOException {
        append(log, "one;\n");
        bench.settle();
        append(log, "two;\n");
        Files.move(log, directory.resolve("audit.log.1"));
        append(log, "three;\n");
        bench.crash();
        bench.settle();
        assertThat(bench.stored).containsExactly("one;", "two;", "three;");
    }

    @Test
    void goesOnInTheCopyWhenTheFileWasCutBehindItsBack() throws IOException {
        append(log, "one, long enough;\n");
        bench.settle();
        append(log, "two;\n");
        Files.copy(log, directory.resolve("audit.log.1"));
        Bench.truncate(log);
        append(log, "three;\n");
        bench.settle();
        append(log, "four;\n");
        bench.settle();
        assertThat(bench.stored).containsExactly("one, long enough;", "two;", "three;", "four;");
    }

    @Test
    void noticesACutFileThatGrewPastItsOldSizeMeanwhile() throws IOException {
        append(log, "one;\n");
        bench.settle();
        Files.copy(log, directory.resolve("audit.log.1"));
        Bench.truncate(log);
        append(log, "two, much longer than the first;\nthree;\n");
        bench.settle();
        assertThat(bench.stored).containsExactly("one;", "two, much longer than the first;", "three;");
    }

    @Test
    void goesOnInTheCopyAfterACrashAtAnyMoment() throws IOException {
        append(log, "one, long enough;\n");
        bench.settle();
        append(log, "two;\nthr");
        Files.copy(log, directory.resolve("audit.log.1"), StandardCopyOption.COPY_ATTRIBUTES);
        append(directory.resolve("audit.log.1"), "ee;\n");
        Bench.truncate(log);
        append(log, "four;\n");
        for (int polls = 0; polls < 6; polls++) {
            bench.crash();
            for (int i = 0; i < polls; i++) {
                bench.poll();
            }
        }
        bench.crash();
        bench.settle();
        assertThat(bench.stored).containsExactly("one, long enough;", "two;", "three;", "four;");
    }

    @Test
    void doesNotReadACopyWhileTheOriginalIsBeingRead() throws IOException {
        append(log, "one;\n");
        bench.settle();
        Files.copy(log, directory.resolve("audit.log.1"));
        bench.settle();
        append(log, "two;\n");
        bench.settleLong();
        assertThat(bench.stored).containsExactly("one;", "two;");
    }

    @Test
    void handsOnWhatWasInMemoryOfACutFileWithoutACopy() throws IOException {
        append(log, "one;\ntwo, cut o");
        bench.settle();
        Bench.truncate(log);
        append(log, "three;\n");
        bench.settleLong();
        assertThat(bench.stored).containsExactlyInAnyOrder("one;", "two, cut o", "three;");
        bench.crash();
        bench.settleLong();
        assertThat(bench.stored).hasSize(3);
    }

    @Test
    void knowsAReusedInode() throws IOException {
        append(log, "one, long enough;\n");
        bench.settle();
        bench.crash();
        // the inode of a deleted file is mostly given to the next one
        Files.delete(log);
        append(log, "two, of the same length;\n");
        bench.settle();
        assertThat(bench.stored).containsExactly("one, long enough;", "two, of the same length;");
    }

    @Test
    void readsADeletedFileToItsEndWhileItIsOpen() throws IOException {
        append(log, "one;\n");
        bench.settle();
        try (var writer = Files.newOutputStream(log, java.nio.file.StandardOpenOption.APPEND)) {
            Files.delete(log);
            bench.poll();
            writer.write("two;\n".getBytes(StandardCharsets.UTF_8));
            bench.settle();
            append(log, "three;\n");
            bench.settleLong();
        }
        assertThat(bench.stored).containsExactly("one;", "two;", "three;");
    }

    @Test
    void readsWhatIsLeftFromBeforeOldestFirst() throws IOException {
        append(directory.resolve("audit.log.3"), "one;\n");
        Bench.gzip(directory.resolve("audit.log.3"), null);
        Files.write(directory.resolve("audit.log.2.zst"), Zstd.compress("two;\n".getBytes(StandardCharsets.UTF_8)));
        append(directory.resolve("audit.log.1"), "three;\nthree and a half, cut");
        append(log, "four;\n");
        append(directory.resolve("audit.log.10"), "zero;\n");
        append(directory.resolve("other.log.1"), "not this;\n");
        bench.now = Instant.now().plusSeconds(120);
        bench.crash();
        bench.settleLong();
        assertThat(bench.stored)
                .containsExactlyInAnyOrder("zero;", "one;", "two;", "three;", "four;", "three and a half, cut");
        assertThat(bench.stored.indexOf("zero;")).isLessThan(bench.stored.indexOf("one;"));
        assertThat(bench.stored.indexOf("one;")).isLessThan(bench.stored.indexOf("two;"));
        assertThat(bench.stored.indexOf("two;")).isLessThan(bench.stored.indexOf("three;"));
        assertThat(bench.stored.indexOf("three;")).isLessThan(bench.stored.indexOf("four;"));
        bench.crash();
        bench.settleLong();
        assertThat(bench.stored).hasSize(6);
    }

    @Test
    void knowsAFileAgainThatWasCompressedWhileItLooked() throws IOException {
        append(log, "one;\n".repeat(200));
        bench.settle();
        append(log, "the last;\n");
        Path rotated = Files.move(log, directory.resolve("audit.log.1"));
        append(log, "new;\n");
        Bench.gzip(rotated, () -> bench.settle());
        bench.settleLong();
        assertThat(bench.stored).hasSize(202).contains("the last;", "new;");
        bench.crash();
        bench.settleLong();
        assertThat(bench.stored).hasSize(202);
    }

    @Test
    void goesOnInTheCompressedFileWhenItWasDownMeanwhile() throws IOException {
        append(log, "one;\n".repeat(300));
        bench.settle();
        append(log, "two;\n");
        Bench.gzip(Files.move(log, directory.resolve("audit.log.1")), null);
        append(log, "three;\n");
        bench.crash();
        bench.settleLong();
        assertThat(bench.stored).hasSize(302).endsWith("two;", "three;");
        Files.move(directory.resolve("audit.log.1.gz"), directory.resolve("audit.log.2.gz"));
        bench.settleLong();
        bench.crash();
        bench.settleLong();
        assertThat(bench.stored).hasSize(302);
    }

    @Test
    void readsWhatCanBeUnpackedOfADamagedArchiveAndSaysSo() throws IOException {
        StringBuilder text = new StringBuilder();
        java.util.Random random = new java.util.Random(7);
        for (int i = 0; i < 3_000; i++) {
            text.append(Long.toHexString(random.nextLong())).append(i).append(";\n");
        }
        Path old = directory.resolve("audit.log.1");
        append(old, text.toString());
        Path packed = Bench.gzip(old, null);
        byte[] bytes = Files.readAllBytes(packed);
        Files.write(packed, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        append(log, "live;\n");
        bench.now = bench.now.plusSeconds(60);
        bench.crash();
        bench.settleLong();
        assertThat(bench.stored.size()).isBetween(1_000, 2_000);
        assertThat(bench.stored).contains("live;");
        assertThat(bench.warnings()).containsExactly(FollowWarning.Code.DAMAGED_ARCHIVE);
    }

    @Test
    void saysWhatItCanNotUnpack() throws IOException {
        append(log, "one;\n");
        Files.write(directory.resolve("audit.log.1.xz"), new byte[] {1, 2, 3});
        bench.settle();
        assertThat(bench.warnings()).containsExactly(FollowWarning.Code.UNKNOWN_COMPRESSION);
    }

    @Test
    void saysThatAPathIsNoFile() throws IOException {
        Process made = new ProcessBuilder("mkfifo", log.toString()).start();
        try {
            made.waitFor();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        bench.settle();
        assertThat(bench.warnings()).containsExactly(FollowWarning.Code.NOT_A_FILE);
    }

    @Test
    void readsNoFurtherThanTheSinkTakes() {
        append(log, "one;\ntwo;\nthree;\n");
        bench.room = 2;
        bench.poll();
        bench.poll();
        bench.commit();
        assertThat(bench.stored).containsExactly("one;", "two;");
        bench.crash();
        bench.settle();
        assertThat(bench.stored).containsExactly("one;", "two;", "three;");
    }

    @Test
    void followsEveryLogOfAGlobWithItsRotatedFiles() throws IOException {
        append(directory.resolve("a_audit.log"), "a;\n");
        append(directory.resolve("a_audit.log.1"), "old a;\n");
        append(directory.resolve("b_audit.log"), "b;\n");
        append(directory.resolve("access.log"), "not this;\n");
        try (Bench glob = new Bench(directory, directory.resolve("*audit*"))) {
            glob.settle();
            assertThat(glob.stored).containsExactlyInAnyOrder("a;", "old a;", "b;");
            Files.move(directory.resolve("b_audit.log"), directory.resolve("b_audit.log.1"));
            append(directory.resolve("b_audit.log"), "b2;\n");
            append(directory.resolve("c_audit.log"), "c;\n");
            glob.now = glob.now.plusSeconds(5);
            glob.settle();
            glob.crash();
            glob.settle();
            assertThat(glob.stored).containsExactlyInAnyOrder("a;", "old a;", "b;", "b2;", "c;");
        }
    }

    @Test
    void readsADirectoryOfTransactionFilesByDayAndMinute() throws IOException {
        Path storage = Files.createDirectory(directory.resolve("storage"));
        Path minute = Files.createDirectories(storage.resolve("www-data/20261122/20261122-0928"));
        append(minute.resolve("20261122-092807-a"), "one;");
        append(minute.resolve("20261122-092808-b"), "two;\n");
        Path next = Files.createDirectories(storage.resolve("www-data/20261122/20261122-0929"));
        append(next.resolve("20261122-092900-c"), "three;\n");
        Instant now = Instant.now();
        try (Bench tree = new Bench(directory, storage)) {
            tree.now = now.plusSeconds(10);
            tree.settleLong();
            assertThat(tree.stored).containsExactly("one;", "two;", "three;");
            append(next.resolve("20261122-092901-d"), "four;\n");
            tree.settleLong();
            tree.crash();
            tree.settleLong();
            assertThat(tree.stored).containsExactly("one;", "two;", "three;", "four;");
            assertThat(tree.bookmarks).hasSize(4);

            tree.now = tree.now.plus(Duration.ofHours(2));
            tree.settleLong();
            assertThat(tree.bookmarks.values())
                    .extracting(Bookmark::path)
                    .containsExactlyInAnyOrder(minute.toString(), next.toString());
            append(next.resolve("20261122-092902-e"), "five;\n");
            Files.setLastModifiedTime(next.resolve("20261122-092902-e"), FileTime.from(now.plusSeconds(60)));
            tree.settleLong();
            tree.crash();
            tree.settleLong();
            assertThat(tree.stored).containsExactly("one;", "two;", "three;", "four;", "five;");

            tree.now = tree.now.plus(Duration.ofDays(3));
            tree.settleLong();
            tree.settleLong();
            assertThat(tree.bookmarks.values())
                    .extracting(Bookmark::path)
                    .containsExactly(storage.resolve("www-data/20261122").toString());
            tree.crash();
            tree.settleLong();
            assertThat(tree.stored).hasSize(5);
        }
    }

    @Test
    void forgetsBookmarksOfFilesThatAreGoneForADay() throws IOException {
        for (int i = 0; i < 5; i++) {
            append(log, "record " + i + ";\n");
            bench.settle();
            Files.deleteIfExists(directory.resolve("audit.log.1"));
            Files.move(log, directory.resolve("audit.log.1"));
            append(log, "after " + i + ";\n");
            bench.settleLong();
        }
        assertThat(bench.bookmarks.size()).isGreaterThan(4);
        bench.now = bench.now.plus(Duration.ofHours(25));
        bench.settleLong();
        assertThat(bench.bookmarks).hasSize(2);
        assertThat(bench.stored).hasSize(10).doesNotHaveDuplicates();
    }
}
