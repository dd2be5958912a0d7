package io.rempart.workbench.check;

import io.rempart.workbench.Texts;
import io.rempart.workbench.WorkbenchException;
import io.rempart.workbench.check.Finding.Level;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Which engines know which names of the rule language ({@code portability.csv}). Immutable. */
final class Portability {
    private static final List<String> ENGINES = List.of("ModSecurity 2", "ModSecurity 3", "Coraza");

    private final Map<String, List<String>> table = new HashMap<>();

    Portability() {
        try (InputStream in = Portability.class.getResourceAsStream("portability.csv")) {
            if (in == null) {
                throw new WorkbenchException("portability.csv is missing from the package.");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                String[] cells = line.split(",", -1);
                table.put(key(cells[0], cells[1]), List.of(cells[2], cells[3], cells[4]));
            });
        } catch (IOException unreadable) {
            throw new WorkbenchException("portability.csv can't be read.", unreadable);
        }
    }

    private static String key(String kind, String name) {
        return kind + " " + name.toLowerCase(Locale.ROOT);
    }

    /** A sentence that says which engine does what with the name; empty when all know it alike. */
    String sentence(String kind, String name, Texts texts) {
        List<String> statuses = table.getOrDefault(key(kind, name), List.of());
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < statuses.size(); i++) {
            if (!statuses.get(i).equals("works")) {
                parts.add(texts.text("portability." + statuses.get(i), ENGINES.get(i)));
            }
        }
        return parts.isEmpty() ? "" : texts.text("portability.name", name, String.join(", ", parts));
    }

    /** A warning where an engine would refuse rules with the name, a note where it does something else with it. */
    Level level(String kind, String name) {
        List<String> statuses = table.getOrDefault(key(kind, name), List.of());
        return statuses.contains("refused") || statuses.contains("absent") ? Level.WARNING : Level.NOTE;
    }
}
