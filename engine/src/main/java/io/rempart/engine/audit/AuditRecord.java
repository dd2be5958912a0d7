package io.rempart.engine.audit;

import io.rempart.engine.Compatibility;
import io.rempart.engine.RuleMatch;
import io.rempart.engine.Verdict;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.evaluation.Printable;
import io.rempart.engine.state.AuditPart;
import io.rempart.engine.state.Settings;
import io.rempart.engine.state.TransactionState;
import io.rempart.engine.state.Values;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HexFormat;
import java.util.List;

/** What an audit record tells of a transaction, hidden values masked. Read by one thread when the transaction ends. */
final class AuditRecord {
    /** The releases whose formats are written. */
    static final String PRODUCER_2 = "Rempart (ModSecurity 2.9 format)";

    static final String PRODUCER_3 = "Rempart (ModSecurity 3.0 format)";

    private static final ByteSlice HOST = ByteSlice.latin1("Host");

    private final TransactionState state;
    private final Verdict verdict;
    private final Redaction redaction;
    private final ZonedDateTime now = ZonedDateTime.now();

    AuditRecord(TransactionState state, Verdict verdict) {
        this.state = state;
        this.verdict = verdict;
        redaction = new Redaction(state);
    }

    TransactionState state() {
        return state;
    }

    Settings settings() {
        return state.settings();
    }

    Verdict verdict() {
        return verdict;
    }

    boolean has(AuditPart part) {
        return state.controls().auditParts.contains(part);
    }

    /** When the record is written. */
    ZonedDateTime now() {
        return now;
    }

    /** When the transaction began. */
    ZonedDateTime start() {
        return Instant.ofEpochMilli(state.startMillis()).atZone(ZoneId.systemDefault());
    }

    /** The status that the client saw or will see. */
    int status() {
        if (verdict.interrupts()) {
            return verdict.status() == 0 ? 403 : verdict.status();
        }
        return state.response().status();
    }

    ByteSlice requestLine() {
        ByteSlice line = state.head().requestLine();
        return maskedQuery(line, state.head().query());
    }

    ByteSlice uri() {
        return maskedQuery(state.head().rawUri(), state.head().query());
    }

    private ByteSlice maskedQuery(ByteSlice text, ByteSlice query) {
        ByteSlice masked = redaction.pairs(query, settings().argumentSeparator & 0xFF);
        if (masked.equals(query)) {
            return redaction.text(text);
        }
        return ByteSlice.latin1(text.toString().replace(query.toString(), masked.toString()));
    }

    Values requestHeaders() {
        Values headers = new Values();
        Values all = state.head().headers();
        for (int i = 0; i < all.size(); i++) {
            ByteSlice name = all.key(i);
            if (name != null) {
                headers.add(name, redaction.requestHeader(name, all.value(i)));
            }
        }
        return headers;
    }

    Values responseHeaders() {
        Values headers = new Values();
        Values all = state.response().headers();
        for (int i = 0; i < all.size(); i++) {
            ByteSlice name = all.key(i);
            if (name != null) {
                headers.add(name, redaction.responseHeader(name, all.value(i)));
            }
        }
        return headers;
    }

    ByteSlice requestBody() {
        ByteSlice body = state.receivedBody();
        return "URLENCODED".equals(state.controls().requestBodyProcessor)
                ? redaction.pairs(body, settings().argumentSeparator & 0xFF)
                : redaction.body(body);
    }

    ByteSlice responseBody() {
        return redaction.text(state.response().body());
    }

    /** The matches that the log shows. */
    List<RuleMatch> matches() {
        return state.matches().stream()
                .filter(match -> match.logged() || match.audited())
                .toList();
    }

    /** What the log tells besides matches, a line each, with what is hidden masked. */
    List<String> notices() {
        return state.notices().stream()
                .map(notice -> redaction.text(Printable.oneLine(notice)))
                .toList();
    }

    /** A match as a line of the log shows it, with what is hidden masked. */
    String messageOf(RuleMatch match) {
        return redaction.text(
                settings().compatibility == Compatibility.V2
                        ? LogLine.version2(match, verdict)
                        : LogLine.version3(match, verdict));
    }

    /** A match's text with what is hidden masked. */
    String masked(String text) {
        return redaction.text(text);
    }

    String hostName() {
        ByteSlice host = state.head().header(HOST);
        return host == null ? state.serverAddress : host.toString();
    }

    /** The bytes of a part J entry are not kept; names and sizes are. */
    boolean hasFiles() {
        return state.content() != null && !state.content().files().isEmpty();
    }

    static byte[] latin1(CharSequence text) {
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    static String md5(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
