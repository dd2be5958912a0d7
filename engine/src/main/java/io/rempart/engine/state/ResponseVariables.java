package io.rempart.engine.state;

import io.rempart.engine.bytes.ByteSlice;
import java.util.Locale;

/** Variables of the response. */
final class ResponseVariables {
    private ResponseVariables() {}

    static Values arguments(TransactionState state) {
        RequestBodyContent content = state.response().content();
        return content == null ? Values.NONE : content.arguments();
    }

    static Values error(TransactionState state) {
        RequestBodyContent content = state.response().content();
        return Values.one(Ascii.decimal(content != null && content.error() != null ? 1 : 0));
    }

    static Values errorMessage(TransactionState state) {
        RequestBodyContent content = state.response().content();
        String error = content == null ? null : content.error();
        return Values.one(error == null ? ByteSlice.EMPTY : ByteSlice.latin1(error));
    }

    static Values processor(TransactionState state) {
        String processor = state.controls().responseBodyProcessor;
        return Values.one(processor == null ? ByteSlice.EMPTY : ByteSlice.latin1(processor.toUpperCase(Locale.ROOT)));
    }

    static Values statusLine(TransactionState state) {
        return Values.one(ByteSlice.latin1(
                state.response().protocol() + " " + state.response().status()));
    }
}
