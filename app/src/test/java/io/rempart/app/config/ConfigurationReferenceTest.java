package io.rempart.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;

/** docs/reference/configuration.md is made from the keys: run with {@code -Drempart.write-docs=true} after a change of them. */
class ConfigurationReferenceTest {
    private static final Path PAGE = Path.of("../docs/reference/configuration.md");

    @Test
    void thePageListsEveryKey() throws IOException {
        String page = page();
        if (Boolean.getBoolean("rempart.write-docs")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    private static String page() {
        ResourceBundle texts = ResourceBundle.getBundle(
                "io.rempart.app.messages",
                Locale.ROOT,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        StringBuilder page = new StringBuilder("""
                # Configuration

                One YAML file: `--config FILE`, else `REMPART_CONFIG`, else `rempart.yaml` in the current directory, else
                `/etc/rempart/rempart.yaml`, else none. Each key is also an environment variable and a flag of the same words. A flag
                wins over a variable, that over the file, that over the default. An unknown key is an error that names the nearest
                known one. `rempart config` checks all of it and lists the keys.

                ```yaml
                data: /var/lib/rempart
                log-sources:
                  - /var/log/apache2/modsec_audit.log
                  - name: nginx
                    path: /var/log/nginx/modsec_audit.log
                    time-zone: Europe/Paris          # ModSecurity 3 writes times without a zone
                    trusted-proxies: [10.0.0.0/8]
                  - name: concurrent
                    path: /var/log/apache2/modsec_index.log
                    storage-directory: /var/log/modsec_audit
                retention:
                  max-age: 90d
                  max-size: 20GB
                ```

                | key | default | what it is | flag | variable |
                |---|---|---|---|---|
                """);
        for (ConfigurationKey key : ConfigurationKey.values()) {
            page.append("| `%s` | %s | %s | `%s` | `%s` |%n"
                    .formatted(
                            key.key(),
                            key.defaultText().isEmpty() ? "" : "`" + key.defaultText() + "`",
                            texts.getString("option." + key.key()).replace("|", "\\|"),
                            key.flag(),
                            key.environmentVariable()));
        }
        page.append("""

                Durations: `250ms`, `60s`, `15min`, `2h`, `30d`, `1y`. Sizes: `64KB`, `500MB`, `20GB`. Lists: YAML lists, or words with
                commas between them.
                """);
        return page.toString();
    }
}
