package io.rempart.events.classify;

import io.rempart.events.model.Event;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/** What the rules ask of one event, prepared once. For one thread. */
final class Facts {
    private static final int MAX_URI = 4096;

    private final Event event;
    private final String uri;
    private final CharacterPairs uriPairs;
    private final String decodedUri;
    private final CharacterPairs decodedUriPairs;
    private final String path;
    private final CharacterPairs pathPairs;
    private final String userAgent;
    private final String method;
    private final BitSet userAgentFits;
    private final List<BitSet> hitFits;
    private final BitSet anyHitFits = new BitSet();

    Facts(Event event, RememberedAnswers answers) {
        this.event = event;
        String sent = event.request().uri().length() > MAX_URI
                ? event.request().uri().slice(0, MAX_URI).toString()
                : event.request().uri().toString();
        this.uri = sent.toLowerCase(Locale.ROOT);
        this.uriPairs = new CharacterPairs(uri);
        String decoded = decoded(decoded(uri)).toLowerCase(Locale.ROOT);
        boolean same = decoded.equals(uri);
        this.decodedUri = same ? uri : decoded;
        this.decodedUriPairs = same ? uriPairs : new CharacterPairs(decodedUri);
        this.path = path(decodedUri);
        this.pathPairs = path.equals(decodedUri) ? decodedUriPairs : new CharacterPairs(path);
        this.userAgent = event.request().header("User-Agent").toString().toLowerCase(Locale.ROOT);
        this.method = event.request().method().toString().toLowerCase(Locale.ROOT);
        this.userAgentFits = answers.ofUserAgent(userAgent);
        this.hitFits = answers.ofHits(event.hits());
        for (BitSet fits : hitFits) {
            anyHitFits.or(fits);
        }
    }

    Event event() {
        return event;
    }

    /** As sent, in lower case. */
    String uri() {
        return uri;
    }

    CharacterPairs uriPairs() {
        return uriPairs;
    }

    /** Percent-decoded twice, in lower case. */
    String decodedUri() {
        return decodedUri;
    }

    CharacterPairs decodedUriPairs() {
        return decodedUriPairs;
    }

    /** Of the decoded URI. */
    String path() {
        return path;
    }

    CharacterPairs pathPairs() {
        return pathPairs;
    }

    /** In lower case; empty when there is none. */
    String userAgent() {
        return userAgent;
    }

    /** In lower case. */
    String method() {
        return method;
    }

    boolean userAgentFits(int demand) {
        return userAgentFits.get(demand);
    }

    /** Whether any hit's rule and tags fit; its message was not asked. */
    boolean anyHitFits(int demand) {
        return anyHitFits.get(demand);
    }

    boolean hitFits(int hit, int demand) {
        return hitFits.get(hit).get(demand);
    }

    private static String path(String uri) {
        int start = 0;
        int scheme = uri.indexOf("://");
        if (scheme > 0 && scheme < 8) {
            int slash = uri.indexOf('/', scheme + 3);
            start = slash < 0 ? uri.length() : slash;
        }
        int end = uri.length();
        for (char mark : new char[] {'?', '#'}) {
            int at = uri.indexOf(mark, start);
            end = at >= 0 ? Math.min(end, at) : end;
        }
        String path = uri.substring(start, end);
        while (path.contains("//")) {
            path = path.replace("//", "/");
        }
        return path;
    }

    private static String decoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '%' && i + 2 < text.length()) {
                int high = Character.digit(text.charAt(i + 1), 16);
                int low = Character.digit(text.charAt(i + 2), 16);
                if (high >= 0 && low >= 0) {
                    out.append((char) (high << 4 | low));
                    i += 2;
                    continue;
                }
            }
            out.append(text.charAt(i));
        }
        return out.toString();
    }
}
