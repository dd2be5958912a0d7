package io.rempart.conformance.oracle;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The differences whose cause is known, each as narrow as its cause. What none of them explains fails the comparison. The same
 * reasons stand in {@code docs/conformance.md}.
 */
enum KnownDifference {
    REPORT_IN_LOGGING_PHASE(
            Origin.THEIRS,
            "980170 reports in phase 5; the library has no log line for a rule with noauditlog (override of the Core Rule"
                    + " Set's tests for libmodsecurity)",
            (difference, probe) -> difference.isOurs() && difference.rule() == 980170),
    STALE_MATCHED_VARIABLES(
            Origin.THEIRS,
            "MATCHED_VARS still holds what earlier rules matched (ModSecurity issue 3382, mended by 3422): asked alone, the"
                    + " rule is the same in both",
            (difference, probe) -> !difference.isOurs()
                    && difference.detail().contains("against variable `MATCHED_VARS:")
                    && agreeAlone(difference, probe, difference.rule())),
    FIRST_LINK_LOGGED(
            Origin.THEIRS,
            "a chain is logged with its first link although a later one failed (override of the Core Rule Set's tests for"
                    + " libmodsecurity: 942131); it leaves no score",
            (difference, probe) -> !difference.isOurs()
                    && difference.rule() == 942_131
                    && difference.detail().contains("Matched \"Operator `Rx' with parameter `")
                    && sameScoresAlone(difference, probe)),
    CAPTURES_IN_HASH_ORDER(
            Origin.THEIRS,
            "the next link reads what the last matching value captured; the library walks a collection in the order of its"
                    + " hash table, we in the order of the request as ModSecurity 2: with another order ours is the same",
            (difference, probe) -> probe.text(difference.rule()).matches("(?s).*\\bTX:\\d.*")
                    && Rewriting.inOtherOrders(difference.exchange()).stream()
                            .anyMatch(other -> readsAs(difference, probe, exchange -> other))),
    ABSOLUTE_URI(
            Origin.THEIRS,
            "an absolute URI stays whole in REQUEST_FILENAME and REQUEST_BASENAME; ModSecurity 2 and we take its path: given"
                    + " the path, the library is the same",
            (difference, probe) -> !difference.isOurs()
                    && difference.exchange().uri().matches("(?s)[A-Za-z]+://.*")
                    && difference.detail().matches("(?s).*(?:REQUEST_FILENAME|REQUEST_BASENAME).*")
                    && isMended(difference, probe, Rewriting::withPathOfUri)),
    URI_BEHIND_NO_SCHEME(
            Origin.THEIRS,
            "REQUEST_URI begins behind the host when :// stands in the URI, whatever is before it; ours does so behind a scheme:"
                    + " given the path, ours is the same",
            (difference, probe) -> difference.isOurs()
                    && difference.exchange().uri().matches("(?s)[^/?]*[^A-Za-z/?][^/?]*://.*")
                    && difference.detail().startsWith("REQUEST_URI ")
                    && readsAs(difference, probe, Rewriting::withPathOfUri)),
    EMPTY_XML(
            Origin.THEIRS,
            "no body at all, but a media type of XML, is a parser error (ModSecurity issue 2279)",
            (difference, probe) -> !difference.isOurs()
                    && difference.rule() == 9_900_003
                    && difference.exchange().body().isEmpty()
                    && isXml(difference)),
    LINE_BREAKS_IN_FORM_DATA(
            Origin.THEIRS,
            "the library drops the line breaks inside a field of multipart/form-data, so its rules see other text: without"
                    + " them ours is the same",
            (difference, probe) -> difference.isOfType("multipart/form-data")
                    && difference.rule() != Difference.SCORES
                    && readsAs(difference, probe, Rewriting::withoutLineBreaksInParts)),
    LAST_BOUNDARY_WITHOUT_LINE_END(
            Origin.THEIRS,
            "MULTIPART_UNMATCHED_BOUNDARY stays 1 when the last boundary has no line end behind it, becomes 2 when it has"
                    + " one: with it the library is the same",
            (difference, probe) -> !difference.isOurs()
                    && difference.rule() == 9_900_005
                    && isMended(difference, probe, exchange -> Rewriting.body(exchange, exchange.body() + "\r\n"))),
    URI_WITHOUT_SLASH(
            Origin.THEIRS,
            "a URI without any slash has no REQUEST_BASENAME in the library; all of it is one to us: with a slash before it"
                    + " the library is the same",
            (difference, probe) ->
                    !difference.exchange().uri().split("\\?", 2)[0].contains("/")
                            && (difference.rule() == Difference.SCORES
                                    || difference.isOurs()
                                            && probe.text(difference.rule()).contains("REQUEST_BASENAME"))
                            && isMended(difference, probe, exchange -> exchange.withUri("/" + exchange.uri()))),
    URI_WITHOUT_SLASH_COUNTS(
            Origin.THEIRS,
            "the same, in the scores: without the rules that look at the URI both score the same",
            (difference, probe) -> difference.rule() == Difference.SCORES
                    && !difference.exchange().uri().split("\\?", 2)[0].contains("/")
                    && !onUri(difference, probe).isEmpty()
                    && agreeWithout(difference, probe, onUri(difference, probe))),
    EMPTY_FILENAME(
            Origin.THEIRS,
            "a part with filename=\"\" is a field to the library, a file to ModSecurity 2 and us: without it ours is the same",
            (difference, probe) -> difference.isOfType("multipart/form-data")
                    && difference.rule() != Difference.SCORES
                    && readsAs(difference, probe, Rewriting::withoutEmptyFilenames)),
    NUL_ENDS_CSS_DECODE(
            Origin.THEIRS,
            "t:cssDecode drops everything behind a zero byte, so an attack hides behind %00: with t:removeNulls before it"
                    + " the library finds the same",
            (difference, probe) -> difference.isOurs()
                    && probe.text(difference.rule()).contains("t:cssDecode")
                    && difference.isLike(
                            probe.withoutZeroBytesBeforeCssDecode(difference.rule())
                                    .theirs()
                                    .answer(difference.exchange()),
                            difference.ours())),
    NUL_ENDS_CSS_DECODE_COUNTS(
            Origin.THEIRS,
            "the same, in the scores",
            (difference, probe) -> difference.rule() == Difference.SCORES
                    && hasZeroByte(difference)
                    && difference.isLike(
                            probe.withoutZeroBytesBeforeCssDecode(0).theirs().answer(difference.exchange()),
                            probe.withoutZeroBytesBeforeCssDecode(0).ours().answer(difference.exchange()))),
    HEADER_TWICE(
            Origin.THEIRS,
            "of a header that was sent twice, a macro takes the last one and the first comes last in its hash table;"
                    + " ModSecurity 2 and we keep the order: with one of them alone ours is the same",
            (difference, probe) -> difference.rule() == 931_130 && isOneOf(difference, probe, "Host")
                    || difference.rule() == 920_420 && isOneOf(difference, probe, "Content-Type")),
    LINE_BREAKS_IN_CDATA(
            Origin.THEIRS,
            "a section CDATA keeps CR LF; XML 1.0 (2.11) makes it one LF: given LF, the library is the same",
            (difference, probe) -> isXml(difference) && isMended(difference, probe, Rewriting::withLineFeedsInCdata)),
    MORE_SCORES_WITH_STALE_VARIABLES(
            Origin.THEIRS,
            "each stale variable that a chain finds in MATCHED_VARS adds to the scores again (ModSecurity issue 3382): only"
                    + " such chains add more often, and asked alone each adds the same",
            (difference, probe) -> difference.rule() == Difference.SCORES
                    && probe.isOfAllRules()
                    && isOfStaleVariablesAlone(difference, probe)),
    LINE_BREAKS_IN_FORM_DATA_COUNT(
            Origin.THEIRS,
            "the line breaks that the library drops, in the scores",
            (difference, probe) -> difference.rule() == Difference.SCORES
                    && difference.isOfType("multipart/form-data")
                    && readsAs(difference, probe, Rewriting::withoutLineBreaksInParts)),
    EMPTY_FILENAME_COUNTS(
            Origin.THEIRS,
            "the part with filename=\"\", in the scores",
            (difference, probe) -> difference.rule() == Difference.SCORES
                    && difference.isOfType("multipart/form-data")
                    && readsAs(difference, probe, Rewriting::withoutEmptyFilenames)),
    MISSING_LAST_BOUNDARY(
            Origin.BY_DESIGN,
            "without the last boundary the library shows no part at all; we show those that are whole: with the boundary the"
                    + " library finds the same",
            (difference, probe) -> difference.isOfType("multipart/form-data")
                    && error(difference.theirs()).contains("Final boundary missing")
                    && error(difference.ours()).contains("Final boundary missing")
                    && isMended(
                            difference,
                            probe,
                            exchange -> MultipartMending.mended(exchange, "Final boundary missing"))),
    EMPTY_PART_NAME(
            Origin.BY_DESIGN,
            "a part with name=\"\" has no name to the library, which refuses the body and shows none of its parts; it is an"
                    + " argument to us: with a name both find the same",
            (difference, probe) -> difference.isOfType("multipart/form-data")
                    && difference.exchange().body().contains("name=\"\"")
                    && error(difference.ours()).isEmpty()
                    && agreeWhenMended(
                            difference, probe, MultipartMending.mended(difference.exchange(), "missing name"))),
    BROKEN_MULTIPART(
            Origin.BY_DESIGN,
            "a body that either engine refuses: the library goes on behind the error; we stop there, show the parts before, and"
                    + " refuse what later releases do (a header twice, bytes beyond ASCII in its name): with what their messages"
                    + " name taken out, both find the same",
            (difference, probe) -> difference.isOfType("multipart/form-data")
                    && Stream.of(9_900_003L, 9_900_004L).anyMatch(difference::hasEither)
                    && agreeWhenMended(difference, probe, difference.exchange())),
    BROKEN_XML(
            Origin.BY_DESIGN,
            "what is no XML is looked at as text, and behind bytes that are not of its encoding we go on reading; libxml2"
                    + " stops there: both refuse the body, and what we find more is in it",
            (difference, probe) -> isXml(difference)
                    && !error(difference.ours()).isEmpty()
                    && !error(difference.theirs()).isEmpty()
                    && (difference.rule() <= 0
                            || difference.isOurs() && difference.detail().contains("XML:"))
                    && (readsAs(difference, probe, exchange -> Rewriting.body(exchange, ""))
                            || isOfXmlAlone(difference, probe))),
    BYTES_IN_CDATA(
            Origin.THEIRS,
            "bytes that are not of the document's encoding are no error in a section CDATA or in an attribute: without them"
                    + " ours is none either",
            (difference, probe) -> difference.isOurs()
                    && isXml(difference)
                    && difference.rule() == 9_900_003
                    && readsAs(difference, probe, exchange -> Rewriting.replacing(exchange, "[\u0080-\u00FF]", "x"))),
    DECODED_URI(
            Origin.THEIRS,
            "REQUEST_URI and what is cut from it are of the decoded URI, cut at the first ? that decoding made"
                    + " (CVE-2024-1019, mended in 3.0.12): given the decoded URI, ours is the same",
            (difference, probe) -> difference.exchange().uri().contains("%")
                    && (difference.isOurs()
                            ? difference.detail().matches("(?s)REQUEST_(?:FILENAME|BASENAME|URI) .*")
                            : difference
                                    .detail()
                                    .matches("(?s).*against variable `REQUEST_(?:FILENAME|BASENAME|URI)'.*"))
                    && (readsAs(difference, probe, Rewriting::withDecodedUri)
                            || readsAs(difference, probe, Rewriting::withPathCutBehindDecoding))),
    DECODED_URI_COUNTS(
            Origin.THEIRS,
            "the same: rules that look at REQUEST_URI beside the arguments find it once more and add to the scores; without"
                    + " these rules both score the same",
            (difference, probe) -> difference.rule() == Difference.SCORES
                    && difference.exchange().uri().contains("%")
                    && !onUri(difference, probe).isEmpty()
                    && (agreeWithout(difference, probe, onUri(difference, probe))
                            || readsAs(difference, probe, Rewriting::withDecodedUri))),
    PHRASE_WITHIN_A_LONGER_ONE(
            Origin.THEIRS,
            "@pm misses a phrase that begins within a longer one that does not end: of secrets.yml and .env, neither is found"
                    + " in secrets.env; set apart from what stands before it, the library finds it",
            (difference, probe) -> difference.isOurs()
                    && difference.detail().matches("(?s).+? @pm(?:FromFile)? .*")
                    && isMended(difference, probe, exchange -> Rewriting.settingApart(exchange, difference.detail()))),
    OLDER_LIBINJECTION(
            Origin.THEIRS,
            "its libinjection takes any attribute on… for an event; ours is the release after, with a list of events: with"
                    + " another word the library is the same",
            (difference, probe) ->
                    (!difference.isOurs() && (difference.rule() == 941_100 || difference.rule() == 941_101)
                                    || difference.rule() == Difference.SCORES && difference.hasEither(941_100))
                            && isMended(
                                    difference,
                                    probe,
                                    exchange -> Rewriting.replacing(exchange, "(?:o|%6f|%4f)(?:n|%6e|%4e)", "xn"))),
    BYTE_FF_ENDS_XSS(
            Origin.THEIRS,
            "libinjection takes the byte FF before an attribute's value for the end of the text (a signed char of -1): with"
                    + " FE in its place the library is the same",
            (difference, probe) -> difference.isOurs()
                    && (difference.rule() == 941_100 || difference.rule() == 941_101)
                    && isMended(difference, probe, exchange -> Rewriting.replacing(exchange, "\u00FF|%ff", "\u00FE"))),
    BROKEN_JSON(
            Origin.BY_DESIGN,
            "of JSON with an error, the values before it are arguments; the two parsers notice an error one token apart: with"
                    + " the body cut before that token ours is the same",
            (difference, probe) -> isJson(difference)
                    && !error(difference.ours()).isEmpty()
                    && !error(difference.theirs()).isEmpty()
                    && Rewriting.cutAtTokens(difference.exchange()).stream()
                            .anyMatch(cut -> readsAs(difference, probe, exchange -> cut))),
    OPEN_STRING_BEHIND_JSON(
            Origin.THEIRS,
            "a string without end behind the document is no error to its parser, yajl: without it ours finds none either",
            (difference, probe) -> difference.isOurs()
                    && isJson(difference)
                    && difference.rule() == 9_900_003
                    && Rewriting.cutAtTokens(difference.exchange()).stream()
                            .anyMatch(cut -> readsAs(difference, probe, exchange -> cut))),
    SCORES_RULE_BY_RULE(
            Origin.THEIRS,
            "the rules that add to the scores another number of times do so alone as well, each for a cause of this table, or find"
                    + " stale variables",
            KnownDifference::isOfExplainedRules),
    SEVERAL_CAUSES(
            Origin.THEIRS,
            "what a cause of this table needs is there, and the test of that cause alone does not settle it, mostly because two"
                    + " of them act; no more than one request of a hundred may be here",
            KnownDifference::mayHaveSeveralCauses);

    private static final int MOST_ERRORS = 12;

    /** Whose doing a difference is. */
    enum Origin {
        THEIRS,
        BY_DESIGN
    }

    final Origin origin;
    final String reason;
    private final BiPredicate<Difference, Probe> explains;

    KnownDifference(Origin origin, String reason, BiPredicate<Difference, Probe> explains) {
        this.origin = origin;
        this.reason = reason;
        this.explains = explains;
    }

    boolean explains(Difference difference, Probe probe) {
        return explains.test(difference, probe);
    }

    private static boolean mayHaveSeveralCauses(Difference difference, Probe probe) {
        String rule = probe.text(difference.rule());
        boolean scores = difference.rule() == Difference.SCORES;
        boolean staleVariables = scores
                ? probe.onMatchedVariables().stream().anyMatch(difference::hasEither)
                : !difference.isOurs() && rule.contains("SecRule MATCHED_VARS");
        boolean decoded = difference.exchange().uri().contains("%")
                && (scores || rule.matches("(?s).*\\bREQUEST_(?:URI|FILENAME|BASENAME)[| ].*"));
        boolean zeroBytes = hasZeroByte(difference) && (scores || difference.isOurs() && rule.contains("t:cssDecode"));
        boolean body = scores || rule.matches("(?s).*(?:ARGS|FILES|MULTIPART|XML:|TX:|REQBODY_ERROR).*");
        return staleVariables
                || decoded
                || zeroBytes
                || rule.matches("(?s).*\\bTX:\\d.*")
                || difference.isOfType("multipart/form-data") && body
                || (isXml(difference) || isJson(difference)) && difference.hasEither(9_900_003L) && body
                || difference.isOurs() && rule.contains("@pm") && hasOwnPhrase(difference);
    }

    private static boolean hasOwnPhrase(Difference difference) {
        return difference.detail().matches("(?s).+? @pm(?:FromFile)? .*Matched Data: .*");
    }

    private static boolean isOfExplainedRules(Difference difference, Probe probe) {
        if (difference.rule() != Difference.SCORES || !probe.isOfAllRules()) {
            return false;
        }
        Set<Long> rules = Scores.differing(difference.exchange(), probe);
        return !rules.isEmpty()
                && rules.stream()
                        .allMatch(
                                rule -> probe.onMatchedVariables().contains(rule) && agreeAlone(difference, probe, rule)
                                        || isExplainedAlone(difference, rule, probe));
    }

    private static boolean isOfStaleVariablesAlone(Difference difference, Probe probe) {
        Set<Long> rules = Scores.differing(difference.exchange(), probe);
        return !rules.isEmpty()
                && probe.onMatchedVariables().containsAll(rules)
                && rules.stream().allMatch(rule -> agreeAlone(difference, probe, rule));
    }

    private static boolean isExplainedAlone(Difference difference, long rule, Probe probe) {
        Probe.Pair alone = probe.alone(rule);
        Answer ours = alone.ours().answer(difference.exchange());
        Answer theirs = alone.theirs().answer(difference.exchange());
        Difference scores = new Difference(
                difference.number(), difference.exchange(), ours, theirs, Difference.SCORES, true, ours.scores());
        return Stream.of(values()).anyMatch(cause -> cause.explains(scores, new LoneProbe(probe, rule)));
    }

    /** What an engine says of the request's body; empty when it takes it. */
    private static String error(Answer answer) {
        return answer.rules().getOrDefault(9_900_003L, "");
    }

    /** Whether both say the same when what they refuse the multipart body for is taken out of it, error by error. */
    private static boolean agreeWhenMended(Difference difference, Probe probe, Exchange first) {
        Exchange exchange = first;
        for (int round = 0; round < MOST_ERRORS; round++) {
            Answer ours = probe.same().ours().answer(exchange);
            Answer theirs = probe.same().theirs().answer(exchange);
            if (difference.isLike(ours, theirs)) {
                return true;
            }
            Exchange mended = MultipartMending.mended(exchange, error(ours));
            if (mended.equals(exchange)) {
                mended = MultipartMending.mended(exchange, error(theirs));
            }
            if (mended.equals(exchange)) {
                return false;
            }
            exchange = mended;
        }
        return false;
    }

    /** Whether what adds to the scores another number of times looks at XML, and we see more of it. */
    private static boolean isOfXmlAlone(Difference difference, Probe probe) {
        Set<Long> rules = difference.rule() == Difference.SCORES && probe.isOfAllRules()
                ? Scores.differing(difference.exchange(), probe)
                : Set.of();
        return !rules.isEmpty()
                && rules.stream().allMatch(rule -> probe.text(rule).contains("XML:"));
    }

    /** Our engine, given the exchange as the library reads it, answers as the library does. */
    private static boolean readsAs(Difference difference, Probe probe, UnaryOperator<Exchange> reading) {
        Exchange changed = reading.apply(difference.exchange());
        return !changed.equals(difference.exchange())
                && difference.isLike(probe.same().ours().answer(changed), difference.theirs());
    }

    /** The library, given the exchange without what it reads wrong, answers as our engine does. */
    private static boolean isMended(Difference difference, Probe probe, UnaryOperator<Exchange> mending) {
        Exchange changed = mending.apply(difference.exchange());
        return !changed.equals(difference.exchange())
                && difference.isLike(probe.same().theirs().answer(changed), difference.ours());
    }

    /** Both agree when only the rules are asked that are not these. */
    private static boolean agreeWithout(Difference difference, Probe probe, Set<Long> rules) {
        Probe.Pair pair = probe.without(rules);
        return difference.isLike(
                pair.ours().answer(difference.exchange()), pair.theirs().answer(difference.exchange()));
    }

    /** Both agree about a rule that is asked alone, and about the scores that it leaves. */
    private static boolean agreeAlone(Difference difference, Probe probe, long rule) {
        Probe.Pair pair = probe.alone(rule);
        Answer ours = pair.ours().answer(difference.exchange());
        Answer theirs = pair.theirs().answer(difference.exchange());
        return ours.rules().containsKey(rule) == theirs.rules().containsKey(rule)
                && ours.scores().equals(theirs.scores());
    }

    private static boolean isXml(Difference difference) {
        String type = difference.exchange().header("Content-Type");
        return type != null && type.toLowerCase(Locale.ROOT).contains("xml");
    }

    private static boolean isJson(Difference difference) {
        String type = difference.exchange().header("Content-Type");
        return type != null && type.toLowerCase(Locale.ROOT).contains("json");
    }

    /** The rules that matched and look at REQUEST_URI or what is cut from it. */
    private static Set<Long> onUri(Difference difference, Probe probe) {
        Set<Long> rules = new TreeSet<>(difference.ours().rules().keySet());
        rules.addAll(difference.theirs().rules().keySet());
        rules.removeIf(rule -> !probe.text(rule).matches("(?s).*\\bREQUEST_(?:URI|FILENAME|BASENAME)[| ].*"));
        return rules;
    }

    /** Whether the library's chain, asked alone, leaves the scores that ours leaves. */
    private static boolean sameScoresAlone(Difference difference, Probe probe) {
        Probe.Pair pair = probe.alone(difference.rule());
        return pair.ours()
                .answer(difference.exchange())
                .scores()
                .equals(pair.theirs().answer(difference.exchange()).scores());
    }

    /** Whether the request holds a zero byte, or what the decoding transformations make one of. */
    private static boolean hasZeroByte(Difference difference) {
        String text = difference.exchange().toString();
        for (int round = 0; round < 4; round++) {
            if (text.indexOf(0) >= 0 || text.contains("\\0") || text.contains("u0000") || text.contains("x00")) {
                return true;
            }
            text = Mutation.decoded(text);
        }
        return false;
    }

    private static boolean isOneOf(Difference difference, Probe probe, String header) {
        return Rewriting.withOneOf(difference.exchange(), header).stream()
                .anyMatch(one -> readsAs(difference, probe, exchange -> one));
    }
}
