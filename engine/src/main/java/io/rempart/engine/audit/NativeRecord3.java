package io.rempart.engine.audit;

import io.rempart.engine.RuleMatch;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.evaluation.Printable;
import io.rempart.engine.state.AuditPart;
import io.rempart.engine.state.TransactionState;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/** The native record of ModSecurity 3: three dashes and eight letters or digits. */
final class NativeRecord3 implements RecordFormat {
    static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss xx", Locale.ENGLISH);

    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    @Override
    public byte[] write(AuditRecord record) {
        NativeRecord2.Out out = new NativeRecord2.Out("---" + boundary() + "---");
        TransactionState state = record.state();
        out.part('A');
        out.line("[" + TIME.format(record.now()) + "] " + state.id() + " " + state.clientAddress + " "
                + state.clientPort + " " + state.serverAddress + " " + state.serverPort);
        if (record.has(AuditPart.B)) {
            out.part('B').line(record.requestLine()).headers(record.requestHeaders());
        }
        ByteSlice body = record.requestBody();
        if (record.has(AuditPart.C) && !body.isEmpty()) {
            out.part('C').line(body);
        }
        if (record.has(AuditPart.D)) {
            out.part('D');
        }
        if (record.has(AuditPart.E)) {
            out.part('E').line(Printable.hex(record.responseBody()));
        }
        if (record.has(AuditPart.F)) {
            String protocol = state.response().protocol().isEmpty()
                    ? state.head().protocol().toString()
                    : state.response().protocol().toString();
            out.part('F').line(protocol + " " + record.status()).headers(record.responseHeaders());
        }
        if (record.has(AuditPart.H)) {
            out.part('H');
            for (RuleMatch match : record.matches()) {
                out.line(record.messageOf(match) + " [hostname \"" + state.serverAddress + "\"] [uri \""
                        + Printable.escaped(state.head().path(), 512) + "\"] [unique_id \"" + state.id() + "\"] [ref \""
                        + match.reference() + "\"]");
            }
        }
        for (AuditPart part : new AuditPart[] {AuditPart.I, AuditPart.J, AuditPart.K}) {
            if (record.has(part)) {
                out.part(part.name().charAt(0));
            }
        }
        out.part('Z');
        return out.line("").bytes();
    }

    private static String boundary() {
        StringBuilder boundary = new StringBuilder();
        ThreadLocalRandom random = ThreadLocalRandom.current();
        for (int i = 0; i < 8; i++) {
            boundary.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return boundary.toString();
    }
}
