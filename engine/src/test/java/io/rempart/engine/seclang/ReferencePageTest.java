package io.rempart.engine.seclang;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code make reference} (this test with {@code -Dreference.write=true}) writes the page. */
class ReferencePageTest {
    private static final Path PAGE = Path.of("../docs/reference/seclang.md");

    @Test
    void thePageIsWhatTheCodeSays() throws IOException {
        String text = new ReferencePage(Path.of("src/main/java/io/rempart/engine")).text();
        if (Boolean.getBoolean("reference.write")) {
            Files.writeString(PAGE, text);
        }
        assertThat(Files.readString(PAGE))
                .as("docs/reference/seclang.md differs from the code: run make reference")
                .isEqualTo(text);
    }
}
