package io.rempart.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Replays the corpus of each target, and seeded changes of it; the search for more is {@code make fuzz}. */
class FuzzRegressionTest {
    private static final int CHANGES = 2_500;
    private static final int LONGEST = 4_000;

    static final Map<String, Consumer<byte[]>> TARGETS = Map.of(
            "Regex", RegexTarget::fuzzerTestOneInput,
            "Rules", RulesTarget::fuzzerTestOneInput,
            "UrlEncoded", UrlEncodedTarget::fuzzerTestOneInput,
            "Multipart", MultipartTarget::fuzzerTestOneInput,
            "Json", JsonTarget::fuzzerTestOneInput,
            "Xml", XmlTarget::fuzzerTestOneInput,
            "Transaction", TransactionTarget::fuzzerTestOneInput,
            "Records", RecordsTarget::fuzzerTestOneInput,
            "Query", QueryTarget::fuzzerTestOneInput);

    static Stream<String> names() {
        return TARGETS.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("names")
    void holdsOnTheKeptCorpusAndSeededChangesOfIt(String name) throws IOException {
        Consumer<byte[]> target = TARGETS.get(name);
        List<byte[]> corpus = corpus(name);
        assertThat(corpus).as("a corpus of nothing proves nothing").isNotEmpty();
        for (int i = 0; i < corpus.size(); i++) {
            run(target, corpus.get(i), "corpus " + i);
        }
        Random random = new Random(name.hashCode());
        for (int i = 0; i < CHANGES; i++) {
            run(target, changed(corpus, random), "change " + i);
        }
    }

    private static void run(Consumer<byte[]> target, byte[] data, String what) {
        try {
            target.accept(data);
        } catch (Throwable failed) {
            String text = new String(data, java.nio.charset.StandardCharsets.ISO_8859_1);
            throw new AssertionError(what + ": " + text, failed);
        }
    }

    private static List<byte[]> corpus(String name) throws IOException {
        List<byte[]> corpus = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("src/test/corpus", name))) {
            for (Path file : files.sorted().toList()) {
                corpus.add(Files.readAllBytes(file));
            }
        }
        return corpus;
    }

    /** One of the corpus with a few pieces cut, doubled, taken from another, or bytes changed. */
    private static byte[] changed(List<byte[]> corpus, Random random) {
        byte[] data = corpus.get(random.nextInt(corpus.size()));
        for (int rounds = 1 + random.nextInt(5); rounds > 0; rounds--) {
            byte[] other = random.nextBoolean() ? data : corpus.get(random.nextInt(corpus.size()));
            int at = random.nextInt(data.length + 1);
            int skip = Math.min(data.length - at, random.nextInt(3) == 0 ? random.nextInt(20) : 0);
            int from = random.nextInt(other.length + 1);
            int length = Math.min(other.length - from, random.nextInt(30));
            byte[] next = new byte[Math.min(LONGEST, data.length - skip + length)];
            for (int i = 0; i < next.length; i++) {
                next[i] = i < at ? data[i] : i < at + length ? other[from + i - at] : data[i - length + skip];
            }
            if (next.length > 0 && random.nextInt(3) > 0) {
                next[random.nextInt(next.length)] = (byte) random.nextInt(256);
            }
            data = next;
        }
        return data;
    }
}
