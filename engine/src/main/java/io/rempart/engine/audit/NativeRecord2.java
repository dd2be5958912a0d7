package io.rempart.engine.audit;

import io.rempart.engine.RuleMatch;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.evaluation.Printable;
import io.rempart.engine.rule.Rule;
import io.rempart.engine.state.AuditPart;
import io.rempart.engine.state.PersistentCollection;
import io.rempart.engine.state.RequestBodyContent.UploadedFile;
import io.rempart.engine.state.Settings;
import io.rempart.engine.state.TransactionState;
import io.rempart.engine.state.TransactionState.CollectionKind;
import io.rempart.engine.state.Values;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.ThreadLocalRandom;

/** The native record of ModSecurity 2: parts between boundaries of eight hexadecimal digits. */
final class NativeRecord2 implements RecordFormat {
    @Override
    public byte[] write(AuditRecord record) {
        Out out =
                new Out("--" + String.format("%08x", ThreadLocalRandom.current().nextInt()) + "-");
        TransactionState state = record.state();
        out.part('A');
        out.line("[" + JsonRecord2.TIME.format(record.now()) + "] " + state.id() + " " + state.clientAddress + " "
                + state.clientPort + " " + state.serverAddress + " " + state.serverPort);
        if (record.has(AuditPart.B)) {
            out.part('B').line(record.requestLine()).headers(record.requestHeaders());
        }
        boolean withoutFiles = record.has(AuditPart.I) && record.hasFiles();
        ByteSlice body = record.requestBody();
        if (record.has(AuditPart.C) && !withoutFiles && !body.isEmpty()) {
            out.part('C').body(body);
        }
        if (withoutFiles) {
            out.part('I').body(FakeBody.of(record));
        }
        if (record.has(AuditPart.F)) {
            ByteSlice protocol = state.response().protocol();
            out.part('F')
                    .line((protocol.isEmpty() ? state.head().protocol() : protocol) + " " + record.status())
                    .headers(record.responseHeaders());
        }
        if (record.has(AuditPart.E)) {
            out.part('E').body(record.responseBody());
        }
        if (record.has(AuditPart.H)) {
            trailer(out, record);
        }
        if (record.has(AuditPart.J)) {
            uploads(out, state);
        }
        if (record.has(AuditPart.K)) {
            out.part('K');
            for (TransactionState.RunningRule running : state.matchedRules()) {
                if (running instanceof Rule rule) {
                    for (Rule link = rule; link != null; link = link.next) {
                        out.line(link.source);
                    }
                    out.line("");
                }
            }
        }
        out.part('Z');
        return out.line("").bytes();
    }

    private static void uploads(Out out, TransactionState state) {
        var content = state.content();
        if (content == null || content.files().isEmpty()) {
            return;
        }
        out.part('J');
        int number = 0;
        for (UploadedFile file : content.files()) {
            out.line(++number + "," + file.size() + ",\"" + file.filename() + "\",\"<Unknown Content-Type>\"");
        }
        out.line("Total," + content.filesCombinedSize());
    }

    private static void trailer(Out out, AuditRecord record) {
        TransactionState state = record.state();
        out.part('H');
        record.notices().forEach(notice -> out.line("Message: " + notice));
        for (RuleMatch match : record.matches()) {
            out.line("Message: " + record.messageOf(match));
        }
        if (record.verdict().interrupts()) {
            out.line("Action: Intercepted (phase " + record.verdict().phase() + ")");
        }
        long start = state.startMillis() * 1000;
        long duration = state.durationMicros();
        out.line("Stopwatch: " + start + " " + duration + " (- - -)");
        StringBuilder stopwatch = new StringBuilder();
        long combined = 0;
        for (int phase = 1; phase <= 5; phase++) {
            long micros = state.phaseNanos()[phase] / 1000;
            combined += micros;
            stopwatch.append(", p").append(phase).append('=').append(micros);
        }
        out.line("Stopwatch2: " + start + " " + duration + "; combined=" + combined + stopwatch
                + ", sr=0, sw=0, l=0, gc=0");
        StringBuilder producer = new StringBuilder("Producer: ").append(AuditRecord.PRODUCER_2);
        record.settings().components.forEach(component -> producer.append("; ").append(component));
        out.line(producer.append('.').toString());
        if (!record.settings().serverSignature.isEmpty()) {
            out.line("Server: " + record.settings().serverSignature);
        }
        names(out, "Sanitised-Args", state.sanitised().arguments());
        names(out, "Sanitised-Request-Headers", state.sanitised().requestHeaders());
        names(out, "Sanitised-Response-Headers", state.sanitised().responseHeaders());
        if (!record.settings().webAppId.equals("default")) {
            out.line("WebApp-Info: \"" + Printable.escaped(state.webAppId, 100) + "\" \""
                    + opened(state, CollectionKind.SESSION) + "\" \"" + opened(state, CollectionKind.USER) + "\"");
        }
        if (!record.settings().sensorId.isEmpty()) {
            out.line("Sensor-Id: \"" + record.settings().sensorId + "\"");
        }
        boolean detects = state.controls().engine == Settings.Engine.DETECTION_ONLY;
        out.line("Engine-Mode: \"" + (detects ? "DETECTION_ONLY" : "ENABLED") + "\"");
    }

    /** The key of a collection that a rule opened, {@code -} when none did. */
    private static String opened(TransactionState state, CollectionKind kind) {
        PersistentCollection collection = state.collection(kind);
        return collection == null ? "-" : Printable.escaped(collection.key().name(), 100);
    }

    private static void names(Out out, String title, Iterable<ByteSlice> names) {
        StringBuilder text = new StringBuilder();
        for (ByteSlice name : names) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append('"')
                    .append(Printable.escaped(name, 100))
                    .append('"');
        }
        if (!text.isEmpty()) {
            out.line(title + ": " + text + ".");
        }
    }

    /** Parts, each ended by an empty line before the next begins. */
    static final class Out {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);
        private final String boundary;
        private boolean begun;

        Out(String boundary) {
            this.boundary = boundary;
        }

        Out part(char letter) {
            if (begun && letter != 'B') {
                line("");
            }
            begun = true;
            return line(boundary + letter + "--");
        }

        Out line(String latin1) {
            bytes.writeBytes(AuditRecord.latin1(latin1));
            bytes.write('\n');
            return this;
        }

        Out line(ByteSlice text) {
            bytes.write(text.array(), text.offset(), text.length());
            bytes.write('\n');
            return this;
        }

        /** A body as it is: the line feed after it belongs to the next boundary. */
        Out body(ByteSlice text) {
            bytes.write(text.array(), text.offset(), text.length());
            return this;
        }

        Out headers(Values headers) {
            for (int i = 0; i < headers.size(); i++) {
                ByteSlice name = headers.key(i);
                // as they were sent; an end of line, which no server lets through, would begin another header
                line((name + ": " + headers.value(i)).replace("\r", "\\x0d").replace("\n", "\\x0a"));
            }
            return this;
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }
    }
}
