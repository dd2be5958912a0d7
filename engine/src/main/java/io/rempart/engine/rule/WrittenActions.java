package io.rempart.engine.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The actions of a rule as ModSecurity 2 shows them in its debug log: those of SecDefaultAction, then its own. Of most there is one,
 * which a later one replaces in its place; of those that exclude each other (disruptive ones, log and nolog) the last stays. For one
 * thread.
 */
public final class WrittenActions {
    private record Written(String name, String value) {}

    private static final Set<String> MANY = Set.of(
            "t",
            "tag",
            "ctl",
            "setvar",
            "setenv",
            "expirevar",
            "deprecatevar",
            "initcol",
            "exec",
            "xmlns",
            "sanitisearg",
            "sanitiserequestheader",
            "sanitiseresponseheader",
            "append",
            "prepend");
    private static final List<Set<String>> EXCLUSIVE = List.of(
            Set.of("allow", "block", "deny", "drop", "pass", "proxy", "redirect", "pause"),
            Set.of("log", "nolog"),
            Set.of("auditlog", "noauditlog"));

    private final List<Written> actions = new ArrayList<>();

    /** The next action; the value is empty when it has none. */
    public void add(String name, String value) {
        String key = name.toLowerCase(Locale.ROOT);
        for (Set<String> group : EXCLUSIVE) {
            if (group.contains(key)) {
                actions.removeIf(action -> group.contains(action.name().toLowerCase(Locale.ROOT))
                        && !action.name().equalsIgnoreCase(name));
            }
        }
        Written written = new Written(name, value);
        if (!MANY.contains(key)) {
            for (int i = 0; i < actions.size(); i++) {
                if (actions.get(i).name().equalsIgnoreCase(name)) {
                    actions.set(i, written);
                    return;
                }
            }
        }
        actions.add(written);
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        for (Written action : actions) {
            out.append(out.isEmpty() ? "" : ",").append(action.name());
            if (!action.value().isEmpty()) {
                boolean quoted = action.value().matches("(?s).*[\\s,'].*");
                String value = quoted ? "'" + action.value().replace("'", "\\'") + "'" : action.value();
                out.append(':').append(value);
            }
        }
        return out.toString();
    }
}
