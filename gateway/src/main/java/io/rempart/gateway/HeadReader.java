package io.rempart.gateway;

import io.rempart.engine.bytes.ByteSlice;
import io.rempart.gateway.RawHead.Field;
import io.rempart.gateway.RawHead.Refusal;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the head of a request by the grammar of RFC 9112, sections 2 to 5, as strictly as Apache httpd does by default
 * ({@code HttpProtocolOptions Strict}): what two servers could understand in two ways is refused. A head that is refused is
 * still cut into its parts as far as possible, for the logs. Stateless.
 */
final class HeadReader {
    private static final ByteSlice COMMA_SPACE = ByteSlice.latin1(", ");
    private static final ByteSlice SEMICOLON_SPACE = ByteSlice.latin1("; ");

    private final byte[] bytes;
    private final int end;
    private @Nullable Refusal refusal;

    private HeadReader(byte[] bytes, int end) {
        this.bytes = bytes;
        this.end = end;
    }

    /** Reads a head: the request line, the fields, the empty line. */
    static RawHead read(byte[] head, int length) {
        byte[] own = Arrays.copyOf(head, length);
        return new HeadReader(own, length).head();
    }

    private RawHead head() {
        int lineEnd = lineEnd(0);
        ByteSlice line = withoutLineEnd(0, lineEnd);
        int first = indexOfSpace(line, 0);
        ByteSlice method = line.slice(0, first);
        ByteSlice target = ByteSlice.EMPTY;
        ByteSlice protocol = ByteSlice.EMPTY;
        if (first < line.length()) {
            int last = lastSpace(line);
            boolean versioned = last > first;
            target = line.slice(first + 1, versioned ? last : line.length());
            protocol = versioned ? line.slice(last + 1, line.length()) : ByteSlice.EMPTY;
        }
        checkLine(line, method, target, protocol);
        List<Field> fields = protocol.isEmpty() ? List.of() : fields(lineEnd);
        return new RawHead(method, target, protocol, fields, refusal);
    }

    private void checkLine(ByteSlice line, ByteSlice method, ByteSlice target, ByteSlice protocol) {
        if (method.isEmpty()) {
            refuse("The request line begins with white space.");
        }
        for (int i = 0; i < method.length(); i++) {
            if (!isToken(method.at(i))) {
                refuse("The method has a character that no method may have.");
            }
        }
        if (target.isEmpty()) {
            refuse("The request line has no target.");
        }
        for (int i = 0; i < target.length(); i++) {
            if (target.at(i) <= ' ' || target.at(i) == 0x7F) {
                refuse("The request target has white space or a control character.");
            }
        }
        for (int i = 0; i < line.length(); i++) {
            if (line.at(i) == '\t') {
                refuse("The request line has a tab.");
            }
        }
        if (!protocol.isEmpty() && !isVersion(protocol)) {
            refuse("The protocol is not HTTP/1.0 or above.");
        }
        if (protocol.isEmpty() && !method.toString().equals("GET")) {
            refuse("HTTP/0.9 has no method but GET.");
        }
    }

    private List<Field> fields(int from) {
        Map<String, List<Field>> fields = new LinkedHashMap<>();
        int at = from;
        while (at < end) {
            int next = lineEnd(at);
            ByteSlice line = withoutLineEnd(at, next);
            if (line.isEmpty()) {
                break;
            }
            // RFC 9112, 5.2: a line that begins with white space goes on with the one before it
            ByteSlice whole = line;
            while (next < end && (bytes[next] == ' ' || bytes[next] == '\t')) {
                int following = lineEnd(next);
                ByteSlice more = trimmed(withoutLineEnd(next, following));
                whole = joined(whole, ByteSlice.latin1(" "), more);
                next = following;
            }
            field(whole, fields);
            at = next;
        }
        List<Field> combined = new ArrayList<>(fields.size());
        fields.values().forEach(same -> combined.add(combined(same)));
        return combined;
    }

    /** RFC 9110, 5.3: fields of one name may be combined; so what rules see is what a back end sees. */
    private static Field combined(List<Field> same) {
        if (same.size() == 1) {
            return same.get(0);
        }
        ByteSlice name = same.get(0).name();
        ByteSlice separator = name.toString().equalsIgnoreCase("cookie") ? SEMICOLON_SPACE : COMMA_SPACE;
        ByteSlice[] parts = new ByteSlice[same.size() * 2 - 1];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = i % 2 == 0 ? same.get(i / 2).value() : separator;
        }
        return new Field(name, joined(parts));
    }

    private void field(ByteSlice line, Map<String, List<Field>> fields) {
        int colon = 0;
        while (colon < line.length() && line.at(colon) != ':') {
            colon++;
        }
        if (colon == line.length()) {
            refuse("A header field has no colon.");
            return;
        }
        ByteSlice name = line.slice(0, colon);
        ByteSlice value = trimmed(line.slice(colon + 1, line.length()));
        boolean token = !name.isEmpty();
        for (int i = 0; i < name.length(); i++) {
            token &= isToken(name.at(i));
        }
        if (!token) {
            refuse("The name of a header field is no token.");
        }
        for (int i = 0; i < value.length(); i++) {
            int c = value.at(i);
            if (c < ' ' && c != '\t' || c == 0x7F) {
                refuse("The value of a header field has a control character.");
            }
        }
        fields.computeIfAbsent(name.toString().toLowerCase(Locale.ROOT), any -> new ArrayList<>(1))
                .add(new Field(name, value));
    }

    private void refuse(String reason) {
        if (refusal == null) {
            refusal = new Refusal(400, reason, false);
        }
    }

    /** Where the next line begins. */
    private int lineEnd(int from) {
        int at = from;
        while (at < end && bytes[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, end);
    }

    private ByteSlice withoutLineEnd(int from, int to) {
        int last = to;
        if (last > from && bytes[last - 1] == '\n') {
            last--;
            if (last > from && bytes[last - 1] == '\r') {
                last--;
            }
        }
        return ByteSlice.of(bytes, from, last - from);
    }

    private static int indexOfSpace(ByteSlice line, int from) {
        int at = from;
        while (at < line.length() && line.at(at) != ' ' && line.at(at) != '\t') {
            at++;
        }
        return at;
    }

    private static int lastSpace(ByteSlice line) {
        int at = line.length() - 1;
        while (at >= 0 && line.at(at) != ' ') {
            at--;
        }
        return at;
    }

    private static boolean isVersion(ByteSlice protocol) {
        return protocol.length() == 8
                && protocol.toString().startsWith("HTTP/")
                && protocol.at(5) >= '1'
                && protocol.at(5) <= '9'
                && protocol.at(6) == '.'
                && protocol.at(7) >= '0'
                && protocol.at(7) <= '9';
    }

    /** RFC 9110, 5.6.2. */
    static boolean isToken(int c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }

    private static ByteSlice trimmed(ByteSlice value) {
        int from = 0;
        int to = value.length();
        while (from < to && (value.at(from) == ' ' || value.at(from) == '\t')) {
            from++;
        }
        while (to > from && (value.at(to - 1) == ' ' || value.at(to - 1) == '\t')) {
            to--;
        }
        return value.slice(from, to);
    }

    private static ByteSlice joined(ByteSlice... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteSlice part : parts) {
            all.write(part.array(), part.offset(), part.length());
        }
        return ByteSlice.of(all.toByteArray());
    }
}
