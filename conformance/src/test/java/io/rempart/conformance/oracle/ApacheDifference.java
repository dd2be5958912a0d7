package io.rempart.conformance.oracle;

import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The differences from ModSecurity 2 in Apache whose cause is known, each as narrow as its cause. */
enum ApacheDifference {
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
    NAMES_OF_JSON(
            "theirs",
            "ModSecurity 2 takes what stands before the last dot of a name for the name around it when an array or an object ends,"
                    + " and ends names at a zero byte: given the arguments as a form under the names that it makes, ours is the same",
            (difference, evidence) -> {
                Answer answer = evidence.ours().answer(ApacheJson.asForm(difference.exchange()));
                return difference.isOfType("application/json")
                        && (difference.rule() == Difference.SCORES
                                ? kindsOfScores(answer).equals(kindsOfScores(difference.theirs()))
                                : difference.isLike(answer, difference.theirs()));
            }),
    UNFINISHED_TEXT_BEHIND_JSON(
            "theirs",
            "a text without its closing quote behind the end of the document is no error: with the quote ours and theirs refuse it",
            (difference, evidence) -> difference.isOfType("application/json")
                    && difference.isOurs()
                    && difference.detail().contains("trailing garbage")
                    && ApacheJson.endsInUnfinishedText(difference.exchange().body())),
    BYTES_IN_CDATA(
            "theirs",
            "bytes that are not of the document's encoding are no error in a section CDATA: without them ours is none either",
            (difference, evidence) -> difference.isOurs()
                    && difference.exchange().body().contains("<![CDATA[")
                    && difference.detail().startsWith("REQBODY_ERROR")
                    && difference.isLike(
                            evidence.ours().answer(Rewriting.replacing(difference.exchange(), "[\u0080-\u00FF]", "x")),
                            difference.theirs())),
    BROKEN_XML(
            "by design",
            "what is no XML is looked at as text; libxml2 stops there: both refuse the body, and what we find more is in it",
            (difference, evidence) -> difference.isOurs()
                    && difference.detail().startsWith("XML")
                    && Stream.of(difference.ours(), difference.theirs())
                            .allMatch(answer -> answer.rules().containsKey(9_900_003L))),
    URI_WITHOUT_PATH(
            "theirs",
            "a URI that begins with the query is / to REQUEST_URI, without the query: what ours found is in it, or ours looks at"
                    + " REQUEST_URI once more",
            (difference, evidence) -> difference.exchange().uri().startsWith("?")
                    && difference.isOurs()
                    && (difference.rule() == Difference.SCORES
                            ? isHigherByFives(difference)
                            : difference.detail().startsWith("REQUEST_URI "))),
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
                    && difference.detail().matches("(?s).+? @pm(?:FromFile)? .*")
                    && holdsItsPhrase(difference.detail())),
    UTF8_CHANGE_UNTOLD(
            "theirs",
            "t:utf8toUnicode drops bytes that are no UTF-8 and does not say so, so a rule with multiMatch does not look at what is"
                    + " left: with a letter in their place ours finds nothing either",
            (difference, evidence) -> hasMultiMatch(difference)
                    && isLikeWithout("[\u0080-\u00FF]|%[89A-Fa-f][0-9A-Fa-f]", "x", difference, evidence)),
    ZERO_BYTE_ENDS_UTF8(
            "theirs",
            "t:utf8toUnicode drops everything behind a zero byte and does not say so, so an attack hides behind %00, and a rule with"
                    + " multiMatch looks once less: without the zero byte, with a letter in its place or without what stands"
                    + " behind it ours says the same",
            (difference, evidence) -> hasMultiMatch(difference)
                    && (isLikeWithout(Known.ZERO, "", difference, evidence)
                            || isLikeWithout(Known.ZERO, "x", difference, evidence)
                            || isLikeWithout("%00[^&]*|\\\\u0000[^\"]*|\0[^<]*", "", difference, evidence))),
    ZERO_BYTE_ENDS_CMD_LINE(
            "theirs",
            "t:cmdLine drops everything behind a zero byte, so a command hides behind %00: what ours found lies there",
            (difference, evidence) -> difference.isOurs()
                    && difference.rule() / 1000 == Known.COMMANDS
                    && liesBehindZeroByte(difference.detail())),
    ZERO_BYTE_IN_MATCHED_VARS(
            "theirs",
            "MATCHED_VARS of a value with a zero byte holds what lies in memory behind it",
            (difference, evidence) ->
                    difference.isOurs() && difference.detail().matches("(?s)MATCHED_VARS:.* \\[.*\u0000.*")),
    OLDER_LIBINJECTION(
            "theirs",
            "its libinjection takes any attribute on… for an event; ours is the release after, with a list of events",
            (difference, evidence) -> !difference.isOurs()
                    && difference.rule() == 941_100
                    && difference.detail().matches("(?is).*found within .*[\\s/\"'`<>=]on[a-z]+\\s*=.*")),
    CMD_LINE_ALWAYS_CHANGES(
            "theirs",
            "t:cmdLine says that it has changed the value when it has not, so a rule with multiMatch looks at the same value"
                    + " twice and adds to the scores twice: 930110 alone has both, and by its score theirs are higher",
            (difference, evidence) -> difference.rule() == Difference.SCORES
                    && difference.ours().rules().containsKey(930_110L)
                    && higherBy(difference, Known.LFI) > 0
                    && higherBy(difference, Known.LFI) % 5 == 0),
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
                    && difference.detail().length() > Known.LONG_NAME
                    && evidence.cutLines().stream()
                            .anyMatch(line -> line.contains(" at " + plainStart(difference.detail()))));

    /** Where a kind of score stands among all, and what else is known by a value; an enum's constants can't look ahead at its own. */
    private static final class Known {
        static final int SQL = 1;
        static final int LFI = 4;
        static final int COMMANDS = 932;
        static final String ZERO = "%00|\\\\u0000|\0";
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

    /** Whether a rule with multiMatch behind t:utf8toUnicode differs, by itself or in its score. */
    private static boolean hasMultiMatch(Difference difference) {
        return difference.isOurs()
                && (difference.rule() == 942_100
                        || difference.rule() == 930_110
                        || difference.rule() == Difference.SCORES);
    }

    /** */
    private static boolean isLikeWithout(String pattern, String by, Difference difference, Evidence evidence) {
        Answer answer = evidence.ours().answer(Rewriting.replacing(difference.exchange(), pattern, by));
        return difference.rule() == Difference.SCORES
                ? IntStream.of(Known.SQL, Known.LFI)
                        .anyMatch(kind -> higherBy(difference, kind) < 0
                                && score(answer, kind) < score(difference.ours(), kind)
                                && score(answer, kind) <= score(difference.theirs(), kind))
                : difference.isLike(answer, difference.theirs());
    }

    private static int score(Answer answer, int kind) {
        return Integer.parseInt(answer.scores().split(" ")[kind]);
    }

    /** The scores but their sum, in which an error of the body counts. */
    private static String kindsOfScores(Answer answer) {
        return answer.scores().substring(answer.scores().indexOf(' '));
    }

    private static boolean isHigherByFives(Difference difference) {
        int more = score(difference.ours(), 0) - score(difference.theirs(), 0);
        return more > 0 && more % 5 == 0;
    }

    /** Whether the value that ours shows has a zero byte, and what was found is not before it. */
    private static boolean liesBehindZeroByte(String detail) {
        Matcher match = Pattern.compile("\\[(.*?)] Matched Data: (.+?) found within ", Pattern.DOTALL)
                .matcher(detail);
        if (!match.find()) {
            return false;
        }
        int zero = match.group(1).indexOf('\0');
        return zero >= 0 && !match.group(1).substring(0, zero).contains(match.group(2));
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
        return text.substring(0, Math.min(end, Known.LONG_NAME));
    }

    private static boolean holdsItsPhrase(String detail) {
        Matcher phrase = Pattern.compile("\\[(.*)] Matched Data: (.+?) found within ", Pattern.DOTALL)
                .matcher(detail);
        return phrase.find()
                && phrase.group(1)
                        .toLowerCase(Locale.ROOT)
                        .contains(phrase.group(2).toLowerCase(Locale.ROOT));
    }
}
