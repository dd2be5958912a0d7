package io.rempart.events.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReasonTest {
    @Test
    void isKnownByItsSentenceWithWhatWasFilledIn() {
        for (Reason reason : Reason.values()) {
            assertThat(Reason.of(reason.sentence("a", "b"))).as(reason.name()).hasValueSatisfying(said -> {
                assertThat(said.what()).isEqualTo(reason);
                assertThat(said.arguments())
                        .isEqualTo(List.of("a", "b").subList(0, said.arguments().size()));
            });
        }
        assertThat(Reason.of("The record is damaged.")).isEmpty();
    }

    @Test
    void aFilledInTextThatLooksLikeASentenceChangesNothing() {
        String sentence = Reason.NO_TIME.sentence("x' is no time.\n'");
        assertThat(Reason.of(sentence)).hasValueSatisfying(said -> {
            assertThat(said.what()).isEqualTo(Reason.NO_TIME);
            assertThat(said.arguments()).containsExactly("x' is no time.\n'");
        });
    }

    /** What readers say of a damaged record stands in their code; each must be known to {@link Reason.Damage}. */
    @Test
    void everyDamageThatAReaderNamesIsKnown() throws IOException {
        Pattern named = Pattern.compile("Malformed\\(\\s*(\"[^;]*?),\\s*(?:at|from|i|i - 1|0)\\)", Pattern.DOTALL);
        int found = 0;
        try (Stream<Path> files = Files.list(Path.of("src/main/java/io/rempart/events/read"))) {
            for (Path file : files.toList()) {
                Matcher matcher = named.matcher(Files.readString(file));
                while (matcher.find()) {
                    String words = matcher.group(1)
                            .replaceAll("\"\\s*\\+[^\"]*\\+\\s*\"", "x")
                            .replace("\\\\", "\\")
                            .replaceAll("^\"|\"$", "");
                    assertThat(Reason.Damage.of(words))
                            .as("%s in %s", words, file)
                            .isPresent();
                    found++;
                }
            }
        }
        assertThat(found).isGreaterThan(20);
    }
}
