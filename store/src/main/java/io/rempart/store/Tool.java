package io.rempart.store;

import io.rempart.events.model.HeaderField;
import io.rempart.events.model.Request;
import java.util.Set;

/**
 * What a program is known by, whoever runs it: in which order it sends header fields, and what its user agent names. Fields
 * that come and go with the request, and those that proxies add, are left out of the order.
 *
 * @param headers hash of the order (FNV-1a, 64 bits); 0 when the log has no header
 * @param name the user agent without versions
 */
record Tool(long headers, String name) {
    static final Tool UNKNOWN = new Tool(0, "");
    private static final int NAME_LENGTH = 120;
    private static final int FIELDS = 64;
    private static final int FIELD_LENGTH = 64;
    private static final Set<String> PASSING = Set.of(
            "cookie",
            "content-length",
            "content-type",
            "authorization",
            "referer",
            "origin",
            "range",
            "if-modified-since",
            "if-none-match",
            "cache-control",
            "pragma",
            "x-forwarded-for",
            "x-forwarded-proto",
            "x-forwarded-host",
            "x-forwarded-port",
            "x-real-ip",
            "forwarded",
            "via",
            "true-client-ip",
            "cf-connecting-ip");

    static Tool of(Request request, String userAgent) {
        String name = withoutVersions(userAgent);
        long hash = 0xcbf29ce484222325L;
        int fields = 0;
        for (HeaderField field : request.headers()) {
            String header = Texts.folded(Texts.clean(field.name(), FIELD_LENGTH));
            if (PASSING.contains(header)) {
                continue;
            }
            if (fields++ == FIELDS) {
                break;
            }
            hash = hashed(hash, header);
            hash = hashed(hash, "\n");
        }
        return fields == 0 && name.isEmpty() ? UNKNOWN : new Tool(fields == 0 ? 0 : hash, name);
    }

    /** FNV-1a over the characters of a text. */
    static long hashed(long hash, String text) {
        long value = hash;
        for (int i = 0; i < text.length(); i++) {
            value = (value ^ text.charAt(i)) * 0x100000001b3L;
        }
        return value;
    }

    static String withoutVersions(String userAgent) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < userAgent.length() && name.length() < NAME_LENGTH; i++) {
            char c = userAgent.charAt(i);
            boolean begins = c >= '0' && c <= '9' && (i == 0 || "/ _:;=".indexOf(userAgent.charAt(i - 1)) >= 0);
            if (!begins) {
                name.append(c);
                continue;
            }
            while (i < userAgent.length() && isOfVersion(userAgent.charAt(i))) {
                i++;
            }
            i--;
            int length = name.length();
            if (length > 0 && "/ _:=".indexOf(name.charAt(length - 1)) >= 0) {
                name.setLength(length - 1);
            }
        }
        return Texts.clean(name.toString(), NAME_LENGTH);
    }

    private static boolean isOfVersion(char c) {
        return c >= '0' && c <= '9' || c == '.' || c == '_';
    }
}
