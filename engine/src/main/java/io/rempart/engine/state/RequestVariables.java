package io.rempart.engine.state;

import io.rempart.engine.Compatibility;
import io.rempart.engine.bytes.ByteSlice;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Variables of request line, headers and arguments. */
final class RequestVariables {
    private static final ByteSlice AUTHORIZATION = ByteSlice.latin1("Authorization");
    private static final ByteSlice HOST = ByteSlice.latin1("Host");

    private RequestVariables() {}

    static Values arguments(TransactionState state) {
        Values query = state.head().arguments();
        RequestBodyContent content = state.content();
        if (content == null || content.arguments().size() == 0) {
            return query;
        }
        if (query.size() == 0) {
            return content.arguments();
        }
        Values all = new Values();
        all.addAll(query);
        all.addAll(content.arguments());
        return all;
    }

    static Values bodyArguments(TransactionState state) {
        RequestBodyContent content = state.content();
        return content == null ? Values.NONE : content.arguments();
    }

    static Values argumentsCombinedSize(TransactionState state) {
        Values arguments = arguments(state);
        long size = 0;
        for (int i = 0; i < arguments.size(); i++) {
            ByteSlice key = arguments.key(i);
            size += arguments.value(i).length() + (key == null ? 0 : key.length());
        }
        Places places = new Places();
        for (int i = 0; i < arguments.size(); i++) {
            ByteSlice key = arguments.key(i);
            int offset = arguments.offset(i);
            if (key != null) {
                places.add(offset < 0 ? -1 : offset - key.length() - 1, key.length());
            }
            places.add(offset, arguments.value(i).length());
        }
        return Values.one(Ascii.decimal(size)).from(places);
    }

    static Values authType(TransactionState state) {
        Values headers = state.head().headers().under(AUTHORIZATION);
        return headers.size() == 0
                ? Values.NONE
                : Values.one(null, headers.value(0).slice(0, endOfWord(headers.value(0))), headers.offset(0));
    }

    static Values remoteUser(TransactionState state) {
        Values headers = state.head().headers().under(AUTHORIZATION);
        if (headers.size() == 0) {
            return Values.NONE;
        }
        String text = headers.value(0).toString();
        if (!text.regionMatches(true, 0, "Basic ", 0, 6)) {
            return Values.NONE;
        }
        try {
            String credentials =
                    new String(Base64.getDecoder().decode(text.substring(6).trim()), StandardCharsets.ISO_8859_1);
            int colon = credentials.indexOf(':');
            return Values.one(ByteSlice.latin1(colon < 0 ? credentials : credentials.substring(0, colon)))
                    .from(Places.of(headers.offset(0), text.length()));
        } catch (IllegalArgumentException notBase64) {
            return Values.NONE;
        }
    }

    static Values query(TransactionState state) {
        RequestHead head = state.head();
        return Values.one(
                null,
                head.query(),
                head.method().length()
                        + 1
                        + head.rawUri().length()
                        - head.query().length());
    }

    static Values filename(TransactionState state) {
        RequestHead head = state.head();
        return Values.one(null, head.decodedPath(), head.method().length() + 1)
                .from(Places.of(head.method().length() + 1, head.path().length()));
    }

    static Values basename(TransactionState state) {
        RequestHead head = state.head();
        ByteSlice path = head.decodedPath();
        int start = path.length();
        while (start > 0 && path.at(start - 1) != '/' && path.at(start - 1) != '\\') {
            start--;
        }
        return Values.one(null, path.slice(start, path.length()), head.method().length() + 1 + start);
    }

    static Values uri(TransactionState state) {
        RequestHead head = state.head();
        if (state.settings().compatibility == Compatibility.V3) {
            int start = head.method().length()
                    + 1
                    + head.rawUri().length()
                    - head.uri().length();
            return Values.one(RequestHead.percentDecoded(head.uri()))
                    .from(Places.of(start, head.uri().length()));
        }
        return Values.one(
                null,
                head.uri(),
                head.method().length() + 1 + head.rawUri().length() - head.uri().length());
    }

    static Values rawUri(TransactionState state) {
        return Values.one(null, state.head().rawUri(), state.head().method().length() + 1);
    }

    static Values protocol(TransactionState state) {
        RequestHead head = state.head();
        return Values.one(
                null, head.protocol(), head.method().length() + head.rawUri().length() + 2);
    }

    static Values remoteAddress(TransactionState state) {
        return Values.one(ByteSlice.latin1(state.clientAddress));
    }

    static Values serverAddress(TransactionState state) {
        return Values.one(ByteSlice.latin1(state.serverAddress));
    }

    static Values serverName(TransactionState state) {
        ByteSlice host = state.head().header(HOST);
        if (host == null) {
            return Values.one(ByteSlice.EMPTY);
        }
        int end = host.length();
        if (end > 0 && host.at(0) == '[') {
            for (int i = 0; i < end; i++) {
                if (host.at(i) == ']') {
                    return Values.one(host.slice(0, i + 1));
                }
            }
        }
        for (int i = 0; i < end; i++) {
            if (host.at(i) == ':') {
                return Values.one(host.slice(0, i));
            }
        }
        return Values.one(host);
    }

    static Values urlEncodedError(TransactionState state) {
        RequestBodyContent content = state.content();
        Integer flag = content == null ? null : content.flag(io.rempart.engine.body.BodyFlag.URLENCODED_ERROR);
        boolean error = state.head().hasUrlEncodedError() || flag != null && flag != 0;
        return Values.one(Ascii.decimal(error ? 1 : 0));
    }

    private static int endOfWord(ByteSlice text) {
        int end = 0;
        while (end < text.length() && text.at(end) != ' ') {
            end++;
        }
        return end;
    }
}
