package io.rempart.conformance.oracle;

import io.rempart.engine.body.BodyLimits;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The differences from ModSecurity 2 in Apache whose cause is known, each as narrow as its cause. */
enum ApacheDifference {
    JSON_NAMES(
            "by design",
            "921180 counts names: ModSecurity 2 names the values of a JSON body without `json` before them and the"
                    + " elements of an array alike, so they are equal to each other or to one of the query; ours are named as"
                    + " ModSecurity 3 names them (seen by naming them as ModSecurity 2 does)",
            (difference, evidence) -> {
                Matcher name = Pattern.compile("HTTP Parameter Pollution \\(ARGS_NAMES:(.*?)\\)\"]", Pattern.DOTALL)
                        .matcher(difference.detail());
                return !difference.isOurs()
                        && difference.rule() == 921_180
                        && isJson(difference)
                        && name.find()
                        && Collections.frequency(
                                        lower(ApacheReading.argumentNames(
                                                difference.exchange(), BodyLimits.JsonNames.V2)),
                                        name.group(1).toLowerCase(Locale.ROOT))
                                > 1;
            }),
    JSON_NAMES_COUNT(
            "by design",
            "the same, in the scores: each name that comes more than once adds 5",
            (difference, evidence) -> difference.rule() == Difference.SCORES
                    && isJson(difference)
                    && higherBy(difference, Number.HTTP)
                            == 5
                                    * (ApacheReading.repeatedNames(difference.exchange(), BodyLimits.JsonNames.V2)
                                            - ApacheReading.repeatedNames(
                                                    difference.exchange(), BodyLimits.JsonNames.V3))),
    JSON_NAMES_SEEN(
            "by design",
            "the same: rules that look at the names themselves; given the arguments as a form, under ModSecurity 2's names, ours"
                    + " is the same",
            (difference, evidence) -> isJson(difference)
                    && difference.isLike(
                            evidence.ours().answer(ApacheReading.asForm(difference.exchange())), difference.theirs())),
    PART_HEADER_BYTES(
            "by design",
            "bytes beyond ASCII in the name of a part's header are refused, as ModSecurity refuses them from 2.9.8 on: without"
                    + " them ours is the same",
            (difference, evidence) -> {
                Exchange mended = MultipartMending.mended(difference.exchange(), "contains invalid character");
                return difference.ours().rules().getOrDefault(9_900_003L, "").contains("contains invalid character")
                        && difference.isLike(evidence.ours().answer(mended), difference.theirs());
            }),
    PARTS_BEFORE_AN_ERROR(
            "by design",
            "of a multipart body that both refuse, the parts before the error are shown; ModSecurity 2 shows none: without the"
                    + " body ours is the same",
            (difference, evidence) -> difference.isOfType("multipart/form-data")
                    && (difference.isOurs() || difference.rule() == Difference.SCORES)
                    && Stream.of(difference.ours(), difference.theirs())
                            .allMatch(answer -> answer.rules().containsKey(9_900_003L))
                    && (difference.rule() == Difference.SCORES
                            || difference.isLike(
                                    evidence.ours().answer(Rewriting.body(difference.exchange(), "")),
                                    difference.theirs()))),
    BROKEN_XML(
            "by design",
            "what is no XML is looked at as text; libxml2 stops there: both refuse the body, and what we find more is in it",
            (difference, evidence) -> difference.isOurs()
                    && difference.detail().startsWith("XML")
                    && Stream.of(difference.ours(), difference.theirs())
                            .allMatch(answer -> answer.rules().containsKey(9_900_003L))),
    PATH_NORMALISED(
            "Apache's",
            "Apache decodes the path and removes its dot segments and double slashes before the second phase, so REQUEST_URI and"
                    + " what is cut from it are of another path there: given that path ours is the same",
            (difference, evidence) -> {
                Exchange read = ApacheReading.withNormalisedPath(difference.exchange());
                return !read.equals(difference.exchange())
                        && difference.isLike(evidence.ours().answer(read), difference.theirs());
            }),
    PHRASE_WITHIN_A_LONGER_ONE(
            "theirs",
            "@pmFromFile misses a phrase that begins within a longer one that does not end: of /etc/passwd and etc/etcd, neither"
                    + " is found in etc/etc/passwd; our value holds the phrase",
            (difference, evidence) -> difference.isOurs()
                    && difference.detail().matches("(?s)\\S+ @pm(?:FromFile)? .*")
                    && holdsItsPhrase(difference.detail())),
    UTF8_CHANGE_UNTOLD(
            "theirs",
            "t:utf8toUnicode drops bytes that are no UTF-8 and does not say so, so a rule with multiMatch does not look at what is"
                    + " left: with a letter in their place ours finds nothing either",
            (difference, evidence) -> difference.isOurs()
                    && (difference.rule() == 942_100
                            || difference.rule() == 930_110
                            || difference.rule() == Difference.SCORES)
                    && difference.isLike(
                            evidence.ours()
                                    .answer(Rewriting.replacing(
                                            difference.exchange(), "[\u0080-\u00FF]|%[89a-f][0-9a-f]", "x")),
                            difference.theirs())),
    ZERO_BYTE_IN_MATCHED_VARS(
            "theirs",
            "MATCHED_VARS of a value with a zero byte holds what lies in memory behind it",
            (difference, evidence) ->
                    difference.isOurs() && difference.detail().matches("(?s)MATCHED_VARS:.* \\[.*\u0000.*")),
    CMD_LINE_ALWAYS_CHANGES(
            "theirs",
            "t:cmdLine says that it has changed the value when it has not, so a rule with multiMatch looks at the same value"
                    + " twice and adds to the scores twice: 930110 alone has both, and by its score theirs are higher",
            (difference, evidence) -> difference.rule() == Difference.SCORES
                    && difference.ours().rules().containsKey(930_110L)
                    && higherBy(difference, Number.LFI) > 0
                    && higherBy(difference, Number.LFI) % 5 == 0),
    PCRE_LIMITS(
            "theirs",
            "the library's backtracking reached SecPcreMatchLimit, so the rule is logged with an error and finds nothing; ours"
                    + " is linear",
            (difference, evidence) ->
                    !difference.isOurs() && difference.detail().contains("Execution error - PCRE limits exceeded")),
    PCRE_LIMITS_FLAG(
            "theirs",
            "the flag that the same leaves, which 200005 looks at",
            (difference, evidence) -> !difference.isOurs()
                    && difference.rule() == 200_005
                    && difference.detail().contains("TX:MSC_PCRE_LIMITS_EXCEEDED")),
    LINE_CUT(
            "theirs",
            "the log line of the rule is cut before its id, because the name of the variable is long",
            (difference, evidence) -> difference.isOurs()
                    && difference.detail().length() > Number.LONG_NAME
                    && evidence.cutLines().stream()
                            .anyMatch(line -> line.contains(" at " + plainStart(difference.detail()))));

    /** Where a kind of score stands among all, and other numbers; an enum's constants can't look ahead at its own. */
    private static final class Number {
        static final int LFI = 4;
        static final int HTTP = 7;
        static final int LONG_NAME = 250;
    }

    /** What a supposed cause is put to the test with: our engine, and the log lines without an id. */
    record Evidence(Probe.Side ours, List<String> cutLines) {}

    /** Whose doing a difference is: {@code theirs}, {@code by design} or {@code Apache's}. */
    final String origin;

    final String reason;
    private final BiPredicate<Difference, Evidence> explains;

    ApacheDifference(String origin, String reason, BiPredicate<Difference, Evidence> explains) {
        this.origin = origin;
        this.reason = reason;
        this.explains = explains;
    }

    boolean explains(Difference difference, Evidence evidence) {
        return explains.test(difference, evidence);
    }

    private static boolean isJson(Difference difference) {
        String type = difference.exchange().header("Content-Type");
        return type != null && type.toLowerCase(Locale.ROOT).contains("json");
    }

    /**
     * By how much theirs are higher in all and in one kind of score, when by the same in both and in no other; 0 when not so. The
     * scores are: all, SQL, XSS, RFI, LFI, RCE, PHP, HTTP, session.
     */
    private static int higherBy(Difference difference, int kind) {
        String[] ours = difference.ours().scores().split(" ");
        String[] theirs = difference.theirs().scores().split(" ");
        int more = Integer.parseInt(theirs[kind]) - Integer.parseInt(ours[kind]);
        for (int i = 0; i < ours.length; i++) {
            int expected = i == 0 || i == kind ? more : 0;
            if (Integer.parseInt(theirs[i]) - Integer.parseInt(ours[i]) != expected) {
                return 0;
            }
        }
        return more;
    }

    /** What the log writes as it is: printable, no quote, no backslash. */
    private static String plainStart(String text) {
        int end = 0;
        while (end < text.length()
                && text.charAt(end) >= ' '
                && text.charAt(end) < 0x7F
                && "\"\\".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return text.substring(0, Math.min(end, Number.LONG_NAME));
    }

    private static boolean holdsItsPhrase(String detail) {
        Matcher phrase = Pattern.compile("\\[(.*)] Matched Data: (.+?) found within ", Pattern.DOTALL)
                .matcher(detail);
        return phrase.find()
                && phrase.group(1)
                        .toLowerCase(Locale.ROOT)
                        .contains(phrase.group(2).toLowerCase(Locale.ROOT));
    }

    private static List<String> lower(List<String> names) {
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    }
}
