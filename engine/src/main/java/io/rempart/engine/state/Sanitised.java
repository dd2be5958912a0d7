package io.rempart.engine.state;

import io.rempart.engine.bytes.ByteSlice;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What must not be readable in logs (sanitise actions): arguments and header fields by name. Bounded by {@value #MOST} names of
 * each kind; when there are more, all of that kind are hidden, so that flooding hides too much rather than too little
 * (CVE-2025-47947, CVE-2025-48866). For one thread.
 */
public final class Sanitised {
    /** Most names of one kind. */
    public static final int MOST = 1_000;

    private final Set<ByteSlice> arguments = new LinkedHashSet<>();
    private final Set<ByteSlice> requestHeaders = new LinkedHashSet<>();
    private final Set<ByteSlice> responseHeaders = new LinkedHashSet<>();

    /** Hides an argument. */
    public void argument(ByteSlice name) {
        add(arguments, name);
    }

    /** Hides a header field of the request. */
    public void requestHeader(ByteSlice name) {
        add(requestHeaders, name);
    }

    /** Hides a header field of the response. */
    public void responseHeader(ByteSlice name) {
        add(responseHeaders, name);
    }

    /** Whether the argument is hidden. */
    public boolean hidesArgument(ByteSlice name) {
        return hides(arguments, name);
    }

    /** Whether the header field of the request is hidden. */
    public boolean hidesRequestHeader(ByteSlice name) {
        return hides(requestHeaders, name);
    }

    /** Whether the header field of the response is hidden. */
    public boolean hidesResponseHeader(ByteSlice name) {
        return hides(responseHeaders, name);
    }

    /** Whether any argument is hidden. */
    public boolean hidesArguments() {
        return !arguments.isEmpty();
    }

    /** The names of the hidden arguments, in lower case. */
    public Set<ByteSlice> arguments() {
        return arguments;
    }

    /** The names of the hidden header fields of the request, in lower case. */
    public Set<ByteSlice> requestHeaders() {
        return requestHeaders;
    }

    /** The names of the hidden header fields of the response, in lower case. */
    public Set<ByteSlice> responseHeaders() {
        return responseHeaders;
    }

    private static void add(Set<ByteSlice> names, ByteSlice name) {
        if (names.size() <= MOST) {
            names.add(Ascii.lowerCase(name));
        }
    }

    private static boolean hides(Set<ByteSlice> names, ByteSlice name) {
        return !names.isEmpty() && (names.size() > MOST || names.contains(Ascii.lowerCase(name)));
    }
}
