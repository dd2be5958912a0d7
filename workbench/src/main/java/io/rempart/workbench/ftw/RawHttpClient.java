package io.rempart.workbench.ftw;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Sends bytes and reads an HTTP/1 answer; what is sent need not be HTTP. For one thread. */
final class RawHttpClient {
    /** Most bytes of an answer that are read. */
    static final int LONGEST_ANSWER = 16 * 1024 * 1024;

    private static final int CLOSE_MILLIS = 2_000;
    private static final int TIMEOUT_MILLIS = 10_000;

    private final String host;
    private final int port;
    private final boolean tls;

    RawHttpClient(String host, int port, boolean tls) {
        this.host = host;
        this.port = port;
        this.tls = tls;
    }

    /**
     * Sends a request over a connection of its own.
     *
     * @throws IOException when there is no answer, or none in HTTP
     */
    HttpAnswer send(byte[] request, boolean head) throws IOException {
        try (Socket socket = connect()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            OutputStream out = socket.getOutputStream();
            InputStream in = new BufferedInputStream(socket.getInputStream());
            try {
                out.write(request);
                out.flush();
            } catch (IOException early) {
                // the server may have answered and closed before it read all
                return read(in, head);
            }
            HttpAnswer answer = read(in, head);
            awaitClose(socket, in, answer);
            return answer;
        }
    }

    /** A server logs a request after its answer, and before it closes: what it logged is in its log then. */
    private static void awaitClose(Socket socket, InputStream in, HttpAnswer answer) {
        String connection = answer.field("Connection");
        if (connection == null || !connection.toLowerCase(Locale.ROOT).contains("close")) {
            return;
        }
        try {
            socket.setSoTimeout(CLOSE_MILLIS);
            in.skip(LONGEST_ANSWER);
        } catch (IOException closed) {
            // closed, or not within its time
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        if (!tls) {
            return socket;
        }
        SSLSocket secure =
                (SSLSocket) ((SSLSocketFactory) SSLSocketFactory.getDefault()).createSocket(socket, host, port, true);
        secure.startHandshake();
        return secure;
    }

    private static HttpAnswer read(InputStream in, boolean head) throws IOException {
        while (true) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            int status = status(line(in, all));
            List<String> fields = new ArrayList<>();
            for (String field = line(in, all); !field.isEmpty(); field = line(in, all)) {
                fields.add(field);
            }
            if (status >= 100 && status < 200) {
                continue;
            }
            HttpAnswer answer = new HttpAnswer(status, fields, "");
            if (!head && status != 204 && status != 304) {
                body(in, answer, all);
            }
            return new HttpAnswer(status, fields, all.toString(StandardCharsets.ISO_8859_1));
        }
    }

    private static void body(InputStream in, HttpAnswer answer, ByteArrayOutputStream all) throws IOException {
        String coding = answer.field("Transfer-Encoding");
        String length = answer.field("Content-Length");
        if (coding != null && coding.toLowerCase(Locale.ROOT).contains("chunked")) {
            for (int size = chunk(line(in, all)); size > 0; size = chunk(line(in, all))) {
                copy(in, all, size);
                line(in, all);
            }
        } else if (length != null) {
            copy(in, all, number(length, 10));
        } else {
            copy(in, all, LONGEST_ANSWER);
        }
    }

    private static int status(String line) throws IOException {
        if (!line.startsWith("HTTP/") || line.length() < 12) {
            throw new IOException("The answer is not HTTP.");
        }
        return number(line.substring(9, 12), 10);
    }

    private static int chunk(String line) throws IOException {
        int end = line.indexOf(';');
        return number((end < 0 ? line : line.substring(0, end)).strip(), 16);
    }

    private static int number(String text, int radix) throws IOException {
        try {
            return Integer.parseInt(text, radix);
        } catch (NumberFormatException none) {
            throw new IOException("The answer has no number where one must be.", none);
        }
    }

    private static void copy(InputStream in, ByteArrayOutputStream all, int length) throws IOException {
        byte[] buffer = new byte[8192];
        int left = Math.min(length, LONGEST_ANSWER - all.size());
        while (left > 0) {
            int count = in.read(buffer, 0, Math.min(buffer.length, left));
            if (count < 0) {
                return;
            }
            all.write(buffer, 0, count);
            left -= count;
        }
    }

    private static String line(InputStream in, ByteArrayOutputStream all) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || line.size() > 100_000) {
                throw new IOException("The answer ends inside its head.");
            }
            line.write(next);
        }
        all.writeBytes(line.toByteArray());
        all.write('\n');
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
