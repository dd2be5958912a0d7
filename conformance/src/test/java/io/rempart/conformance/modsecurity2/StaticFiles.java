package io.rempart.conformance.modsecurity2;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers with the files of a folder, whatever the method, as Apache does for what the suite asks. Thread-safe. */
final class StaticFiles extends Handler.Abstract {
    private static final Map<String, String> TYPES =
            Map.of("txt", "text/plain", "html", "text/html", "pdf", "application/pdf");

    private final Path folder;

    StaticFiles(Path folder) {
        this.folder = folder;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        ByteBuffer unread = Content.Source.asByteBuffer(request);
        assert unread != null;
        String path = Request.getPathInContext(request);
        Path file = folder.resolve((path.endsWith("/") ? path + "index.html" : path).substring(1))
                .normalize();
        if (!file.startsWith(folder) || !Files.isRegularFile(file)) {
            Response.writeError(request, response, callback, 404);
            return true;
        }
        byte[] content = Files.readAllBytes(file);
        String name = file.getFileName().toString();
        response.getHeaders()
                .put(
                        HttpHeader.CONTENT_TYPE,
                        TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "text/plain"));
        response.getHeaders()
                .put(
                        HttpHeader.LAST_MODIFIED,
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.ofInstant(
                                Files.getLastModifiedTime(file).toInstant(), ZoneOffset.UTC)));
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, content.length);
        response.write(true, ByteBuffer.wrap(content), callback);
        return true;
    }
}
