package io.rempart.workbench.ftw;

import io.rempart.workbench.WorkbenchException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Any firewall at a URL, and the file it logs to. A request with the header {@code X-CRS-Test} before and after each test marks its
 * place in the log, so the firewall needs the rule that logs the header (docs/how-to/test-rules.md). Without a log only statuses
 * are checked. For one thread.
 */
public final class UrlTarget implements FtwTarget {
    private static final int TRIES = 20;
    private static final int WAIT_MILLIS = 50;
    private static final int MOST_LOG_BYTES = 64 * 1024 * 1024;

    private final RawHttpClient client;
    private final String host;
    private final @Nullable Path log;

    /** The firewall at a URL; with the file it logs to, or null. */
    public UrlTarget(URI url, @Nullable Path log) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if (url.getHost() == null || !scheme.equals("http") && !scheme.equals("https")) {
            throw new WorkbenchException("No URL to test: " + url + ". Write it as http://host:port/.");
        }
        if (log != null && !Files.isReadable(log)) {
            throw new WorkbenchException("The log " + log + " can't be read.");
        }
        boolean tls = scheme.equals("https");
        int port = url.getPort() > 0 ? url.getPort() : tls ? 443 : 80;
        client = new RawHttpClient(url.getHost(), port, tls);
        host = url.getHost();
        this.log = log;
    }

    @Override
    public Outcome send(byte[] request, boolean head, @Nullable Map<String, ?> response) throws IOException {
        if (response != null) {
            throw new IOException(
                    "A test with \"response\" needs the built-in back end; write it as a request to /reflect.");
        }
        Path file = log;
        String marker = UUID.randomUUID().toString();
        long start = file == null ? 0 : mark(file, marker, Files.size(file));
        HttpAnswer answer = null;
        String error = null;
        try {
            answer = client.send(request, head);
        } catch (IOException none) {
            error = String.valueOf(none.getMessage());
        }
        if (file == null) {
            return new Outcome(answer, error, List.of());
        }
        String last = UUID.randomUUID().toString();
        long end = mark(file, last, start);
        List<String> lines = new ArrayList<>(lines(file, start, end));
        lines.removeIf(line -> line.contains(marker) || line.contains(last));
        return new Outcome(answer, error, lines);
    }

    /** Makes the firewall log the marker, and gives the place after it. */
    private long mark(Path file, String marker, long from) throws IOException {
        String request = "GET /status/200 HTTP/1.1\r\nAccept: */*\r\nConnection: close\r\nHost: " + host
                + "\r\nUser-Agent: rempart rules test\r\nX-CRS-Test: " + marker + "\r\n\r\n";
        byte[] bytes = request.getBytes(StandardCharsets.ISO_8859_1);
        client.send(bytes, false);
        for (int i = 0; i < TRIES; i++) {
            String text = text(file, from, Files.size(file));
            int at = text.lastIndexOf(marker);
            int end = at < 0 ? -1 : text.indexOf('\n', at);
            if (end >= 0) {
                return from + end + 1;
            }
            pause();
        }
        throw new IOException(
                "The log " + file + " does not show the marker: is it the firewall's log, and does a rule log the"
                        + " header X-CRS-Test?");
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(WAIT_MILLIS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped", stopped);
        }
    }

    private static List<String> lines(Path file, long from, long to) throws IOException {
        return text(file, from, to).lines().toList();
    }

    private static String text(Path file, long from, long to) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.max(0, Math.min(MOST_LOG_BYTES, to - from))];
            in.seek(from);
            in.readFully(bytes);
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }

    @Override
    public void close() {
        // each request has a connection of its own
    }
}
