package io.rempart.workbench.ftw;

import io.rempart.workbench.ftw.FtwTest.Output;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Compares what came of a request with what must come. Stateless. */
final class FtwCheck {
    /** Rule ids in error-log lines, in JSON, and in native audit records. */
    private static final Pattern ID = Pattern.compile("\\[id \"(\\d+)\"\\]|\"(?:id|ruleId)\":\\s*\"?(\\d+)\"?");

    private FtwCheck() {}

    /** What is wrong, in sentences; empty when all is right. */
    static List<String> problems(Output expected, FtwTarget.Outcome outcome, boolean hasLog) {
        List<String> problems = new ArrayList<>();
        HttpAnswer answer = outcome.answer();
        boolean errorExpected = Boolean.TRUE.equals(expected.expectsError());
        if (answer == null && !errorExpected) {
            problems.add("No answer came: " + outcome.error());
            return problems;
        }
        if (answer == null) {
            return problems; // as expected; the reference runner asks no more, since servers may log nothing of it
        }
        if (errorExpected) {
            problems.add("An HTTP answer came (" + answer.status() + ") where none was expected.");
        }
        if (answer != null
                && !expected.statuses().isEmpty()
                && !expected.statuses().contains(answer.status())) {
            problems.add("Status " + answer.status() + " where " + expected.statuses() + " was expected.");
        }
        String contains = expected.responseContains();
        if (contains != null && !isFound(contains, answer.text())) {
            problems.add("The answer does not hold: " + contains);
        }
        if (hasLog) {
            log(expected, outcome.log(), problems);
        }
        return problems;
    }

    private static void log(Output expected, List<String> lines, List<String> problems) {
        Set<Long> ids = ids(lines);
        for (long id : expected.expectIds()) {
            if (!ids.contains(id)) {
                problems.add("Rule " + id + " is not in the log; there is " + ids + ".");
            }
        }
        for (long id : expected.noExpectIds()) {
            if (ids.contains(id)) {
                problems.add("Rule " + id + " is in the log.");
            }
        }
        if (expected.isolated()) {
            Set<Long> others = new LinkedHashSet<>(ids);
            others.removeAll(expected.expectIds());
            if (!others.isEmpty()) {
                problems.add("Other rules are in the log: " + others + ".");
            }
        }
        for (String pattern : expected.matches()) {
            if (lines.stream().noneMatch(line -> isFound(pattern, line))) {
                problems.add("No line of the log matches: " + pattern);
            }
        }
        for (String pattern : expected.noMatches()) {
            if (lines.stream().anyMatch(line -> isFound(pattern, line))) {
                problems.add("A line of the log matches: " + pattern);
            }
        }
    }

    /** The ids of the rules in lines of a log. */
    static Set<Long> ids(List<String> lines) {
        Set<Long> ids = new LinkedHashSet<>();
        for (String line : lines) {
            for (Matcher id = ID.matcher(line); id.find(); ) {
                String digits = id.group(1) == null ? id.group(2) : id.group(1);
                if (digits.length() <= 18) {
                    ids.add(Long.parseLong(digits));
                }
            }
        }
        return ids;
    }

    /** Patterns are regular expressions; a text that is none is looked for as it stands. */
    private static boolean isFound(String pattern, String text) {
        try {
            return Pattern.compile(pattern, Pattern.DOTALL).matcher(text).find();
        } catch (PatternSyntaxException plain) {
            return text.contains(pattern);
        }
    }
}
