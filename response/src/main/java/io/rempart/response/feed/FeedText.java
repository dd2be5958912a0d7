package io.rempart.response.feed;

import io.rempart.events.decision.Target;
import io.rempart.response.address.Span;
import io.rempart.response.feed.FeedReading.Entry;
import io.rempart.response.feed.FeedReading.RefusedLine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the lists that are published: an address, range in CIDR form or {@code first-last} a line, alone or before a blank,
 * comma, semicolon or {@code #} (plain lists, FireHOL's netsets, Spamhaus DROP as text, CSV whose first column it is, with or
 * without quotes), or one JSON object a line with a member {@code cidr}, {@code ip}, {@code ipAddress}, {@code network}, {@code
 * prefix} or {@code range} (Spamhaus DROP as JSON; objects without are notes). Lines that are empty or begin with {@code #},
 * {@code ;} or {@code //} are comments, and so is a head of column names. Host bits behind a prefix length do not count. What is
 * neither is counted and shown, and never guessed at.
 */
public final class FeedText {
    private static final int LONGEST_LINE = 4_096;
    private static final int LONGEST_SAMPLE = 120;
    private static final Pattern MEMBER = Pattern.compile(
            "\"(?:cidr|ip|ipAddress|ip_address|address|network|prefix|range)\"\\s*:\\s*\"([0-9A-Fa-f:./-]{2,90})\"");

    private FeedText() {}

    /**
     * @param mostEntries a list with more is refused
     * @throws FeedProblem when it is no list: a web page, nothing, mostly other things, too long
     */
    public static FeedReading read(byte[] bytes, int mostEntries) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int from = text.startsWith("\uFEFF") ? 1 : 0;
        if (text.substring(from, Math.min(text.length(), from + 512))
                .stripLeading()
                .startsWith("<")) {
            throw new FeedProblem(FeedProblem.Kind.WEB_PAGE);
        }
        List<Entry> entries = new ArrayList<>();
        List<RefusedLine> samples = new ArrayList<>();
        int refused = 0;
        int number = 0;
        for (int start = from; start < text.length(); ) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            number++;
            String line = text.substring(start, end).strip();
            start = end + 1;
            if (isComment(line)) {
                continue;
            }
            Optional<Span> span = line.length() > LONGEST_LINE ? Optional.empty() : span(line);
            if (span.isPresent()) {
                if (entries.size() == mostEntries) {
                    throw new FeedProblem(FeedProblem.Kind.TOO_MANY, String.valueOf(mostEntries));
                }
                entries.add(new Entry(span.get(), number));
            } else if (!isNote(line) && !(entries.isEmpty() && refused == 0 && isHead(line))) {
                refused++;
                if (samples.size() < FeedReading.MOST_SAMPLES) {
                    samples.add(new RefusedLine(number, line.substring(0, Math.min(line.length(), LONGEST_SAMPLE))));
                }
            }
        }
        if (refused > entries.size()) {
            throw new FeedProblem(
                    FeedProblem.Kind.NO_LIST, String.valueOf(refused), String.valueOf(refused + entries.size()));
        }
        if (entries.isEmpty()) {
            throw new FeedProblem(FeedProblem.Kind.EMPTY);
        }
        return new FeedReading(entries, refused, samples);
    }

    private static boolean isComment(String line) {
        return line.isEmpty() || line.charAt(0) == '#' || line.charAt(0) == ';' || line.startsWith("//");
    }

    private static Optional<Span> span(String line) {
        if (line.charAt(0) == '{') {
            Matcher member = MEMBER.matcher(line);
            return member.find() ? address(member.group(1)) : Optional.empty();
        }
        int end = 0;
        while (end < line.length() && " \t,;#|".indexOf(line.charAt(end)) < 0) {
            end++;
        }
        String word = line.substring(0, end);
        if (word.length() > 2 && word.startsWith("\"") && word.endsWith("\"")) {
            word = word.substring(1, word.length() - 1);
        }
        return word.length() < 2 || word.length() > 90 ? Optional.empty() : address(word);
    }

    private static Optional<Span> address(String word) {
        return Target.of(word)
                .filter(Target.Range.class::isInstance)
                .map(Target.Range.class::cast)
                .map(Span::of);
    }

    /** An object that holds no address: Spamhaus ends its JSON with one that tells time and size. */
    private static boolean isNote(String line) {
        return line.charAt(0) == '{'
                && line.endsWith("}")
                && !MEMBER.matcher(line).find();
    }

    /** Names of columns. */
    private static boolean isHead(String line) {
        return line.indexOf(',') > 0 && line.chars().noneMatch(Character::isDigit);
    }
}
