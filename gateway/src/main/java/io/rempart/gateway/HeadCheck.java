package io.rempart.gateway;

import io.rempart.engine.bytes.ByteSlice;
import io.rempart.gateway.RawHead.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * What must hold of a head that can be read, before a request may be forwarded: where it goes, for which host, and how long its
 * body is (RFC 9112, sections 3.2 and 6; RFC 9110, section 7.2). Rules look at such a head; then it is refused. Stateless.
 */
final class HeadCheck {
    private HeadCheck() {}

    /** The head, refused where something does not hold, and without what must not be forwarded. */
    static RawHead check(RawHead head) {
        if (head.refusal() != null || head.isVersion09()) {
            return head;
        }
        String problem = target(head);
        if (problem == null) {
            problem = host(head);
        }
        if (problem == null) {
            problem = framing(head);
        }
        if (problem != null) {
            return head.refused(new Refusal(400, problem, true));
        }
        // RFC 9112, 6.3: Transfer-Encoding overrides Content-Length, which must be removed before forwarding
        return head.field("Transfer-Encoding") == null ? head : head.without("Content-Length");
    }

    private static @Nullable String target(RawHead head) {
        String target = head.target().toString();
        String method = head.method().toString();
        if (target.indexOf('#') >= 0) {
            return "The request target has a fragment.";
        }
        if (method.equals("CONNECT")) {
            int colon = target.lastIndexOf(':');
            boolean port = colon > 0 && colon < target.length() - 1;
            for (int i = colon + 1; port && i < target.length(); i++) {
                port = isDigit(target.charAt(i));
            }
            return port ? null : "CONNECT needs a host and a port.";
        }
        boolean whole = target.startsWith("/")
                || target.equals("*") && method.equals("OPTIONS")
                || schemeLength(target) > 0 && target.startsWith("://", schemeLength(target));
        return whole ? null : "The request target is neither a path nor a URL.";
    }

    private static int schemeLength(String target) {
        int at = 0;
        while (at < target.length() && Character.isLetterOrDigit(target.charAt(at))) {
            at++;
        }
        return at;
    }

    private static @Nullable String host(RawHead head) {
        ByteSlice host = head.field("Host");
        boolean required = !head.protocol().toString().equals("HTTP/1.0");
        if (host == null || host.isEmpty()) {
            return required ? "The request names no host." : null;
        }
        for (int i = 0; i < host.length(); i++) {
            int c = host.at(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!letter && "-._~:[]!$&'()*+,;=".indexOf(c) < 0) {
                return "The host has a character that no host may have.";
            }
        }
        return null;
    }

    private static @Nullable String framing(RawHead head) {
        ByteSlice coding = head.field("Transfer-Encoding");
        if (coding != null) {
            // RFC 9112, 6.1: one who speaks HTTP/1.0 does not know it, so its framing is faulty
            if (head.protocol().toString().equals("HTTP/1.0")) {
                return "HTTP/1.0 has no transfer codings.";
            }
            return coding.toString().equalsIgnoreCase("chunked") ? null : "The transfer coding is not chunked.";
        }
        ByteSlice length = head.field("Content-Length");
        if (length == null) {
            return null;
        }
        boolean digits = !length.isEmpty() && length.length() <= 18;
        for (int i = 0; i < length.length(); i++) {
            digits &= isDigit(length.at(i));
        }
        return digits ? null : "Content-Length is not a number.";
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
