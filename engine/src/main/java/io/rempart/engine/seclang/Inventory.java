package io.rempart.engine.seclang;

import io.rempart.engine.action.Ctl;
import io.rempart.engine.operator.Operators;
import io.rempart.engine.state.Variable;
import io.rempart.engine.transformation.Transformations;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;

/**
 * What of SecLang there is, name by name: it works, it is accepted without effect, or it is refused, with the reason. Read from the
 * very tables that the parser uses, so that the documentation made of it can't differ from the engine.
 */
public final class Inventory {
    /** How much there is. */
    public enum Status {
        WORKS,
        WITHOUT_EFFECT,
        REFUSED
    }

    /**
     * One name.
     *
     * @param kind directive, variable, operator, transformation, action or ctl
     * @param note the reason when it does not work, else what it does where the tables say so
     */
    public record Entry(String kind, String name, Status status, String note) {}

    private static final Properties DESCRIPTIONS = descriptions();

    private Inventory() {}

    private static Properties descriptions() {
        Properties descriptions = new Properties();
        try (InputStream in = Inventory.class.getResourceAsStream("descriptions.properties")) {
            if (in == null) {
                throw new IllegalStateException("descriptions.properties is missing");
            }
            descriptions.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return descriptions;
    }

    private static String described(String kind, String name) {
        return DESCRIPTIONS.getProperty(kind + "." + name, "");
    }

    /** All names, sorted within their kinds. */
    public static List<Entry> all() {
        List<Entry> all = new ArrayList<>();
        for (Directives.Known known : Directives.all().values()) {
            String note = known.note().isEmpty() ? described("directive", known.name()) : known.note();
            all.add(new Entry(
                    "directive", known.name(), Status.valueOf(known.status().name()), note));
        }
        for (Variable variable : Variable.values()) {
            String refusal = variable.refusal();
            all.add(new Entry(
                    "variable",
                    variable.name(),
                    refusal == null ? Status.WORKS : Status.REFUSED,
                    refusal == null ? "" : refusal));
        }
        for (Operators.Description operator : Operators.all()) {
            boolean works = operator.isSupported();
            String note = works
                    ? operator.summary()
                    : operator.summary().substring("Refused: ".length()).replaceAll("\\.$", "");
            all.add(new Entry("operator", operator.name(), works ? Status.WORKS : Status.REFUSED, note));
        }
        Transformations.all()
                .forEach(step -> all.add(new Entry("transformation", step.name(), Status.WORKS, step.summary())));
        for (Actions.Known known : Actions.all().values()) {
            String refusal = known.refusal();
            all.add(new Entry(
                    "action",
                    known.name(),
                    refusal == null ? Status.WORKS : Status.REFUSED,
                    refusal == null ? described("action", known.name()) : refusal));
        }
        for (String option : Ctl.OPTIONS) {
            all.add(new Entry("ctl", option, Status.WORKS, described("ctl", option)));
        }
        for (String option : Ctl.REFUSED_OPTIONS) {
            all.add(new Entry("ctl", option, Status.REFUSED, "the engine does not sign links"));
        }
        all.sort(Comparator.comparing(Entry::kind).thenComparing(Entry::name, String.CASE_INSENSITIVE_ORDER));
        return all;
    }

    /** A table in Markdown. */
    public static String markdown() {
        StringBuilder text = new StringBuilder("| kind | name | status | note |\n|---|---|---|---|\n");
        for (Entry entry : all()) {
            text.append("| ")
                    .append(entry.kind())
                    .append(" | `")
                    .append(entry.name())
                    .append("` | ")
                    .append(
                            switch (entry.status()) {
                                case WORKS -> "works";
                                case WITHOUT_EFFECT -> "accepted, no effect";
                                case REFUSED -> "refused";
                            })
                    .append(" | ")
                    .append(entry.note().replace("|", "\\|"))
                    .append(" |\n");
        }
        return text.toString();
    }
}
