package io.rempart.conformance.modsecurity2;

import io.rempart.conformance.suite.Folder;
import io.rempart.engine.Compatibility;
import io.rempart.engine.RuleSet;
import io.rempart.engine.RuleSetException;
import io.rempart.engine.body.BodyLimits;
import io.rempart.engine.seclang.RuleSetLoader;
import io.rempart.gateway.Gateway;
import io.rempart.gateway.GatewayException;
import io.rempart.gateway.InspectionLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The engine behind Rempart's HTTP front end, in front of the suite's own files, in the place of the suite's Apache: each case has its
 * own rules, {@code compat: v2}. For one thread.
 */
final class RegressionServer implements AutoCloseable {
    private static final String USER_AGENT = "ModSecurity Regression Tests/1.2.3";
    private static final Pattern LENGTH = Pattern.compile("(?im)^Content-Length:\\s*(\\d+)");
    private static final Pattern LOCATION = Pattern.compile("(?im)^Location:\\s*(\\S+)");
    private static final Pattern MOVED = Pattern.compile("HTTP/\\S+ 30[1278] ");
    private static final int PORT = 8088;
    private static final int MOST_HOPS = 7;
    private static final int LONGEST_WAIT_MILLIS = 10_000;

    private final Path server;
    private final Path errorLog;
    private final Path auditLog;
    private final Path debugLog;
    private final Gateway gateway;
    private volatile RuleSet rules;

    /** With a copy of the suite's server in the folder. */
    RegressionServer(Path suite, Path work) throws IOException {
        server = work.resolve("server_root");
        Folder.copy(suite.resolve("regression/server_root"), server);
        for (String folder : List.of("logs/audit", "logs/subdir", "data", "tmp", "upload")) {
            Files.createDirectories(server.resolve(folder));
        }
        errorLog = server.resolve("logs/error.log");
        auditLog = server.resolve("logs/modsec_audit.log");
        debugLog = server.resolve("logs/modsec_debug.log");
        rules = new RuleSetLoader().load();
        gateway = start();
    }

    /** On the suite's own port, because a case counts the bytes of the Host header; on another when it is taken. */
    private Gateway start() {
        StaticFiles files = new StaticFiles(server.resolve("htdocs"));
        try {
            return Gateway.start("127.0.0.1", PORT, () -> rules, InspectionLimits.DEFAULT, files);
        } catch (GatewayException taken) {
            return Gateway.start("127.0.0.1", 0, () -> rules, InspectionLimits.DEFAULT, files);
        }
    }

    /** What the suite's files ask their surroundings for. */
    Map<String, String> environment() {
        Map<String, String> all = new HashMap<>();
        all.put("SERVER_NAME", "localhost");
        all.put("SERVER_PORT", Integer.toString(gateway.port()));
        all.put("SERVER_ROOT", server.toString());
        all.put("TEST_SERVER_ROOT", server.toString());
        all.put("DATA_DIR", server.resolve("data").toString());
        all.put("TEMP_DIR", server.resolve("tmp").toString());
        all.put("UPLOAD_DIR", server.resolve("upload").toString());
        all.put("CONF_DIR", server.resolve("conf").toString());
        all.put("LOGS_DIR", server.resolve("logs").toString());
        all.put("HTDOCS", server.resolve("htdocs").toString());
        all.put("REGRESSION_DIR", server.getParent().toString());
        all.put("MODULES_DIR", "/usr/lib/apache2/modules");
        all.put("DIST_ROOT", server.getParent().toString());
        all.put("SCRIPT_DIR", server.getParent().toString());
        all.put("AUDIT_LOG", auditLog.toString());
        all.put("DEBUG_LOG", debugLog.toString());
        all.put("ERROR_LOG", errorLog.toString());
        all.put("USER_AGENT", USER_AGENT);
        all.put("RUNASUSER", "rempart");
        return Map.copyOf(all);
    }

    /** Sends the case's request with its rules in force; what is wrong, empty when nothing is. */
    String fault(SuiteCase one, SuiteScript script) throws IOException {
        for (Path log : List.of(errorLog, auditLog, debugLog)) {
            Files.write(log, new byte[0]);
        }
        byte[] conf = one.bytes("conf");
        Path file = server.resolve("conf/case.conf");
        Files.write(file, conf == null ? new byte[0] : conf);
        try {
            rules = new RuleSetLoader()
                    .compatibility(Compatibility.V2)
                    .jsonNames(BodyLimits.JsonNames.V2)
                    .allowPrograms()
                    .errorLog(this::error)
                    .directory(server.resolve("conf"))
                    .file(file)
                    .load();
        } catch (RuleSetException refused) {
            return "the rules do not load: " + refused.getMessage();
        }
        byte[] request = one.bytes("request");
        byte[] answer = request == null ? new byte[0] : followed(request, one.follows());
        if (answer.length == 0 && one.isOfUserAgent()) {
            // as LWP answers in the place of a server that closed the connection
            answer = "HTTP/1.1 500 Server closed connection without sending any data back\r\n\r\n"
                    .getBytes(StandardCharsets.ISO_8859_1);
        }
        awaitLogs();
        Path response = server.resolve("response");
        Files.write(response, answer);
        return script.fault(one, response);
    }

    private synchronized void error(String line) {
        try {
            Files.writeString(
                    errorLog, "[error] " + line + "\n", StandardCharsets.ISO_8859_1, StandardOpenOption.APPEND);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** The log as it is now, for a person who looks for a cause. */
    String logs() throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path log :
                List.of(server.resolve("conf/case.conf"), server.resolve("response"), errorLog, auditLog, debugLog)) {
            all.append("--- ")
                    .append(log.getFileName())
                    .append('\n')
                    .append(Files.readString(log, StandardCharsets.ISO_8859_1));
        }
        return all.toString();
    }

    /** The suite's user agent goes where an answer sends it, within the server. */
    private byte[] followed(byte[] request, boolean follows) throws IOException {
        byte[] answer = send(request);
        for (int hop = 0; follows && hop < MOST_HOPS; hop++) {
            String text = new String(answer, StandardCharsets.ISO_8859_1);
            Matcher location = LOCATION.matcher(text);
            if (!MOVED.matcher(text).lookingAt() || !location.find()) {
                return answer;
            }
            URI to = URI.create(location.group(1));
            String head = new String(request, StandardCharsets.ISO_8859_1);
            String next = head.replaceFirst(" \\S+ ", Matcher.quoteReplacement(" " + to.getRawPath() + " "));
            answer = send(next.getBytes(StandardCharsets.ISO_8859_1));
        }
        return answer;
    }

    private byte[] send(byte[] request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            socket.setSoTimeout(LONGEST_WAIT_MILLIS);
            try {
                socket.getOutputStream().write(request);
                socket.getOutputStream().flush();
            } catch (java.net.SocketException refused) {
                // the server answers and closes before it has read all
            }
            boolean head =
                    new String(request, 0, Math.min(5, request.length), StandardCharsets.ISO_8859_1).equals("HEAD ");
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[65_536];
            try {
                while (!isWhole(out.toByteArray(), head)) {
                    int read = in.read(buffer);
                    if (read < 0) {
                        break;
                    }
                    out.write(buffer, 0, read);
                }
            } catch (SocketTimeoutException over) {
                // what came is the answer
            } catch (java.net.SocketException reset) {
                // a connection that was dropped
            }
            return dechunked(out.toByteArray());
        }
    }

    private static boolean isWhole(byte[] answer, boolean head) {
        String text = new String(answer, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return false;
        }
        String fields = text.substring(0, end);
        if (fields.startsWith("HTTP/1.1 100")) {
            return false;
        }
        Matcher length = LENGTH.matcher(fields);
        if (head || length.find() && answer.length >= end + 4 + Long.parseLong(length.group(1))) {
            return true;
        }
        return isChunked(fields) && text.endsWith("0\r\n\r\n");
    }

    private static boolean isChunked(String fields) {
        return Pattern.compile("(?im)^Transfer-Encoding:\\s*chunked")
                .matcher(fields)
                .find();
    }

    private static byte[] dechunked(byte[] answer) {
        String text = new String(answer, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0 || !isChunked(text.substring(0, end))) {
            return answer;
        }
        StringBuilder out = new StringBuilder(text.substring(0, end + 4));
        int at = end + 4;
        while (at < text.length()) {
            int line = text.indexOf("\r\n", at);
            int size = line < 0 ? 0 : Integer.parseInt(text.substring(at, line).trim(), 16);
            if (size == 0) {
                break;
            }
            out.append(text, line + 2, Math.min(text.length(), line + 2 + size));
            at = line + 4 + size;
        }
        return out.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The answer may be here before the last phase is over. */
    private void awaitLogs() throws IOException {
        long end = System.nanoTime() + LONGEST_WAIT_MILLIS * 1_000_000L;
        while (gateway.open() > 0) {
            if (System.nanoTime() > end) {
                throw new IOException("A transaction was not logged within " + LONGEST_WAIT_MILLIS + " ms.");
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        gateway.close();
    }
}
