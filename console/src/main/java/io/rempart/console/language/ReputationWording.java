package io.rempart.console.language;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a public database and its client say in English, in the language of the page where it is known: the kinds of use that
 * AbuseIPDB distinguishes (docs.abuseipdb.com, "usageType"), and why there is no newer answer. What is not known stays as it is.
 */
public final class ReputationWording {
    /** The kinds of use, as keys. */
    static final List<String> USES = List.of(
            "commercial",
            "organization",
            "government",
            "military",
            "university-college-school",
            "library",
            "content-delivery-network",
            "fixed-line-isp",
            "mobile-isp",
            "data-center-web-hosting-transit",
            "search-engine-spider",
            "reserved");

    /** How sentences of the client begin, or are; each with the key of its message. */
    private enum Sentence {
        ALLOWANCE("Today's allowance of AbuseIPDB is used up, or the service asked to wait\\.(?: (.*))?"),
        LATE("AbuseIPDB did not answer in time\\."),
        UNREACHABLE("AbuseIPDB can't be reached: (\\w+)\\."),
        UNREADABLE("AbuseIPDB answered (\\d+) with something that is no JSON\\."),
        STATUS("AbuseIPDB answered (\\d+)\\."),
        KEY("The key of AbuseIPDB has characters that no key has\\. Check its file\\.");

        private final Pattern pattern;

        Sentence(String pattern) {
            this.pattern = Pattern.compile(pattern, Pattern.DOTALL);
        }
    }

    private ReputationWording() {}

    /** The keys of the reasons. */
    static List<String> reasons() {
        return List.of("allowance", "late", "unreachable", "unreadable", "status", "key");
    }

    public static String use(Wording wording, String use) {
        String key = use.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-");
        return USES.contains(key) ? wording.text("reputation.use." + key) : use;
    }

    public static String problem(Wording wording, String sentence) {
        for (Sentence one : Sentence.values()) {
            Matcher matcher = one.pattern.matcher(sentence);
            if (matcher.matches()) {
                String known = matcher.groupCount() == 0 || matcher.group(1) == null ? "" : matcher.group(1);
                String said = wording.text("reputation.problem." + one.name().toLowerCase(Locale.ROOT), known);
                boolean goesOn = one == Sentence.ALLOWANCE && !known.isBlank();
                return goesOn ? said + " " + problem(wording, known.strip()) : said;
            }
        }
        return sentence;
    }
}
