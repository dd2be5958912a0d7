package io.rempart.conformance.oracle;

import java.util.Locale;
import java.util.function.Predicate;
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
            difference -> difference.isOurs() && difference.rule() == 980170),
    STALE_MATCHED_VARIABLES(
            Origin.THEIRS,
            "MATCHED_VARS still holds what earlier rules matched (ModSecurity issue 3382, mended by 3422)",
            difference -> !difference.isOurs() && difference.detail().contains("against variable `MATCHED_VARS:")),
    FIRST_LINK_LOGGED(
            Origin.THEIRS,
            "a chain is logged with its first link although a later one failed (override of the Core Rule Set's tests for"
                    + " libmodsecurity: 942131)",
            difference -> !difference.isOurs() && difference.rule() == 942131),
    CAPTURES_IN_HASH_ORDER(
            Origin.THEIRS,
            "the next link reads what the last matching value captured; the library walks a collection in the order of its"
                    + " hash table, we in the order of the request as ModSecurity 2",
            difference -> difference.detail().matches("(?s)TX:\\d .*")
                    || difference.detail().matches("(?s).*against variable `TX:\\d'.*")
                    || difference.rule() == 942130),
    ABSOLUTE_URI(
            Origin.THEIRS,
            "an absolute URI stays whole in REQUEST_FILENAME and REQUEST_BASENAME; ModSecurity 2 and we take its path",
            difference -> !difference.isOurs()
                    && difference.exchange().uri().matches("(?s)[A-Za-z]+://.*")
                    && difference.detail().matches("(?s).*(?:REQUEST_FILENAME|REQUEST_BASENAME).*")),
    EMPTY_XML(
            Origin.THEIRS,
            "no body at all, but a media type of XML, is a parser error (ModSecurity issue 2279)",
            difference -> !difference.isOurs()
                    && difference.rule() == 9_900_003
                    && difference.exchange().body().isEmpty()
                    && isXml(difference)),
    LINE_BREAKS_IN_FORM_DATA(
            Origin.THEIRS,
            "the library drops the line breaks inside a field of multipart/form-data, so its rules see other text",
            difference -> difference.isOfType("multipart/form-data")
                    && difference.detail().contains("ARGS")
                    && hasLineBreakInPart(difference.exchange())),
    LAST_BOUNDARY_WITHOUT_LINE_END(
            Origin.THEIRS,
            "MULTIPART_UNMATCHED_BOUNDARY stays 1 when the last boundary has no line end behind it, becomes 2 when it has one",
            difference -> !difference.isOurs()
                    && difference.rule() == 9_900_005
                    && !difference.exchange().body().endsWith("\n")),
    URI_WITHOUT_SLASH(
            Origin.THEIRS,
            "a URI without any slash has no REQUEST_BASENAME in the library; all of it is one to us",
            difference -> !difference.exchange().uri().split("\\?", 2)[0].contains("/")
                    && (difference.rule() == Difference.SCORES
                            || difference.isOurs() && difference.detail().startsWith("REQUEST_BASENAME "))),
    EMPTY_FILENAME(
            Origin.THEIRS,
            "a part with filename=\"\" is a field to the library, a file to ModSecurity 2 and us",
            difference -> difference.isOfType("multipart/form-data")
                    && difference.exchange().body().contains("filename=\"\"")
                    && Stream.of("ARGS", "FILES", "libinjection").anyMatch(difference.detail()::contains)),
    NUL_ENDS_CSS_DECODE(
            Origin.THEIRS,
            "t:cssDecode drops everything behind a zero byte, so an attack hides behind %00",
            difference -> hasZeroByte(difference)
                    && (difference.isOurs() && difference.rule() > 0 || difference.rule() == Difference.SCORES)),
    HEADER_TWICE(
            Origin.THEIRS,
            "of a header that was sent twice, a macro takes the last one and the first comes last in its hash table;"
                    + " ModSecurity 2 and we keep the order",
            difference -> difference.rule() == 931_130 && isRepeated(difference, "Host")
                    || difference.rule() == 920_420 && isRepeated(difference, "Content-Type")),
    LINE_BREAKS_IN_CDATA(
            Origin.THEIRS,
            "a section CDATA keeps CR LF; XML 1.0 (2.11) makes it one LF",
            difference -> isXml(difference)
                    && (difference.rule() == Difference.SCORES
                            || difference.detail().contains("XML:"))
                    && difference.exchange().body().matches("(?s).*<!\\[CDATA\\[[^>]*\r\n.*")),
    MORE_SCORES_WITH_STALE_VARIABLES(
            Origin.THEIRS,
            "each stale variable that a chain finds in MATCHED_VARS adds to the scores again (ModSecurity issue 3382)",
            difference -> difference.rule() == Difference.SCORES && looksAtMatchedVariables(difference)),
    LINE_BREAKS_IN_FORM_DATA_COUNT(
            Origin.THEIRS,
            "the line breaks that the library drops, in the scores",
            difference -> difference.rule() == Difference.SCORES
                    && difference.isOfType("multipart/form-data")
                    && hasLineBreakInPart(difference.exchange())),
    EMPTY_FILENAME_COUNTS(
            Origin.THEIRS,
            "the part with filename=\"\", in the scores",
            difference -> difference.rule() == Difference.SCORES
                    && difference.isOfType("multipart/form-data")
                    && difference.exchange().body().contains("filename=\"\"")),
    BROKEN_MULTIPART(
            Origin.BY_DESIGN,
            "a body that either engine refuses: the library goes on behind the error and shows no part at all when the last"
                    + " boundary is missing; we stop there, show the parts before, and refuse what later releases do (a"
                    + " header twice, bytes beyond ASCII in its name)",
            difference -> difference.isOfType("multipart/form-data")
                    && Stream.of(9_900_003L, 9_900_004L).anyMatch(difference::hasEither)
                    && (difference.rule() > 9_900_000
                            || difference.rule() <= 0
                            || Stream.of("ARGS", "FILES", "MULTIPART", "TX:").anyMatch(difference.detail()::contains))),
    BROKEN_XML(
            Origin.BY_DESIGN,
            "what is no XML is looked at as text, and behind bytes that are not of its encoding we go on reading; libxml2"
                    + " stops there",
            difference -> isXml(difference)
                    && difference.hasEither(9_900_003L)
                    && (difference.rule() <= 0 || difference.detail().contains("XML:"))),
    BYTES_IN_CDATA(
            Origin.THEIRS,
            "bytes that are not of the document's encoding are no error in a section CDATA or in an attribute",
            difference -> difference.isOurs() && isXml(difference) && difference.rule() == 9_900_003),
    DECODED_URI(
            Origin.THEIRS,
            "REQUEST_URI and what is cut from it are of the decoded URI, cut at the first ? that decoding made"
                    + " (CVE-2024-1019, mended in 3.0.12)",
            difference -> difference.exchange().uri().contains("%")
                    && (difference.isOurs()
                            ? difference.detail().matches("(?s)REQUEST_(?:FILENAME|BASENAME|URI) .*")
                            : difference
                                    .detail()
                                    .matches("(?s).*against variable `REQUEST_(?:FILENAME|BASENAME|URI)'.*"))),
    DECODED_URI_COUNTS(
            Origin.THEIRS,
            "the same: rules that look at REQUEST_URI beside the arguments find it once more and add to the scores",
            difference -> difference.rule() == Difference.SCORES
                    && difference.exchange().uri().contains("%")
                    && Stream.of(920_460L, 920_540L, 920_220L).anyMatch(difference::hasEither)),
    PHRASE_WITHIN_A_LONGER_ONE(
            Origin.THEIRS,
            "@pm misses a phrase that begins within a longer one that does not end: of secrets.yml and .env, neither is found"
                    + " in secrets.env",
            difference -> difference.isOurs() && difference.detail().matches("(?s)\\S+ @pm(?:FromFile)? .*")),
    OLDER_LIBINJECTION(
            Origin.THEIRS,
            "its libinjection takes any attribute on… for an event; ours is the release after, with a list of events",
            difference -> (!difference.isOurs() && (difference.rule() == 941_100 || difference.rule() == 941_101)
                            || difference.rule() == Difference.SCORES && difference.hasEither(941_100))
                    && Mutation.decoded(difference.exchange().toString())
                            .toLowerCase(Locale.ROOT)
                            .matches("(?s).*\\bon[^\\s=]*[\\s=].*")),
    BYTE_FF_ENDS_XSS(
            Origin.THEIRS,
            "libinjection takes the byte FF before an attribute's value for the end of the text (a signed char of -1)",
            difference -> difference.isOurs()
                    && (difference.rule() == 941_100 || difference.rule() == 941_101)
                    && Mutation.decoded(difference.exchange().toString()).indexOf(0xFF) >= 0),
    BROKEN_JSON(
            Origin.BY_DESIGN,
            "of JSON with an error, the values before it are arguments; the two parsers notice an error one token apart",
            difference -> isJson(difference)
                    && difference.ours().rules().containsKey(9_900_003L)
                    && difference.theirs().rules().containsKey(9_900_003L)
                    && (difference.rule() == Difference.SCORES
                            || difference.detail().contains("json"))),
    OPEN_STRING_BEHIND_JSON(
            Origin.THEIRS,
            "a string without end behind the document is no error to its parser, yajl",
            difference -> difference.isOurs() && isJson(difference) && difference.rule() == 9_900_003);

    /** Whose doing a difference is. */
    enum Origin {
        THEIRS,
        BY_DESIGN
    }

    final Origin origin;
    final String reason;
    private final Predicate<Difference> explains;

    KnownDifference(Origin origin, String reason, Predicate<Difference> explains) {
        this.origin = origin;
        this.reason = reason;
        this.explains = explains;
    }

    boolean explains(Difference difference) {
        return explains.test(difference);
    }

    private static boolean isXml(Difference difference) {
        String type = difference.exchange().header("Content-Type");
        return type != null && type.toLowerCase(Locale.ROOT).contains("xml");
    }

    private static boolean isJson(Difference difference) {
        String type = difference.exchange().header("Content-Type");
        return type != null && type.toLowerCase(Locale.ROOT).contains("json");
    }

    /** Whether a rule of the Core Rule Set matched that has a link on MATCHED_VARS. */
    private static boolean looksAtMatchedVariables(Difference difference) {
        return Stream.of(
                        932_180L, 932_200L, 932_206L, 932_240L, 933_150L, 941_310L, 942_200L, 942_440L, 944_110L,
                        944_120L)
                .anyMatch(difference::hasEither);
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

    private static boolean isRepeated(Difference difference, String header) {
        return difference.exchange().headers().stream()
                        .filter(field -> field.name().equalsIgnoreCase(header))
                        .count()
                > 1;
    }

    /** Whether a part of the body has more than one line of content. */
    private static boolean hasLineBreakInPart(Exchange exchange) {
        String type = exchange.header("Content-Type");
        int at = type == null ? -1 : type.toLowerCase(Locale.ROOT).indexOf("boundary=");
        String boundary = at < 0
                ? ""
                : type.substring(at + "boundary=".length())
                        .replaceAll("[\";].*|\"", "")
                        .strip();
        boolean inContent = false;
        int contentLines = 0;
        for (String line : exchange.body().split("\n", -1)) {
            if (line.startsWith("--" + boundary)) {
                inContent = false;
                contentLines = 0;
            }
            contentLines += inContent ? 1 : 0;
            if (contentLines > 1) {
                return true;
            }
            inContent |= line.isEmpty() || line.equals("\r");
        }
        return false;
    }
}
