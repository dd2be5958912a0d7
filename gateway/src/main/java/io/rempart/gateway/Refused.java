package io.rempart.gateway;

import io.rempart.engine.Verdict;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** The page that a refused client gets: the status and the transaction's id, nothing of rules. Stateless. */
final class Refused {
    /**
     * What is answered.
     *
     * @param status the HTTP status
     * @param location where a redirection goes to, null when it is none
     */
    record Answer(int status, @Nullable String location) {}

    private Refused() {}

    static Answer answer(Verdict verdict) {
        boolean redirects = verdict.kind() == Verdict.Kind.REDIRECT && verdict.location() != null;
        int usual = redirects ? 302 : 403;
        int status = verdict.status() >= 300 && verdict.status() <= 599 ? verdict.status() : usual;
        return new Answer(status, redirects ? verdict.location() : null);
    }

    static void write(Response response, Answer answer, String id, Callback callback) {
        response.reset();
        response.setStatus(answer.status());
        if (answer.location() != null) {
            response.getHeaders().put(HttpHeader.LOCATION, answer.location());
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/html;charset=utf-8");
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        String name = answer.status() + " " + HttpStatus.getMessage(answer.status());
        String page = "<!doctype html><title>" + name + "</title><h1>" + name + "</h1><p>" + id + "</p>\n";
        response.write(true, ByteBuffer.wrap(page.getBytes(StandardCharsets.UTF_8)), callback);
    }
}
