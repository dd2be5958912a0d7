package io.rempart.engine.evaluation;

import io.rempart.engine.Compatibility;
import io.rempart.engine.body.BodyLimits;
import io.rempart.engine.body.BodyProcessor;
import io.rempart.engine.body.BodySink;
import io.rempart.engine.body.JsonBody;
import io.rempart.engine.body.MultipartBody;
import io.rempart.engine.body.UrlEncodedBody;
import io.rempart.engine.body.XmlBody;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.state.Ascii;
import io.rempart.engine.state.Controls;
import io.rempart.engine.state.RequestBodyContent;
import io.rempart.engine.state.RequestHead;
import io.rempart.engine.state.Settings;
import io.rempart.engine.state.TransactionState;
import org.jspecify.annotations.Nullable;

/** Chooses the processor of a body and lets it read. */
final class RequestBodyReader {
    private static final ByteSlice CONTENT_TYPE = ByteSlice.latin1("Content-Type");
    private static final ByteSlice CONTENT_LENGTH = ByteSlice.latin1("Content-Length");
    private static final ByteSlice TRANSFER_ENCODING = ByteSlice.latin1("Transfer-Encoding");

    private RequestBodyReader() {}

    /** The processor that the media type asks for by itself; XML and JSON are chosen by rules. */
    static @Nullable String processorByType(TransactionState state) {
        ByteSlice type = state.head().header(CONTENT_TYPE);
        if (type == null) {
            return null;
        }
        String text = Ascii.lowerCase(type).toString().strip();
        if (text.startsWith("application/x-www-form-urlencoded")) {
            return "URLENCODED";
        }
        return text.startsWith("multipart/form-data") ? "MULTIPART" : null;
    }

    /** Reads the request body that was received. */
    static void read(TransactionState state, BodyBuffer body, boolean partial) {
        Controls controls = state.controls();
        Settings settings = state.settings();
        String processor = controls.requestBodyProcessor;
        // ModSecurity 2.9.7 and 3 show the raw body; no arguments are made of it
        boolean forced = controls.forceRequestBodyVariable;
        if (processor == null && forced && settings.compatibility == Compatibility.CORAZA) {
            processor = "URLENCODED";
            controls.requestBodyProcessor = processor;
        }
        // ModSecurity 2 shows what URLENCODED reads; it heeds the force where no processor reads the body, or one finds
        // an error
        boolean visible = settings.compatibility != Compatibility.V2
                || (processor == null ? forced : processor.equals("URLENCODED"));
        state.requestBody(visible ? body.whole() : ByteSlice.EMPTY, body.received());
        RequestBodyContent content = new RequestBodyContent(
                settings,
                state.debug(),
                state.head().arguments().size(),
                state.head().bodyOffset(),
                processor,
                state.uploads());
        boolean begins = body.length() > 0 || "MULTIPART".equals(processor) && announcesBody(state.head(), settings);
        BodyProcessor reader =
                processor == null || !begins ? null : processor(processor, state, limits(settings, controls), content);
        if (reader != null) {
            for (ByteSlice chunk : body.chunks()) {
                reader.write(chunk);
            }
            reader.end(partial);
            content.end();
            if (forced && !visible && isFoundBeforeTheEnd(content.error())) {
                state.requestBody(body.whole(), body.received());
            }
        }
        if (controls.xmlArguments == Settings.XmlArguments.ONLY_ARGS) {
            content.forgetXml();
        }
        state.content(content);
    }

    /** ModSecurity 2 decides what it shows before it tells the processor that the body is at its end. */
    private static boolean isFoundBeforeTheEnd(@Nullable String error) {
        return error != null && !error.contains("EOF") && !error.contains("Final boundary missing.");
    }

    /** ModSecurity 2 does not begin with a multipart body of which the header says nothing; ModSecurity 3 misses its boundaries. */
    private static boolean announcesBody(RequestHead head, Settings settings) {
        return settings.compatibility != Compatibility.V2
                || head.header(CONTENT_LENGTH) != null
                || head.header(TRANSFER_ENCODING) != null;
    }

    /** Reads a response body with the processor a rule chose. */
    static void readResponse(TransactionState state, ByteSlice body, String processor) {
        Settings settings = state.settings();
        RequestBodyContent content = new RequestBodyContent(settings, state.debug(), 0, 0, processor, null);
        BodyProcessor reader = processor(processor, state, limits(settings, state.controls()), content);
        if (reader != null) {
            reader.write(body);
            reader.end(true);
        }
        state.response().content(content);
    }

    private static BodyLimits limits(Settings settings, Controls controls) {
        return BodyLimits.DEFAULT
                .withArgumentSeparator(settings.argumentSeparator & 0xFF)
                .withArgumentLimit(settings.argumentsLimit)
                .withJsonDepth(Math.min(settings.requestBodyJsonDepthLimit, settings.limits.bodyDepth()))
                .withJsonNames(settings.jsonNames())
                .withUploadFiles(settings.uploadFileLimit)
                .withXmlIntoArguments(controls.xmlArguments != Settings.XmlArguments.OFF);
    }

    private static @Nullable BodyProcessor processor(
            String name, TransactionState state, BodyLimits limits, BodySink sink) {
        return switch (name) {
            case "URLENCODED" -> new UrlEncodedBody(limits, sink);
            case "JSON" -> new JsonBody(limits, sink);
            case "XML" -> new XmlBody(limits, sink);
            case "MULTIPART" -> {
                ByteSlice type = state.head().header(CONTENT_TYPE);
                yield new MultipartBody(type == null ? ByteSlice.EMPTY : type, limits, sink);
            }
            default -> null;
        };
    }
}
