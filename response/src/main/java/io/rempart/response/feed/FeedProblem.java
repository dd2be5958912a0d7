package io.rempart.response.feed;

import io.rempart.response.RempartResponseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Why a list was not taken: a kind, for which each language has a sentence, and what is put into it. */
public final class FeedProblem extends RempartResponseException {
    private static final int LONGEST_DETAIL = 200;

    private final Kind kind;
    private final List<String> details;

    /** The kinds; the names are stored: never rename one. In brackets, what the details are. */
    public enum Kind {
        /** No connection, a time-out, a reset (what happened). */
        UNREACHABLE,
        /** The server answered with another status (the status). */
        STATUS,
        /** A redirect that is not from https to https (where to). */
        REDIRECT,
        /** The server asks to wait (until when, ISO 8601). */
        WAIT,
        /** More bytes than allowed (the limit). */
        TOO_LARGE,
        /** A page for people. */
        WEB_PAGE,
        /** Not one address. */
        EMPTY,
        /** Most lines are no addresses (lines refused, lines in all). */
        NO_LIST,
        /** More entries than allowed (the limit). */
        TOO_MANY,
        /** A range that is too wide (the range, number of its line). */
        TOO_WIDE,
        /** Much shorter than the last one (entries before, entries now, the factor). */
        SHRUNK,
        /** Much longer than the last one (entries before, entries now, the factor). */
        GROWN,
        /** The file can't be read (its path). */
        FILE,
        /** Not valid compressed data. */
        DAMAGED,
        /** AbuseIPDB refuses (its words). */
        SERVICE,
        /** The list is older than it may be enforced (when it was made, ISO 8601). */
        STALE;

        /** As it stands in the names of messages. */
        public String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public FeedProblem(Kind kind, String... details) {
        super(kind.key() + (details.length == 0 ? "" : " " + String.join(", ", details)));
        this.kind = kind;
        this.details = List.of(details).stream().map(FeedProblem::cut).toList();
    }

    private static String cut(String detail) {
        String line = detail.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= LONGEST_DETAIL ? line : line.substring(0, LONGEST_DETAIL);
    }

    public Kind kind() {
        return kind;
    }

    public List<String> details() {
        return details;
    }

    String toText() {
        return kind.name() + (details.isEmpty() ? "" : "\t" + String.join("\t", details));
    }

    static Optional<FeedProblem> of(String text) {
        String[] words = text.split("\t", -1);
        for (Kind kind : Kind.values()) {
            if (kind.name().equals(words[0])) {
                return Optional.of(new FeedProblem(
                        kind, List.of(words).subList(1, words.length).toArray(String[]::new)));
            }
        }
        return Optional.empty();
    }
}
