package io.rempart.console.page;

import io.rempart.console.ConsoleRooms;
import io.rempart.console.LogReport;
import io.rempart.console.language.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The strip under the top bar: what needs a person's attention now, and where it is mended.
 *
 * @param subject whose problem it is: the name of a log source, or empty
 * @param sentence what is wrong and what to do
 */
public record Attention(String subject, String sentence, String link) {
    private static final int MOST = 3;

    static List<Attention> of(ConsoleRooms rooms, Wording wording) {
        List<Attention> all = new ArrayList<>();
        Optional<String> problem = rooms.events().problem();
        problem.ifPresent(sentence -> all.add(new Attention("", wording.text("attention.store", sentence), "/logs")));
        for (LogReport report : rooms.logs().get()) {
            for (LogReport.Warning warning : report.warnings()) {
                if (all.size() < MOST) {
                    all.add(new Attention(report.entry().logSource(), sentence(warning, wording), "/logs"));
                }
            }
        }
        return List.copyOf(all);
    }

    static String sentence(LogReport.Warning warning, Wording wording) {
        String text = warning.key().isEmpty() ? "" : wording.textOr("log.warning." + warning.key(), "");
        if (text.isEmpty()) {
            return warning.text();
        }
        for (Map.Entry<String, String> parameter : warning.parameters().entrySet()) {
            text = text.replace("{" + parameter.getKey() + "}", parameter.getValue());
        }
        return text;
    }
}
