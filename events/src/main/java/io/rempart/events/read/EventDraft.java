package io.rempart.events.read;

import inet.ipaddr.IPAddress;
import io.rempart.events.model.AuditFormat;
import io.rempart.events.model.ByteText;
import io.rempart.events.model.Event;
import io.rempart.events.model.Event.Disposition;
import io.rempart.events.model.HeaderField;
import io.rempart.events.model.Hit;
import io.rempart.events.model.Request;
import io.rempart.events.model.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An event in the making: what a reader found so far, and what follows from it in every format. For one thread. */
final class EventDraft {
    private static final int LONGEST_HOST = 255;
    private static final int LONGEST_WORD = 1_024;
    private static final int MOST_NOTES = 16;

    final AuditFormat format;
    final FieldLimits limits;

    String transactionId = "";

    @Nullable
    Instant time;

    String timeText = "";

    @Nullable
    IPAddress peer;

    int peerPort;
    String host = "";
    String localAddress = "";
    int localPort;

    @Nullable
    Boolean tls;

    ByteText requestLine = ByteText.EMPTY;
    ByteText method = ByteText.EMPTY;
    ByteText uri = ByteText.EMPTY;
    ByteText protocol = ByteText.EMPTY;
    ByteText requestBody = ByteText.EMPTY;
    final List<HeaderField> requestHeaders = new ArrayList<>(16);

    int status;
    ByteText responseProtocol = ByteText.EMPTY;
    ByteText responseBody = ByteText.EMPTY;
    final List<HeaderField> responseHeaders = new ArrayList<>(8);

    final List<Hit> hits = new ArrayList<>(8);
    boolean blocked;
    String engineMode = "";
    String producer = "";
    int inboundScore = -1;
    int outboundScore = -1;
    /** The record has ModSecurity 2's keys, but Coraza wrote it. */
    boolean corazaLegacy;

    final List<String> notes = new ArrayList<>(2);

    private int hitsLeftOut;
    private int headersLeftOut;

    EventDraft(AuditFormat format, FieldLimits limits) {
        this.format = format;
        this.limits = limits;
    }

    /** A short text as a string: {@code \xHH} for what is not UTF-8, cut at a length no writer reaches. */
    static String word(ByteText text) {
        return text.length() <= LONGEST_WORD
                ? text.toString()
                : text.slice(0, LONGEST_WORD).toString();
    }

    void note(String sentence) {
        if (notes.size() < MOST_NOTES && !notes.contains(sentence)) {
            notes.add(sentence);
        }
    }

    void hit(Hit hit) {
        if (hits.size() >= limits.hits()) {
            hitsLeftOut++;
            return;
        }
        hits.add(hit);
        AnomalyScores.find(hit, this);
    }

    void header(List<HeaderField> headers, ByteText name, ByteText value) {
        if (headers.size() >= limits.headers()) {
            headersLeftOut++;
            return;
        }
        noteCut("A header", value);
        headers.add(new HeaderField(name, value));
    }

    /** A body no longer than the field limit, whatever the number of pieces it came in. */
    ByteText body(String what, ByteText body) {
        noteCut(what, body);
        if (body.length() <= limits.fieldBytes() + FieldCut.MARK_LENGTH) {
            return body;
        }
        note(what + " has " + body.length() + " bytes; the first " + limits.fieldBytes()
                + " are shown, all are in the raw record.");
        return body.slice(0, limits.fieldBytes());
    }

    /** Notes that the splitter cut this field, if it did. */
    void noteCut(String what, ByteText field) {
        String cut = FieldCut.describe(field);
        if (cut != null) {
            note(what + " was cut: " + cut);
        }
    }

    /** Takes the request line apart. */
    void requestLine(ByteText line) {
        requestLine = line;
        RequestLine parts = RequestLine.of(line);
        method = parts.method();
        uri = parts.uri();
        protocol = parts.protocol();
        noteCut("The request line", line);
    }

    /** Puts a request line together from its parts. */
    void requestParts(ByteText method, ByteText uri, ByteText protocol) {
        this.method = method;
        this.uri = uri;
        this.protocol = protocol;
        int blanks = protocol.isEmpty() ? 1 : 2;
        if (method.isEmpty() && uri.isEmpty()) {
            return;
        }
        byte[] line = new byte[method.length() + uri.length() + protocol.length() + blanks];
        method.asBuffer().get(line, 0, method.length());
        line[method.length()] = ' ';
        uri.asBuffer().get(line, method.length() + 1, uri.length());
        if (!protocol.isEmpty()) {
            line[method.length() + 1 + uri.length()] = ' ';
            protocol.asBuffer().get(line, method.length() + uri.length() + 2, protocol.length());
        }
        requestLine = ByteText.of(line);
        noteCut("The URI", uri);
    }

    Event build() {
        if (hitsLeftOut > 0) {
            note(hitsLeftOut + " more rule matches are in the raw record only.");
        }
        if (headersLeftOut > 0) {
            note(headersLeftOut + " more headers are in the raw record only.");
        }
        Request request = new Request(requestLine, method, uri, protocol, List.copyOf(requestHeaders), requestBody);
        Response response = new Response(status, responseProtocol, List.copyOf(responseHeaders), responseBody);
        Instant when = time;
        if (when == null) {
            throw new JsonCursor.Malformed("the time '" + timeText + "' can't be read", 0);
        }
        return new Event(
                format,
                transactionId,
                when,
                timeText,
                peer,
                peerPort,
                hostOf(request),
                localAddress,
                localPort,
                tls,
                request,
                response,
                List.copyOf(hits),
                disposition(),
                engineMode,
                inboundScore,
                outboundScore,
                producer,
                List.copyOf(notes));
    }

    private Disposition disposition() {
        if (blocked) {
            return Disposition.BLOCKED;
        }
        for (Hit hit : hits) {
            if (hit.detection()) {
                return Disposition.DETECTED;
            }
        }
        return Disposition.LOGGED;
    }

    private String hostOf(Request request) {
        ByteText header = request.header("host");
        if (header.isEmpty()) {
            header = authority(request.uri());
        }
        return header.isEmpty() ? host : siteName(header);
    }

    /** The authority of an absolute URI; empty for every other. */
    private static ByteText authority(ByteText uri) {
        int scheme = Texts.startsWith(uri, "http://") ? 7 : Texts.startsWith(uri, "https://") ? 8 : -1;
        if (scheme < 0) {
            return ByteText.EMPTY;
        }
        int to = scheme;
        while (to < uri.length() && "/?#".indexOf(uri.at(to)) < 0) {
            to++;
        }
        return uri.slice(scheme, to);
    }

    /** A host as sent, in lower case and without its port. */
    static String siteName(ByteText host) {
        ByteText name = Texts.trim(host);
        if (name.length() > LONGEST_HOST) {
            name = name.slice(0, LONGEST_HOST);
        }
        String text = name.toString();
        int colon = text.lastIndexOf(':');
        if (text.startsWith("[")) {
            int bracket = text.indexOf(']');
            text = bracket > 0 ? text.substring(0, bracket + 1) : text;
        } else if (colon >= 0 && text.indexOf(':') == colon) {
            text = text.substring(0, colon);
        }
        return text.toLowerCase(Locale.ROOT);
    }
}
