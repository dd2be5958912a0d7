package io.rempart.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What axe-core finds on a page, of which nothing may be serious or critical. */
public final class Accessibility {
    private static final String AXE = axe();

    private Accessibility() {}

    private static String axe() {
        try (InputStream in = Accessibility.class.getResourceAsStream("/axe-core/axe.min.js")) {
            assertThat(in).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void assertNothingSerious(Page page) {
        page.evaluate(AXE);
        Object found = page.evaluate("""
                async () => {
                  const result = await axe.run(document, { resultTypes: ['violations'] });
                  return result.violations
                    .filter((one) => one.impact === 'serious' || one.impact === 'critical')
                    .map((one) => one.id + ': ' + one.help + '\\n' + one.nodes.slice(0, 3)
                      .map((node) => '  ' + node.html.slice(0, 160) + ' ' + (node.any[0]?.message ?? '')).join('\\n'))
                    .join('\\n');
                }
                """);
        assertThat(found).as("accessibility of %s", page.url()).isEqualTo("");
    }
}
