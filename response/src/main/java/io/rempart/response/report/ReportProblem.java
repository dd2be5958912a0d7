package io.rempart.response.report;

import io.rempart.response.RempartResponseException;

/** Why something can't be reported so. The kind is for programs and translations, the message is a sentence in English. */
public final class ReportProblem extends RempartResponseException {
    private static final long serialVersionUID = 1;

    /** The kinds, with their sentences; {@code %s} stands for the detail. */
    public enum Kind {
        CLASS("A source of the class '%s' is not reported."),
        NOT_PUBLIC("%s is not a public address."),
        OURS("%s is an address of ours, or one that is guarded."),
        TOO_OLD("What is older than 60 days is not reported."),
        IN_THE_FUTURE("Its events lie in the future: check the clock and the time zone of the log source."),
        MAIL_ADDRESS("The comment would be public, and may hold a mail address: take it out."),
        QUERY_STRING("The comment would be public, and holds a query string: take it out."),
        SECRET("The comment would be public, and speaks of a secret ('%s'): take it out."),
        LONG_NUMBER("The comment would be public, and holds a long number: take it out."),
        TOKEN("The comment would be public, and holds what looks like a token: take it out."),
        OWN_HOST("The comment would be public, and names a host of ours ('%s'): take it out."),
        OWN_ADDRESS("The comment would be public, and holds an address of ours: take it out."),
        OTHER_ADDRESS("The comment would be public, and holds an address other than the reported one: take it out."),
        CATEGORIES("Give 1 to 30 of AbuseIPDB's categories (1 to 23); 13 and 22 never alone."),
        TOO_LONG("The comment is longer than 1,024 bytes: shorten it."),
        UNKNOWN("There is no report %s."),
        NOT_PENDING("Report %s can't be changed any more: it does not wait."),
        CHANGED("Report %s changed meanwhile: look at it again.");

        private final String sentence;

        Kind(String sentence) {
            this.sentence = sentence;
        }
    }

    private final Kind kind;
    private final String detail;

    ReportProblem(Kind kind, String detail) {
        super(kind.sentence.formatted(detail));
        this.kind = kind;
        this.detail = detail;
    }

    ReportProblem(Kind kind) {
        this(kind, "");
    }

    public Kind kind() {
        return kind;
    }

    /** What it is about; may be empty. */
    public String detail() {
        return detail;
    }
}
