package io.rempart.workbench.ftw;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The part of Go's text templates (with Sprig's functions) that tests use: {@code {{.Payload}}} and pipelines of text literals
 * and functions, {@code {{ "A" | repeat 300 }}}. What is none of it stays as it is written, because a payload may look like a
 * template. Stateless. Source: pkg.go.dev/text/template, masterminds.github.io/sprig/strings.html.
 */
final class GoTemplate {
    /** Longest text that a template may become. */
    static final int LONGEST = 16 * 1024 * 1024;

    private GoTemplate() {}

    static String expand(String text, @Nullable String payload) {
        int open = text.indexOf("{{");
        if (open < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        int at = 0;
        while (open >= 0) {
            int close = text.indexOf("}}", open);
            if (close < 0) {
                break;
            }
            String inner = text.substring(open + 2, close);
            String value = evaluate(inner.strip(), payload);
            out.append(text, at, open);
            out.append(value == null ? text.substring(open, close + 2) : value);
            at = close + 2;
            open = text.indexOf("{{", at);
        }
        return out.append(text, at, text.length()).toString();
    }

    private static @Nullable String evaluate(String pipeline, @Nullable String payload) {
        String value = null;
        boolean first = true;
        for (List<String> command : commands(pipeline)) {
            value = first ? start(command, payload) : apply(command, value);
            first = false;
            if (value == null) {
                return null;
            }
        }
        return value;
    }

    private static @Nullable String start(List<String> command, @Nullable String payload) {
        if (command.size() == 1) {
            return operand(command.get(0), payload);
        }
        if (command.isEmpty()) {
            return null;
        }
        String last = operand(command.get(command.size() - 1), payload);
        return last == null ? null : apply(command.subList(0, command.size() - 1), last);
    }

    private static @Nullable String operand(String word, @Nullable String payload) {
        if (word.equals(".Payload")) {
            return payload;
        }
        if (word.length() >= 2 && word.charAt(0) == '"') {
            return unquoted(word.substring(1, word.length() - 1));
        }
        return word.length() >= 2 && word.charAt(0) == '`' ? word.substring(1, word.length() - 1) : null;
    }

    private static @Nullable String apply(List<String> function, @Nullable String value) {
        if (value == null || function.isEmpty()) {
            return null;
        }
        String name = function.get(0);
        if (function.size() == 2 && name.equals("repeat")) {
            try {
                int times = Integer.parseInt(function.get(1));
                return times < 0 || (long) times * value.length() > LONGEST ? null : value.repeat(times);
            } catch (NumberFormatException none) {
                return null;
            }
        }
        if (function.size() != 1) {
            return null;
        }
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return switch (name) {
            case "upper" -> value.toUpperCase(Locale.ROOT);
            case "lower" -> value.toLowerCase(Locale.ROOT);
            case "trim" -> value.strip();
            case "b64enc" -> Base64.getEncoder().encodeToString(bytes);
            case "b64dec" -> new String(Base64.getMimeDecoder().decode(bytes), StandardCharsets.UTF_8);
            case "urlquery" -> FormEncoding.escaped(value);
            default -> null;
        };
    }

    /** The pipeline's commands, each as its words; a word in quotes keeps them. */
    private static List<List<String>> commands(String pipeline) {
        List<List<String>> commands = new ArrayList<>();
        List<String> words = new ArrayList<>();
        int at = 0;
        while (at < pipeline.length()) {
            char c = pipeline.charAt(at);
            if (c == '|') {
                commands.add(words);
                words = new ArrayList<>();
                at++;
            } else if (Character.isWhitespace(c)) {
                at++;
            } else {
                int end = wordEnd(pipeline, at);
                words.add(pipeline.substring(at, end));
                at = end;
            }
        }
        commands.add(words);
        return commands;
    }

    private static int wordEnd(String text, int from) {
        char quote = text.charAt(from);
        int at = from + 1;
        if (quote == '"' || quote == '`') {
            while (at < text.length() && text.charAt(at) != quote) {
                at += quote == '"' && text.charAt(at) == '\\' ? 2 : 1;
            }
            return Math.min(at + 1, text.length());
        }
        while (at < text.length() && !Character.isWhitespace(text.charAt(at)) && text.charAt(at) != '|') {
            at++;
        }
        return at;
    }

    private static String unquoted(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                char next = text.charAt(++i);
                out.append(
                        switch (next) {
                            case 'n' -> '\n';
                            case 'r' -> '\r';
                            case 't' -> '\t';
                            default -> next;
                        });
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
