package io.rempart.conformance.oracle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rules with a part of them left out or written otherwise: what a cause needs in order to act is taken away, and the engines must
 * agree. For one thread.
 */
final class RuleVariants {
    private static final Pattern ID = Pattern.compile("(?m)[\",\\s]id:'?(\\d+)");
    private static final Pattern CHAIN = Pattern.compile("[\",\\s]chain\\b");

    private static final Pattern ADDS = Pattern.compile(
            "(\\bid:(\\d+),(?:(?!\\bid:\\d).)*?)(setvar:'tx\\.(?:in|out)bound_anomaly_score_pl)", Pattern.DOTALL);

    private final List<Path> files;
    private final Map<Long, String> rules = new TreeMap<>();
    private final Set<Long> matchedVariables = new TreeSet<>();

    RuleVariants(List<Path> files) throws IOException {
        this.files = files;
        for (Path file : files) {
            index(directives(Files.readString(file, StandardCharsets.ISO_8859_1)));
        }
    }

    /** The directives of a file with their continuation lines, comments left out. */
    private static List<String> directives(String text) {
        List<String> directives = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        for (String line : text.split("\n")) {
            if (current.length() == 0 && (line.isBlank() || line.strip().startsWith("#"))) {
                continue;
            }
            current.append(line).append('\n');
            if (!line.endsWith("\\")) {
                directives.add(current.toString());
                current.setLength(0);
            }
        }
        return directives;
    }

    private void index(List<String> directives) {
        for (int i = 0; i < directives.size(); i++) {
            Matcher id = ID.matcher(directives.get(i));
            if (!directives.get(i).strip().startsWith("Sec") || !id.find()) {
                continue;
            }
            StringBuilder text = new StringBuilder(directives.get(i));
            while (CHAIN.matcher(directives.get(i)).find() && i + 1 < directives.size()) {
                text.append(directives.get(++i));
            }
            long number = Long.parseLong(id.group(1));
            rules.put(number, text.toString());
            if (text.indexOf("SecRule MATCHED_VARS") > 0) {
                matchedVariables.add(number);
            }
        }
    }

    /** The rule's text with its chain; empty when there is none. */
    String text(long rule) {
        return rules.getOrDefault(rule, "");
    }

    /** The chains with a link on MATCHED_VARS. */
    Set<Long> onMatchedVariables() {
        return matchedVariables;
    }

    /** The set-up and this rule alone. */
    List<Path> alone(long rule) {
        return alone(rule, "alone", UnaryOperator.identity());
    }

    /** The set-up and this rule alone, its text changed. */
    List<Path> alone(long rule, String name, UnaryOperator<String> change) {
        List<Path> some = new ArrayList<>();
        for (Path file : files) {
            if (!file.getFileName().toString().matches("RE(?:QUEST|SPONSE)-9.*")
                    || file.toString().contains("-901-")) {
                some.add(file);
            }
        }
        // 901340 looks at REQBODY_PROCESSOR and would leave it in MATCHED_VARS; what it does, nothing that is alone
        // needs
        String text = change.apply(text(rule)) + "SecRuleRemoveById 901340\n";
        some.add(some.size() - 1, write(name + "-" + rule, text));
        return some;
    }

    /** All rules but these. */
    List<Path> without(Set<Long> ids) {
        List<Path> all = new ArrayList<>(files);
        StringBuilder removals = new StringBuilder();
        ids.forEach(id -> removals.append("SecRuleRemoveById ").append(id).append('\n'));
        all.add(write("without-" + ids.hashCode(), removals.toString()));
        return all;
    }

    /** All rules, their text changed. */
    List<Path> changed(String name, UnaryOperator<String> change) {
        List<Path> all = new ArrayList<>();
        for (Path file : files) {
            try {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                all.add(write(name + "-" + file.getFileName().toString().replace(".conf", ""), change.apply(text)));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        return all;
    }

    /** All rules, each with a count of how often it adds to the scores, which a rule of its own logs. */
    List<Path> counting() {
        List<Path> all = changed("counting", text -> ADDS.matcher(text).replaceAll("$1setvar:'tx.count_$2=+1',$3"));
        StringBuilder counts = new StringBuilder();
        rules.forEach((rule, text) -> {
            if (ADDS.matcher(text).find()) {
                counts.append(
                        "SecRule TX:count_%1$d \"@gt 0\" \"id:%2$d,phase:5,pass,t:none,log,logdata:'count=%%{TX.count_%1$d}'\"%n"
                                .formatted(rule, Scores.COUNTS + rule));
            }
        });
        all.add(write("counts", counts.toString()));
        return all;
    }

    /** Beside the data files that the rules name. */
    private Path write(String name, String text) {
        Path folder = files.stream()
                .filter(file -> file.getFileName().toString().startsWith("REQUEST-"))
                .findFirst()
                .orElseThrow()
                .getParent();
        try {
            return Files.writeString(folder.resolve(name + ".conf"), text, StandardCharsets.ISO_8859_1);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }
}
