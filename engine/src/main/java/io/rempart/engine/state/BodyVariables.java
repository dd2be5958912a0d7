package io.rempart.engine.state;

import io.rempart.engine.Compatibility;
import io.rempart.engine.body.BodyFlag;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.state.RequestBodyContent.UploadedFile;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Variables of the request body: what it is, what was found in it, what went wrong. */
final class BodyVariables {
    private static final ByteSlice ZERO = ByteSlice.latin1("0");
    private static final ByteSlice ONE = ByteSlice.latin1("1");

    private BodyVariables() {}

    static Variable.Reader flag(String name) {
        BodyFlag flag = BodyFlag.valueOf(name);
        return state -> {
            RequestBodyContent content = state.content();
            Integer value = content == null ? null : content.flag(flag);
            if (value == null && (state.settings().compatibility == Compatibility.V2 || isMultipart(state))) {
                value = 0;
            }
            return value == null ? Values.NONE : Values.one(Ascii.decimal(value));
        };
    }

    private static boolean isMultipart(TransactionState state) {
        return "MULTIPART".equals(state.controls().requestBodyProcessor);
    }

    static Values multipartCrlfLine(TransactionState state) {
        RequestBodyContent content = state.content();
        Integer mixed = content == null ? null : content.flag(BodyFlag.MULTIPART_CRLF_LF_LINES);
        Integer lf = content == null ? null : content.flag(BodyFlag.MULTIPART_LF_LINE);
        if (mixed == null || lf == null) {
            return Values.NONE;
        }
        return one(mixed != 0 || lf == 0);
    }

    static Values files(TransactionState state) {
        RequestBodyContent content = state.content();
        return content == null ? Values.NONE : content.filenames();
    }

    static Values filesNames(TransactionState state) {
        RequestBodyContent content = state.content();
        return content == null ? Values.NONE : content.fileFields();
    }

    static Values filesCombinedSize(TransactionState state) {
        RequestBodyContent content = state.content();
        Places places = new Places();
        if (content != null) {
            content.files().forEach(file -> places.add(file.offset(), file.size()));
        }
        return Values.one(Ascii.decimal(content == null ? 0 : content.filesCombinedSize()))
                .from(places);
    }

    static Values requestBodyLength(TransactionState state) {
        return Values.one(Ascii.decimal(state.requestBodyLength()))
                .from(Places.of(state.head().bodyOffset() - 1, state.requestBodyLength()));
    }

    static Values filesSizes(TransactionState state) {
        return eachFile(state, file -> Ascii.decimal(file.size()));
    }

    static Values filesTemporaryNames(TransactionState state) {
        RequestBodyContent content = state.content();
        Values values = new Values();
        if (content != null) {
            for (UploadedFile file : content.files()) {
                if (file.stored() != null) {
                    values.add(file.field(), ByteSlice.utf8(file.stored().toString()));
                }
            }
        }
        return values;
    }

    static Values filesContent(TransactionState state) {
        return eachFile(state, UploadedFile::content);
    }

    private interface FileValue {
        ByteSlice of(UploadedFile file);
    }

    private static Values eachFile(TransactionState state, FileValue value) {
        RequestBodyContent content = state.content();
        if (content == null || content.files().isEmpty()) {
            return Values.NONE;
        }
        Values values = new Values();
        Places places = new Places();
        for (UploadedFile file : content.files()) {
            values.add(file.field(), value.of(file));
            places.add(file.offset(), file.size());
        }
        return values.from(places);
    }

    static Values multipartFilenames(TransactionState state) {
        RequestBodyContent content = state.content();
        return content == null ? Values.NONE : content.multipartFilenames();
    }

    static Values multipartNames(TransactionState state) {
        RequestBodyContent content = state.content();
        return content == null ? Values.NONE : content.multipartNames();
    }

    static Values partHeaders(TransactionState state) {
        RequestBodyContent content = state.content();
        return content == null ? Values.NONE : content.partHeaders();
    }

    static Values json(TransactionState state) {
        RequestBodyContent content = state.content();
        return content != null && "JSON".equals(state.controls().requestBodyProcessor)
                ? content.arguments()
                : Values.NONE;
    }

    static Values fullRequest(TransactionState state) {
        ByteSlice head = switch (state.settings().compatibility) {
            case V2 -> state.head().lines2();
            case V3 -> state.head().headerLines();
            case CORAZA -> state.head().bytes();
        };
        ByteSlice body = state.requestBody();
        // ModSecurity 2 counts the zero byte that ends its text
        int end = state.settings().compatibility == Compatibility.V2 ? 1 : 0;
        byte[] all = new byte[head.length() + body.length() + end];
        System.arraycopy(head.array(), head.offset(), all, 0, head.length());
        System.arraycopy(body.array(), body.offset(), all, head.length(), body.length());
        return Values.one(null, ByteSlice.of(all), 0);
    }

    static Values fullRequestLength(TransactionState state) {
        // ModSecurity 2 and 3 leave the request line out of it; headerLines has an empty line, ModSecurity 2 a zero
        // byte at the end
        return state.settings().compatibility == Compatibility.CORAZA
                ? Values.one(Ascii.decimal(state.head().length() + state.requestBodyLength()))
                : Values.one(Ascii.decimal(state.head().headerLines().length() + state.requestBodyLength()));
    }

    static Values inboundDataError(TransactionState state) {
        return one(state.requestBodyLimitExceeded);
    }

    static Values outboundDataError(TransactionState state) {
        return one(state.responseBodyLimitExceeded);
    }

    static Values requestBodyError(TransactionState state) {
        return one(error(state) != null);
    }

    static Values requestBodyErrorMessage(TransactionState state) {
        String error = error(state);
        return Values.one(error == null ? ByteSlice.EMPTY : ByteSlice.latin1(error));
    }

    static Values requestBodyProcessor(TransactionState state) {
        String processor = state.controls().requestBodyProcessor;
        return Values.one(processor == null ? ByteSlice.EMPTY : ByteSlice.latin1(processor.toUpperCase(Locale.ROOT)));
    }

    static Values streamInput(TransactionState state) {
        return state.settings().streamInBodyInspection ? Values.one(state.requestBody()) : Values.NONE;
    }

    static Values streamOutput(TransactionState state) {
        return state.settings().streamOutBodyInspection
                ? Values.one(state.response().body())
                : Values.NONE;
    }

    private static @Nullable String error(TransactionState state) {
        if (state.requestBodyError != null) {
            return state.requestBodyError;
        }
        RequestBodyContent content = state.content();
        if (content != null && content.error() != null) {
            return content.error();
        }
        return state.head().hasTooManyArguments() ? "Too many arguments: SecArgumentsLimit exceeded" : null;
    }

    private static Values one(boolean set) {
        return Values.one(set ? ONE : ZERO);
    }
}
