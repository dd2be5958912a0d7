package io.rempart.console.text;

import io.rempart.events.model.ByteText;
import io.rempart.events.model.Event;
import io.rempart.events.model.HeaderField;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A {@code curl} command for bash that sends the request of an event again.
 *
 * <p>An attacker wrote every part of it, and a person pastes it into a shell. So each part is one quoted word; a byte that is
 * not plain printable ASCII is written as {@code \xHH} within {@code $'...'}, so that neither the terminal nor the eye can be
 * deceived; no part can be an option of curl or name a file to read ({@code --url}, {@code --data-raw}; header lines that
 * begin with {@code @} are left out). NUL can't be in a word of a shell: a body that holds it goes through {@code printf}.
 */
public final class CurlCommand {
    /** Bodies longer than this are left out, and {@link #isWhole} says so. */
    static final int LONGEST_BODY = 32 * 1_024;

    private static final int MOST_HEADERS = 100;
    /** What curl or the connection sets by itself. */
    private static final Set<String> NOT_SENT = Set.of("content-length", "connection", "transfer-encoding", "expect");

    /** What curl adds where a request has none. */
    private static final List<String> OWN = List.of("User-Agent", "Accept", "Content-Type");

    private final String text;
    private final boolean whole;

    private CurlCommand(String text, boolean whole) {
        this.text = text;
        this.whole = whole;
    }

    public static CurlCommand of(Event event) {
        StringBuilder command = new StringBuilder("curl --globoff --path-as-is --include --max-time 20");
        boolean whole = true;
        String method = event.request().method().toLatin1();
        ByteText body = event.request().body();
        boolean hasNul = body.toLatin1().indexOf('\0') >= 0;
        if (method.equals("HEAD")) {
            command.append(" --head");
        } else {
            command.append(" \\\n  --request ").append(quoted(event.request().method()));
        }
        int headers = 0;
        for (HeaderField header : event.request().headers()) {
            String name = header.name().toLatin1();
            String value = header.value().toLatin1();
            if (NOT_SENT.contains(name.toLowerCase(Locale.ROOT))) {
                continue;
            }
            boolean fits = !name.isBlank()
                    && !name.startsWith("@")
                    && (name + value).chars().noneMatch(c -> c == '\r' || c == '\n' || c == 0)
                    && headers < MOST_HEADERS;
            if (!fits) {
                whole = false;
                continue;
            }
            headers++;
            command.append(" \\\n  --header ")
                    .append(quoted(bytes(value.isEmpty() ? name + ";" : name + ": " + value)));
        }
        for (String own : OWN) {
            if (event.request().header(own).isEmpty() && (!own.equals("Content-Type") || !body.isEmpty())) {
                command.append(" \\\n  --header '").append(own).append(":'"); // or curl would add one
            }
        }
        if (body.length() > LONGEST_BODY) {
            whole = false;
        } else if (hasNul) {
            command.append(" \\\n  --data-binary @-");
        } else if (!body.isEmpty()) {
            command.append(" \\\n  --data-raw ").append(quoted(body));
        }
        command.append(" \\\n  --url ").append(quoted(bytes(address(event))));
        if (hasNul && body.length() <= LONGEST_BODY) {
            command.insert(0, "printf '%b' " + escaped(body) + " | ");
        }
        return new CurlCommand(command.toString(), whole);
    }

    private static String address(Event event) {
        boolean tls = Boolean.TRUE.equals(event.tls()) || event.tls() == null && event.localPort() == 443;
        String host = event.host().matches("[A-Za-z0-9.\\-]{1,253}|\\[[0-9a-fA-F:.]{2,45}\\]")
                ? event.host()
                : event.localAddress().contains(":") ? "[" + event.localAddress() + "]" : event.localAddress();
        int port = event.localPort();
        String uri = event.request().uri().toLatin1();
        if (uri.startsWith("http://") || uri.startsWith("https://")) {
            return uri;
        }
        return (tls ? "https://" : "http://")
                + (host.isEmpty() ? "localhost" : host)
                + (port == 0 || port == (tls ? 443 : 80) ? "" : ":" + port)
                + (uri.startsWith("/") ? "" : "/")
                + uri.replace("\0", "%00");
    }

    /** One word of bash that is these bytes (without NUL, which no word can hold). */
    static String quoted(ByteText text) {
        boolean plain = true;
        for (int i = 0; i < text.length() && plain; i++) {
            plain = text.at(i) >= 0x20 && text.at(i) < 0x7F;
        }
        if (plain) {
            return "'" + text.toLatin1().replace("'", "'\\''") + "'";
        }
        StringBuilder word = new StringBuilder("$'");
        for (int i = 0; i < text.length(); i++) {
            int c = text.at(i);
            if (c == '\'' || c == '\\') {
                word.append('\\').append((char) c);
            } else if (c >= 0x20 && c < 0x7F) {
                word.append((char) c);
            } else {
                word.append(String.format("\\x%02x", c));
            }
        }
        return word.append('\'').toString();
    }

    /** An argument of {@code printf '%b'} for any bytes. */
    private static String escaped(ByteText text) {
        StringBuilder word = new StringBuilder("'");
        for (int i = 0; i < text.length(); i++) {
            int c = text.at(i);
            if (c >= 0x20 && c < 0x7F && c != '\'' && c != '\\') {
                word.append((char) c);
            } else {
                word.append(String.format("\\0%03o", c));
            }
        }
        return word.append('\'').toString();
    }

    private static ByteText bytes(String latin1) {
        return ByteText.of(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The command; printable ASCII and line ends only. */
    public String text() {
        return text;
    }

    /** False when a part could not be put into the command. */
    public boolean isWhole() {
        return whole;
    }
}
