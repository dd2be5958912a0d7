package io.rempart.engine.seclang;

import io.rempart.engine.Compatibility;
import io.rempart.engine.RuleError;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Cuts a rule file into directives: joins lines that end in a backslash, leaves out comments, splits arguments at blanks outside
 * of quotes. Inside double quotes {@code \"} is a quote (and with ModSecurity 2, as Apache reads its files, {@code \\} is one
 * backslash); all other backslashes stay. {@code <IfModule>} and {@code <IfDefine>} are taken as true.
 */
final class DirectiveReader {
    private static final char DATASET_QUOTE = '`';
    private static final Pattern QUOTED_VALUE =
            Pattern.compile("(?i)[\",\\s](?:msg|logdata|tag|redirect|setenv|setsid|setuid|setrsc):$");

    private final String file;
    private final boolean halvesBackslashes;

    /** ModSecurity 3 takes the end of a line for the end of its last quoted argument. */
    private final boolean closesQuotes;

    private final Consumer<RuleError> errors;

    DirectiveReader(String file, Compatibility compatibility, Consumer<RuleError> errors) {
        this.file = file;
        this.halvesBackslashes = compatibility == Compatibility.V2;
        this.closesQuotes = compatibility == Compatibility.V3;
        this.errors = errors;
    }

    List<Directive> read(String text) {
        List<Directive> directives = new ArrayList<>();
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            int first = i;
            String line = withoutReturn(lines[i]);
            if (line.isBlank() || line.stripLeading().startsWith("#")) {
                continue;
            }
            StringBuilder joined = new StringBuilder();
            while (line.endsWith("\\") && i + 1 < lines.length) {
                joined.append(line, 0, line.length() - 1);
                line = withoutReturn(lines[++i]);
            }
            joined.append(line.endsWith("\\") ? line.substring(0, line.length() - 1) : line);
            if (opensDataset(joined)) {
                do {
                    i++;
                    joined.append('\n')
                            .append(i < lines.length ? withoutReturn(lines[i]).stripTrailing() : "");
                } while (i < lines.length && joined.charAt(joined.length() - 1) != DATASET_QUOTE);
            }
            directive(joined.toString(), first + 1, directives);
        }
        return directives;
    }

    /** Whether {@code SecDataset name `} begins a list that goes on over lines, up to a back quote at the end of one. */
    private static boolean opensDataset(CharSequence line) {
        String text = line.toString().strip();
        return text.regionMatches(true, 0, "SecDataset", 0, "SecDataset".length())
                && text.charAt(text.length() - 1) == DATASET_QUOTE
                && text.indexOf(DATASET_QUOTE) == text.length() - 1;
    }

    private static String withoutReturn(String line) {
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    private void directive(String source, int line, List<Directive> directives) {
        String text = source.strip();
        if (text.startsWith("<")) {
            section(text, line);
            return;
        }
        List<String> words = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ' ' || c == '\t') {
                at++;
            } else if ((c == '"' || c == '\'' || c == DATASET_QUOTE) && !words.isEmpty()) {
                at = quoted(text, at, words);
                if (at < 0) {
                    errors.accept(new RuleError(
                            file, line, excerpt(text), "A quoted argument has no end.", "Close it with " + c + "."));
                    return;
                }
            } else {
                int end = at;
                while (end < text.length() && text.charAt(end) != ' ' && text.charAt(end) != '\t') {
                    end++;
                }
                words.add(text.substring(at, end));
                at = end;
            }
        }
        if (!words.isEmpty()) {
            directives.add(new Directive(words.get(0), List.copyOf(words.subList(1, words.size())), file, line, text));
        }
    }

    /** Reads a quoted argument; returns where to go on, -1 when it has no end. */
    private int quoted(String text, int open, List<String> words) {
        char quote = text.charAt(open);
        StringBuilder word = new StringBuilder();
        for (int i = open + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                char escaped = text.charAt(i + 1);
                if (escaped == quote || escaped == '\\' && halvesBackslashes) {
                    word.append(escaped);
                } else {
                    word.append(c).append(escaped);
                }
                i++;
            } else if (c == quote && opensValue(text, open, i)) {
                int close = text.indexOf('"', i + 1);
                word.append('\'')
                        .append(text.substring(i + 1, close).replace("'", "\\'"))
                        .append('\'');
                i = close;
            } else if (c == quote) {
                words.add(word.toString());
                return i + 1;
            } else {
                word.append(c);
            }
        }
        if (closesQuotes) {
            words.add(word.toString());
            return text.length();
        }
        return -1;
    }

    /**
     * Whether a double quote within double quotes begins the value of an action, which ModSecurity 3 allows: {@code
     * "id:1,msg:"It's here",deny"}.
     */
    private boolean opensValue(String text, int open, int at) {
        return closesQuotes
                && text.charAt(at) == '"'
                && text.charAt(at - 1) == ':'
                && text.indexOf('"', at + 1) > 0
                && QUOTED_VALUE.matcher(text).region(open, at).find();
    }

    private void section(String text, int line) {
        String name = text.replaceAll("[</>]", " ").trim().split("\\s+")[0].toLowerCase(java.util.Locale.ROOT);
        if (!name.equals("ifmodule") && !name.equals("ifdefine") && !name.equals("ifversion")) {
            errors.accept(new RuleError(
                    file,
                    line,
                    excerpt(text),
                    "Sections such as <" + name + "> belong to the web server.",
                    "Move what is inside to a rule that asks for the path or host."));
        }
    }

    private static String excerpt(String text) {
        return text.length() <= 120 ? text : text.substring(0, 117) + "...";
    }
}
