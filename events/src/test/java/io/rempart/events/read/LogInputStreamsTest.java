package io.rempart.events.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.rempart.events.RempartEventsException;
import io.rempart.events.read.LogInputStreams.Compression;
import io.rempart.events.read.LogInputStreams.LogInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogInputStreamsTest {
    @TempDir
    Path directory;

    private final byte[] first = log(1);
    private final byte[] second = log(2);

    private static byte[] log(long seed) {
        byte[] log = new byte[300_000];
        Random random = new Random(seed);
        for (int i = 0; i < log.length; i++) {
            log[i] = (byte) ('a' + random.nextInt(16));
        }
        return log;
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private LogInputStream open(byte[] content) throws IOException {
        Path file = directory.resolve("audit.log");
        Files.write(file, content);
        return LogInputStreams.open(file);
    }

    @Test
    void readsPlainFilesAsTheyAre() throws IOException {
        for (byte[] content : new byte[][] {first, {}, {0x1F}, {0x28, (byte) 0xB5}}) {
            try (LogInputStream in = open(content)) {
                assertThat(in.readAllBytes()).isEqualTo(content);
                assertThat(in.compression()).isEqualTo(Compression.NONE);
                assertThat(in.problem()).isNull();
            }
        }
    }

    @Test
    void readsAllMembersOfACompressedFileWhateverItsName() throws IOException {
        try (LogInputStream in = open(Logs.join(gzip(first), gzip(second)))) {
            assertThat(in.readAllBytes()).isEqualTo(Logs.join(first, second));
            assertThat(in.compression()).isEqualTo(Compression.GZIP);
            assertThat(in.problem()).isNull();
        }
        try (LogInputStream in = open(Logs.join(Zstd.compress(first), Zstd.compress(second)))) {
            assertThat(in.readAllBytes()).isEqualTo(Logs.join(first, second));
            assertThat(in.compression()).isEqualTo(Compression.ZSTD);
            assertThat(in.problem()).isNull();
        }
    }

    @Test
    void givesWhatCanBeReadOfACutFileAndThenSaysSo() throws IOException {
        for (byte[] whole : new byte[][] {gzip(first), Zstd.compress(first)}) {
            try (LogInputStream in = open(Arrays.copyOf(whole, whole.length / 2))) {
                byte[] read = in.readAllBytes();
                assertThat(read.length).isBetween(1_000, first.length - 1);
                assertThat(read).isEqualTo(Arrays.copyOf(first, read.length));
                assertThat(in.problem()).contains("audit.log is cut").contains(read.length + " bytes");
                assertThat(in.read()).isEqualTo(-1);
            }
        }
        try (LogInputStream in = open(Arrays.copyOf(gzip(first), 5))) {
            assertThat(in.readAllBytes()).isEmpty();
            assertThat(in.problem()).contains("is cut");
        }
    }

    @Test
    void givesWhatCanBeReadOfADamagedFileAndThenSaysSo() throws IOException {
        byte[] damaged = gzip(first);
        Arrays.fill(damaged, damaged.length / 2, damaged.length / 2 + 200, (byte) 0xFF);
        try (LogInputStream in = open(damaged)) {
            assertThat(Arrays.copyOf(in.readAllBytes(), 50_000)).isEqualTo(Arrays.copyOf(first, 50_000));
            assertThat(in.problem()).contains("is damaged");
        }
        try (LogInputStream in = open(Logs.join(Zstd.compress(first), second))) {
            assertThat(in.readAllBytes()).isEqualTo(first);
            assertThat(in.problem()).contains("is damaged");
        }
    }

    @Test
    void saysWhatToDoWhenAFileCannotBeOpened() {
        assertThatThrownBy(() -> LogInputStreams.open(directory.resolve("absent")))
                .isInstanceOf(RempartEventsException.class)
                .hasMessageContaining("There is no file");
        assertThatThrownBy(() -> LogInputStreams.open(directory)).isInstanceOf(RempartEventsException.class);
    }
}
