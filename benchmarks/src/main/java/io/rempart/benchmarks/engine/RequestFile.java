package io.rempart.benchmarks.engine;

import io.rempart.engine.bytes.ByteSlice;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes requests for programs in other languages: numbers of four bytes, big endian; byte strings after their lengths. The body of
 * the response comes first, then the number of requests, then of each its method, URI, version, client, headers, body.
 */
final class RequestFile {
    private RequestFile() {}

    static void write(Path file, ByteSlice response, List<Request> requests) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            write(out, response);
            out.writeInt(requests.size());
            for (Request request : requests) {
                write(out, request.method());
                write(out, request.uri());
                String protocol = request.protocol().toString();
                write(out, ByteSlice.latin1(protocol.substring(protocol.indexOf('/') + 1)));
                write(out, ByteSlice.latin1(request.client()));
                out.writeInt(request.headers().size());
                for (Request.Header header : request.headers()) {
                    write(out, header.name());
                    write(out, header.value());
                }
                write(out, request.body());
            }
        }
    }

    private static void write(DataOutputStream out, ByteSlice text) throws IOException {
        out.writeInt(text.length());
        out.write(text.array(), text.offset(), text.length());
    }
}
