package io.rempart.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What no template may do, whatever the data. */
class TemplatesTest {
    private static Stream<Path> templates() throws IOException {
        return Files.list(Path.of("src/main/resources/templates"));
    }

    @Test
    void neverPutsTextIntoAPageUnescaped() throws IOException {
        try (Stream<Path> files = templates()) {
            for (Path file : files.toList()) {
                assertThat(Files.readString(file))
                        .as(file.toString())
                        .doesNotContain("th:utext", "[(", "__$", "th:inline", "th:on", "hx-on");
            }
        }
    }

    @Test
    void hasNoInlineScriptOrStyle() throws IOException {
        try (Stream<Path> files = templates()) {
            for (Path file : files.toList()) {
                assertThat(Files.readString(file))
                        .as(file.toString())
                        .doesNotContainPattern("<script(?![^>]*src)")
                        .doesNotContain("<style", " style=", "javascript:")
                        .doesNotContainPattern("\\son[a-z]+=")
                        .doesNotContainPattern("(href|src|action)=\"(https?:)?//");
            }
        }
    }

    /** Thymeleaf replaces before it asks: the condition of such an element would be lost. */
    @Test
    void neverAsksAConditionOfWhatIsReplaced() throws IOException {
        try (Stream<Path> files = templates()) {
            for (Path file : files.toList()) {
                assertThat(Files.readString(file))
                        .as(file.toString())
                        .doesNotContainPattern(
                                "<[a-z:]+(?=[^>]*\\sth:(?:if|unless)=)(?:[^>\"]|\"[^\"]*\")*\\sth:replace=");
            }
        }
    }

    @Test
    void servesTheScriptsOfOthersAsTheyWerePublished() throws Exception {
        Path vendor = Path.of("src/main/resources/static/vendor");
        String expected = Files.readString(vendor.resolve("htmx.min.js.sha256"), StandardCharsets.US_ASCII)
                .substring(0, 64);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(vendor.resolve("htmx.min.js")));
        assertThat(HexFormat.of().formatHex(digest)).isEqualTo(expected);
    }

    @Test
    void checksAccessibilityWithAxeCoreAsItWasPublished() throws Exception {
        Path axe = Path.of("src/test/resources/axe-core");
        String expected = Files.readString(axe.resolve("axe.min.js.sha256"), StandardCharsets.US_ASCII)
                .substring(0, 64);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(axe.resolve("axe.min.js")));
        assertThat(HexFormat.of().formatHex(digest)).isEqualTo(expected);
    }
}
