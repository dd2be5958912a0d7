package io.rempart.console.page;

import io.rempart.console.ConsoleRooms;
import io.rempart.console.Countermeasures.Firewall;
import io.rempart.console.LogReport;
import io.rempart.console.language.Wording;
import io.rempart.console.text.VisibleText;
import io.rempart.events.follow.FollowWarning;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
    private static final int LONGEST = 400;

    /** @param firewall how it stands, as asked lately; empty when nothing is to be enforced */
    static List<Attention> of(ConsoleRooms rooms, Optional<Firewall> firewall, Wording wording) {
        List<Attention> all = new ArrayList<>();
        Optional<String> problem = rooms.events().problem();
        problem.ifPresent(sentence -> all.add(new Attention("", wording.text("attention.store", sentence), "/logs")));
        firewall.filter(one -> !one.answers() || !one.problem().isEmpty())
                .ifPresent(one -> all.add(new Attention(
                        "", wording.text(one.answers() ? "attention.firewall" : "attention.blocker"), "/blocks")));
        for (LogReport report : rooms.logs().get()) {
            for (FollowWarning warning : report.warnings()) {
                if (all.size() < MOST) {
                    all.add(new Attention(
                            VisibleText.plain(report.entry().logSource(), LONGEST / 4),
                            VisibleText.plain(sentence(warning, wording), LONGEST),
                            "/logs"));
                }
            }
        }
        return List.copyOf(all);
    }

    /** The warning in the language of the page. */
    static String sentence(FollowWarning warning, Wording wording) {
        String key =
                "log.warning." + warning.code().name().toLowerCase(Locale.ROOT).replace('_', '-');
        String text = wording.textOr(key, "");
        for (Map.Entry<String, String> parameter : warning.parameters().entrySet()) {
            text = text.replace("{" + parameter.getKey() + "}", parameter.getValue());
        }
        return text.isEmpty() ? warning.sentence() : text;
    }
}
