package io.rempart.workbench.check;

import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.regex.Explosion;
import io.rempart.engine.regex.PatternReview;
import io.rempart.engine.regex.RegexFlag;
import io.rempart.engine.regex.RegexSyntaxException;
import io.rempart.engine.seclang.Directive;
import io.rempart.workbench.Texts;
import io.rempart.workbench.check.Finding.Level;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Looks at directives one by one, whether they load or not. For one thread. */
final class DirectiveReview {
    private static final Pattern SNORT_HEX = Pattern.compile("\\|[0-9A-Fa-f]{2}(?: [0-9A-Fa-f]{2})*\\|");
    private static final Set<String> BODY = Set.of(
            "ARGS_POST",
            "ARGS_POST_NAMES",
            "FILES",
            "FILES_NAMES",
            "FILES_SIZES",
            "FILES_COMBINED_SIZE",
            "FILES_TMPNAMES",
            "FILES_TMP_CONTENT",
            "MULTIPART_FILENAME",
            "MULTIPART_NAME",
            "MULTIPART_PART_HEADERS",
            "MULTIPART_STRICT_ERROR",
            "MULTIPART_UNMATCHED_BOUNDARY",
            "REQUEST_BODY",
            "REQUEST_BODY_LENGTH",
            "XML",
            "JSON",
            "REQBODY_ERROR",
            "REQBODY_ERROR_MSG",
            "REQBODY_PROCESSOR_ERROR");
    private static final Set<String> RESPONSE_HEAD = Set.of(
            "RESPONSE_STATUS",
            "RESPONSE_HEADERS",
            "RESPONSE_HEADERS_NAMES",
            "RESPONSE_PROTOCOL",
            "RESPONSE_CONTENT_TYPE",
            "STATUS_LINE");
    private static final Set<String> RESPONSE_BODY =
            Set.of("RESPONSE_BODY", "RESPONSE_CONTENT_LENGTH", "RESPONSE_ARGS");

    private final Texts texts;
    private final Consumer<Finding> findings;
    private final Portability portability = new Portability();
    private final Map<String, Directive> markers = new LinkedHashMap<>();
    private final Set<String> jumps = new HashSet<>();
    private final Map<String, PatternReview> reviewed = new HashMap<>();
    private int phase = 2;
    private boolean chained;

    DirectiveReview(Texts texts, Consumer<Finding> findings) {
        this.texts = texts;
        this.findings = findings;
    }

    void review(List<Directive> directives) {
        for (Directive directive : directives) {
            name(directive, "directive", directive.name(), directive.name());
            if (directive.name().equalsIgnoreCase("SecMarker")
                    && !directive.arguments().isEmpty()) {
                markers.putIfAbsent(directive.arguments().get(0), directive);
            } else if (directive.name().equalsIgnoreCase("SecDefaultAction")
                    && !directive.arguments().isEmpty()) {
                actions(directive, RuleWords.actions(directive.arguments().get(0)));
            }
            RuleWords words = RuleWords.of(directive);
            if (words != null) {
                rule(words);
            }
        }
        markers.forEach((name, directive) -> {
            if (!jumps.contains(name)) {
                add(Level.WARNING, "marker", directive, name, "check.marker", "check.marker.remedy");
            }
        });
    }

    private void rule(RuleWords words) {
        Directive directive = words.directive();
        if (!chained) {
            List<String> written = words.arguments("phase");
            phase = written.isEmpty() ? 2 : phase(written.get(0));
        }
        chained = words.has("chain");
        jumps.addAll(words.arguments("skipafter"));
        Set<String> seen = new HashSet<>();
        for (String target : words.targets()) {
            String variable = RuleWords.variable(target);
            if (seen.add(variable)) {
                name(directive, "variable", variable, target);
                inPhase(directive, variable, target);
            }
            if (variable.equals("XML")
                    && !target.endsWith(":/*")
                    && !target.endsWith("://@*")
                    && target.contains(":")) {
                add(Level.WARNING, "portability", directive, target, "check.xpath", "");
            }
            if (variable.equals("REQUEST_BODY") && !target.startsWith("!")) {
                add(Level.NOTE, "portability", directive, target, "check.request-body", "");
            }
        }
        if (!words.operator().isEmpty()) {
            name(directive, "operator", words.operator(), "@" + words.operator());
        }
        if (words.operator().equals("pm") && SNORT_HEX.matcher(words.argument()).find()) {
            add(Level.WARNING, "portability", directive, words.argument(), "check.hex", "");
        }
        if (words.operator().equals("rx") || words.operator().equals("rxglobal")) {
            pattern(directive, words.argument());
        }
        actions(directive, words.actions());
    }

    private static int phase(String written) {
        return switch (written.toLowerCase(Locale.ROOT)) {
            case "1" -> 1;
            case "3" -> 3;
            case "4", "response" -> 4;
            case "5", "logging" -> 5;
            default -> 2;
        };
    }

    private void inPhase(Directive directive, String variable, String target) {
        boolean empty = phase == 1 && BODY.contains(variable)
                || phase <= 2 && RESPONSE_HEAD.contains(variable)
                || phase <= 3 && RESPONSE_BODY.contains(variable);
        if (empty && !target.startsWith("!")) {
            String problem = texts.text("check.phase", variable, phase);
            findings.accept(new Finding(
                    Level.WARNING, "phase", directive.file(), directive.line(), shortened(target), problem, ""));
        }
    }

    private void actions(Directive directive, List<RuleWords.Action> actions) {
        Set<String> seen = new HashSet<>();
        for (RuleWords.Action action : actions) {
            String argument = action.argument();
            if (action.name().equals("t")) {
                named(seen, directive, "transformation", argument, "t:" + argument);
            } else if (action.name().equals("ctl")) {
                int equals = argument.indexOf('=');
                String option = equals < 0 ? argument : argument.substring(0, equals);
                named(seen, directive, "ctl", option, "ctl:" + argument);
                String lower = option.toLowerCase(Locale.ROOT);
                if (lower.startsWith("ruleremovetarget")
                        && argument.contains(":/")
                        && argument.endsWith("/")
                        && seen.add("target pattern")) {
                    add(Level.WARNING, "portability", directive, "ctl:" + argument, "check.target-pattern", "");
                }
            } else {
                named(seen, directive, "action", action.name(), action.name());
            }
        }
    }

    private void named(Set<String> seen, Directive directive, String kind, String name, String text) {
        if (seen.add(kind + " " + name)) {
            name(directive, kind, name, text);
        }
    }

    private void name(Directive directive, String kind, String name, String text) {
        String sentence = portability.sentence(kind, name, texts);
        if (!sentence.isEmpty()) {
            findings.accept(new Finding(
                    portability.level(kind, name),
                    "portability",
                    directive.file(),
                    directive.line(),
                    shortened(text),
                    sentence,
                    ""));
        }
    }

    private void pattern(Directive directive, String pattern) {
        if (pattern.contains("%{")) {
            return; // it is known only when a request is there
        }
        PatternReview review = review(pattern);
        if (review == null) {
            return; // an error of the load
        }
        if (review.looksAround() || review.refersBack() || review.commits()) {
            String what = texts.text(
                    review.looksAround()
                            ? "check.re2.look"
                            : review.refersBack() ? "check.re2.reference" : "check.re2.commit");
            String problem = texts.text("check.re2", what);
            findings.accept(new Finding(
                    Level.WARNING, "portability", directive.file(), directive.line(), shortened(pattern), problem, ""));
        }
        if (review.lineAnchors()) {
            add(Level.NOTE, "portability", directive, pattern, "check.anchors", "");
        }
        Explosion explosion = review.explosion();
        if (explosion != null) {
            String problem = texts.text(
                    "check.explodes", shown(explosion.beginning()), shown(explosion.pump()), shown(explosion.end()));
            findings.accept(new Finding(
                    Level.WARNING,
                    "backtracking",
                    directive.file(),
                    directive.line(),
                    shortened(pattern),
                    problem,
                    texts.text("check.explodes.remedy")));
        } else if (review.undecided()) {
            add(Level.NOTE, "backtracking", directive, pattern, "check.undecided", "");
        }
    }

    private @Nullable PatternReview review(String pattern) {
        try {
            return reviewed.computeIfAbsent(
                    pattern, text -> PatternReview.of(text, RegexFlag.DOT_ALL, RegexFlag.DOLLAR_END_ONLY));
        } catch (RegexSyntaxException broken) {
            return null;
        }
    }

    private void add(Level level, String kind, Directive directive, String text, String problem, String remedy) {
        findings.accept(new Finding(
                level,
                kind,
                directive.file(),
                directive.line(),
                shortened(text),
                texts.text(problem),
                remedy.isEmpty() ? "" : texts.text(remedy)));
    }

    private static String shown(ByteSlice bytes) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < bytes.length(); i++) {
            int b = bytes.at(i);
            out.append(b > 32 && b < 127 && b != '\\' ? Character.toString(b) : "\\x%02x".formatted(b));
        }
        return out.toString();
    }

    private static String shortened(String text) {
        return text.length() <= 120 ? text : text.substring(0, 119) + "…";
    }
}
