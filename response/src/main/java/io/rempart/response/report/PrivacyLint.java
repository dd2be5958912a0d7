package io.rempart.response.report;

import inet.ipaddr.IPAddress;
import io.rempart.response.report.ReportProblem.Kind;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for what must not stand in a public comment: mail addresses, tokens, own hosts and addresses, any address but the
 * reported one. AbuseIPDB's policy asks the reporter to strip whatever identifies a person. Immutable.
 */
final class PrivacyLint {
    // Each pattern is linear: one class of characters, bounded.
    private static final Pattern MAIL = Pattern.compile("@|%40");
    private static final Pattern QUERY = Pattern.compile("[?&][A-Za-z0-9_.\\[\\]-]{1,40}=");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_+=%-]{16,}");
    private static final Pattern DIGITS = Pattern.compile("[0-9]{9,}");
    private static final Pattern IPV4 = Pattern.compile("(?<![0-9.])[0-9]{1,3}(?:\\.[0-9]{1,3}){3}(?![0-9.])");
    private static final Pattern IPV6 =
            Pattern.compile("(?i)(?<![0-9a-z:])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){3,7}(?![0-9a-z:])");
    private static final Pattern SECRET =
            Pattern.compile("(?i)passw|passwd|secret|token|api.?key|authoriz|bearer|session.?id|cookie:");

    private final List<String> ownNames;
    private final List<IPAddress> ownAddresses;

    /**
     * @param ownNames hosts and words that say who we are
     * @param ownAddresses addresses and networks of ours
     */
    PrivacyLint(Collection<String> ownNames, Collection<IPAddress> ownAddresses) {
        this.ownNames = ownNames.stream()
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> name.length() >= 3)
                .toList();
        this.ownAddresses = List.copyOf(ownAddresses);
    }

    /** What is wrong with a comment about an address; empty when nothing is. */
    Optional<ReportProblem> problem(String comment, IPAddress reported) {
        if (MAIL.matcher(comment).find()) {
            return Optional.of(new ReportProblem(Kind.MAIL_ADDRESS));
        }
        if (QUERY.matcher(comment).find()) {
            return Optional.of(new ReportProblem(Kind.QUERY_STRING));
        }
        Matcher secret = SECRET.matcher(comment);
        if (secret.find()) {
            return Optional.of(new ReportProblem(Kind.SECRET, secret.group()));
        }
        if (DIGITS.matcher(comment).find()) {
            return Optional.of(new ReportProblem(Kind.LONG_NUMBER));
        }
        for (Matcher word = WORD.matcher(comment); word.find(); ) {
            if (looksLikeToken(word.group())) {
                return Optional.of(new ReportProblem(Kind.TOKEN));
            }
        }
        String lower = comment.toLowerCase(Locale.ROOT);
        for (String name : ownNames) {
            if (lower.contains(name)) {
                return Optional.of(new ReportProblem(Kind.OWN_HOST, name));
            }
        }
        return address(comment, reported, IPV4).or(() -> address(comment, reported, IPV6));
    }

    private Optional<ReportProblem> address(String comment, IPAddress reported, Pattern form) {
        for (Matcher found = form.matcher(comment); found.find(); ) {
            IPAddress address = new inet.ipaddr.IPAddressString(found.group()).getAddress();
            if (address == null || address.equals(reported)) {
                continue;
            }
            boolean own = ownAddresses.stream().anyMatch(ours -> ours.contains(address));
            return Optional.of(new ReportProblem(own ? Kind.OWN_ADDRESS : Kind.OTHER_ADDRESS));
        }
        return Optional.empty();
    }

    /** Letters with digits among them, or very long: identifiers, hashes, keys; not a word of a path. */
    static boolean looksLikeToken(String word) {
        int digits = 0;
        int upper = 0;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            digits += c >= '0' && c <= '9' ? 1 : 0;
            upper += c >= 'A' && c <= 'Z' ? 1 : 0;
        }
        boolean mixed = digits >= 2 && digits < word.length();
        boolean cased = upper >= 3 && upper < word.length() - 2 && !word.contains("-");
        return word.length() >= 40 || word.length() >= 16 && (mixed || cased || digits == word.length());
    }
}
