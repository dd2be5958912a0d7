package io.rempart.engine.seclang;

import io.rempart.engine.Compatibility;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.regex.RegexFlag;
import io.rempart.engine.regex.RegexPattern;
import io.rempart.engine.regex.RegexSyntaxException;
import io.rempart.engine.rule.RuleDraft.TargetDraft;
import io.rempart.engine.state.TargetSelector;
import io.rempart.engine.state.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a rule looks at: {@code ARGS|!ARGS:foo|&TX:x|REQUEST_COOKIES:/^a/|XML:/*}. */
final class TargetText {
    /** What was read. */
    record Parsed(List<TargetDraft> targets, List<TargetSelector> exclusions) {}

    private static final Set<RegexFlag> KEY_FLAGS =
            Set.of(RegexFlag.DOT_ALL, RegexFlag.DOLLAR_END_ONLY, RegexFlag.CASE_INSENSITIVE);

    private TargetText() {}

    /**
     * Reads a list.
     *
     * @throws IllegalArgumentException when a variable is not known or is refused, or a pattern is broken
     */
    static Parsed parse(String text) {
        List<TargetDraft> targets = new ArrayList<>();
        List<TargetSelector> exclusions = new ArrayList<>();
        for (String part : split(text)) {
            String rest = part.trim();
            boolean excluded = rest.startsWith("!");
            boolean count = rest.startsWith("&");
            if (excluded || count) {
                rest = rest.substring(1).trim();
            }
            TargetSelector selector = selector(rest);
            if (excluded) {
                exclusions.add(selector);
            } else {
                targets.add(new TargetDraft(selector, count));
            }
        }
        return new Parsed(targets, exclusions);
    }

    /** Reads a list; what ModSecurity 3 knows and refuses is refused in its words. */
    static Parsed parse(String text, Compatibility compatibility) {
        if (compatibility == Compatibility.V3) {
            for (String part : split(text)) {
                String name = part.trim().replaceFirst("^[!&]", "");
                if (Variable.byName(name) == Variable.WEBSERVER_ERROR_LOG) {
                    throw new IllegalArgumentException(
                            "Variable VARIABLE_WEBSERVER_ERROR_LOG is not supported by libModSecurity");
                }
            }
        }
        return parse(text);
    }

    /** Reads one target without {@code !} and {@code &}. */
    static TargetSelector selector(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            colon = text.indexOf('.'); // TX.name, as macros have it
        }
        String name = colon < 0 ? text : text.substring(0, colon);
        Variable variable = Variable.byName(name.trim());
        if (variable == null) {
            throw new IllegalArgumentException("There is no variable " + name.trim() + ".");
        }
        String refusal = variable.refusal();
        if (refusal != null) {
            throw new IllegalArgumentException("The variable " + variable + " is refused: " + refusal + ".");
        }
        if (colon < 0) {
            return new TargetSelector(variable, null, null);
        }
        String key = unquoted(text.substring(colon + 1).trim());
        if (key.isEmpty()) {
            return new TargetSelector(variable, null, null);
        }
        if (!variable.isXml() && key.length() > 1 && key.startsWith("/") && key.endsWith("/")) {
            return new TargetSelector(variable, ByteSlice.latin1(key), keyPattern(key.substring(1, key.length() - 1)));
        }
        return new TargetSelector(variable, ByteSlice.latin1(key), null);
    }

    private static @Nullable RegexPattern keyPattern(String pattern) {
        try {
            return RegexPattern.compile(pattern.replace("\\/", "/"), KEY_FLAGS);
        } catch (RegexSyntaxException broken) {
            throw new IllegalArgumentException("The pattern for keys is broken: " + broken.getMessage());
        }
    }

    private static String unquoted(String key) {
        return key.length() > 1 && key.startsWith("'") && key.endsWith("'") ? key.substring(1, key.length() - 1) : key;
    }

    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '|' || c == ',') {
                parts.add(text.substring(start, at));
                start = ++at;
            } else if (c == ':' && !isXml(text.substring(start, at))) {
                at = endOfKey(text, at + 1);
            } else {
                at++;
            }
        }
        parts.add(text.substring(start));
        parts.removeIf(String::isBlank);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("The rule looks at nothing.");
        }
        return parts;
    }

    /** Where a key ends: at {@code |} or {@code ,}, but not inside quotes or a pattern between slashes. */
    private static int endOfKey(String text, int from) {
        if (from < text.length() && (text.charAt(from) == '\'' || text.charAt(from) == '/')) {
            char close = text.charAt(from);
            for (int i = from + 1; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '\\') {
                    i++;
                } else if (c == close
                        && (i + 1 == text.length() || text.charAt(i + 1) == '|' || text.charAt(i + 1) == ',')) {
                    return i + 1;
                }
            }
        }
        int end = from;
        while (end < text.length() && text.charAt(end) != '|' && text.charAt(end) != ',') {
            end++;
        }
        return end;
    }

    private static boolean isXml(String name) {
        String plain = name.trim();
        if (plain.startsWith("!") || plain.startsWith("&")) {
            plain = plain.substring(1);
        }
        Variable variable = Variable.byName(plain.trim());
        return variable != null && variable.isXml();
    }
}
