package io.rempart.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.engine.RuleSet;
import io.rempart.engine.seclang.RuleSetLoader;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

/** A real server on the loopback, asked over a socket. */
class GatewayTest {
    private static final String BODIES = "SecRuleEngine On\nSecRequestBodyAccess On\nSecResponseBodyAccess On\n"
            + "SecResponseBodyMimeType text/plain\n";

    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());

    /** Answers with what it got, in the media type text/plain. */
    private final class Echo extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            String body = StandardCharsets.ISO_8859_1
                    .decode(Content.Source.asByteBuffer(request))
                    .toString();
            seen.add(request.getMethod() + " " + request.getHttpURI().getPathQuery() + " " + body);
            response.getHeaders().put("Content-Type", "text/plain");
            if (request.getHttpURI().getPath().equals("/chunks")) {
                for (int i = 0; i < 3; i++) {
                    try (org.eclipse.jetty.util.Blocker.Callback each = org.eclipse.jetty.util.Blocker.callback()) {
                        response.write(false, ByteBuffer.wrap(("part" + i).getBytes(StandardCharsets.UTF_8)), each);
                        each.block();
                    }
                }
                callback.succeeded();
            } else {
                response.write(true, ByteBuffer.wrap(("got " + body).getBytes(StandardCharsets.ISO_8859_1)), callback);
            }
            return true;
        }
    }

    private String ask(String rules, String request) throws Exception {
        return ask(rules, InspectionLimits.DEFAULT, request);
    }

    private String ask(String rules, InspectionLimits limits, String request) throws Exception {
        RuleSet set = new RuleSetLoader()
                .text("rules.conf", BODIES + rules)
                .errorLog(log::add)
                .load();
        try (Gateway gateway = Gateway.start("127.0.0.1", 0, () -> set, limits, new Echo());
                Socket socket = new Socket("127.0.0.1", gateway.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            String answer;
            try {
                answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            } catch (IOException closed) {
                answer = "";
            }
            for (long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
                    gateway.open() > 0 && System.nanoTime() < end; ) {
                Thread.onSpinWait();
            }
            assertThat(gateway.open()).isZero();
            return answer;
        }
    }

    private static String get(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    }

    private static String post(String target, String body) {
        return "POST " + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: " + body.length()
                + "\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n" + body;
    }

    @Test
    void whatTheRulesLetPassReachesTheBackEndWhole() throws Exception {
        assertThat(ask("", post("/a?b=%41", "x=1&y=2")))
                .startsWith("HTTP/1.1 200")
                .endsWith("got x=1&y=2");
        assertThat(seen).containsExactly("POST /a?b=%41 x=1&y=2");
    }

    @Test
    void aRefusedRequestNeverReachesTheBackEnd() throws Exception {
        String rules = "SecRule REQUEST_URI_RAW \"@contains <\" \"id:1,phase:1,deny,status:406,log\"";
        assertThat(ask(rules, get("/<"))).startsWith("HTTP/1.1 406");
        assertThat(seen).isEmpty();
        assertThat(log).singleElement().asString().contains("[id \"1\"]");
    }

    @Test
    void theBodyIsInspectedBeforeItIsForwarded() throws Exception {
        String rules = "SecRule ARGS:x \"@streq bad\" \"id:1,phase:2,deny,log\"";
        assertThat(ask(rules, post("/", "x=bad"))).startsWith("HTTP/1.1 403");
        String chunked = "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n"
                + "Content-Type: application/x-www-form-urlencoded\r\n\r\n3\r\nx=b\r\n2\r\nad\r\n0\r\n\r\n";
        assertThat(ask(rules, chunked)).startsWith("HTTP/1.1 403");
        assertThat(seen).isEmpty();
    }

    @Test
    void aBodyBeyondTheLimitGoesThroughWhole() throws Exception {
        String body = "x=" + "y".repeat(200_000);
        assertThat(ask("", new InspectionLimits(1_000, 1_000), post("/", body))).endsWith("got " + body);
    }

    @Test
    void theResponseIsInspectedBeforeItLeaves() throws Exception {
        String rules = "SecRule RESPONSE_BODY \"@contains got secret\" \"id:1,phase:4,deny,status:502,log\"";
        assertThat(ask(rules, post("/", "secret"))).startsWith("HTTP/1.1 502").doesNotContain("secret");
    }

    @Test
    void aResponseInPiecesIsInspectedAsOne() throws Exception {
        String rules = "SecRule RESPONSE_BODY \"@contains part0part1part2\" \"id:1,phase:4,deny,log\"";
        assertThat(ask(rules, get("/chunks"))).startsWith("HTTP/1.1 403").doesNotContain("part");
        assertThat(ask("", get("/chunks"))).contains("part0").contains("part2");
    }

    @Test
    void aResponseBeyondTheLimitIsJudgedByItsBeginning() throws Exception {
        InspectionLimits small = new InspectionLimits(1_000, 4);
        String beginning = "SecRule RESPONSE_BODY \"@contains part0\" \"id:1,phase:4,deny,log\"";
        assertThat(ask(beginning, small, get("/chunks")))
                .startsWith("HTTP/1.1 403")
                .doesNotContain("part");
        String end = "SecRule RESPONSE_BODY \"@contains part2\" \"id:1,phase:4,deny,log\"";
        assertThat(ask(end, small, get("/chunks"))).startsWith("HTTP/1.1 200").contains("part0", "part1", "part2");
    }

    @Test
    void aRefusalAfterTheHeadHasLeftCutsTheResponseOff() throws Exception {
        String rules = "SecResponseBodyAccess Off\nSecAction \"id:1,phase:4,deny,log\"";
        assertThat(ask(rules, get("/chunks"))).startsWith("HTTP/1.1 200").doesNotContain("0\r\n\r\n");
        assertThat(log).hasSize(1);
    }

    @Test
    void redirectsAndDropsAsTheRulesSay() throws Exception {
        assertThat(ask("SecAction \"id:1,phase:1,redirect:https://b/,log\"", get("/")))
                .startsWith("HTTP/1.1 302")
                .contains("Location: https://b/");
        assertThat(ask("SecAction \"id:1,phase:2,drop,log\"", get("/"))).isEmpty();
        assertThat(ask("SecAction \"id:1,phase:4,drop,log\"", get("/"))).isEmpty();
    }

    @Test
    void whatCanNotBeReadIsRefusedAndLogged() throws Exception {
        String rules = "SecAction \"id:1,phase:1,pass,log,msg:'one'\"\nSecAction \"id:5,phase:5,pass,log,msg:'five'\"";
        assertThat(ask(rules, "GET / HTTP/1.1\r\nHost: a\r\nbroken\r\n\r\n")).startsWith("HTTP/1.1 400");
        assertThat(log).singleElement().asString().contains("[id \"5\"]");
        log.clear();
        assertThat(ask(rules, "GET /#f HTTP/1.1\r\nHost: a\r\n\r\n")).startsWith("HTTP/1.1 400");
        assertThat(log).hasSize(2);
        assertThat(seen).isEmpty();
    }

    @Test
    void aHeadOfTheGreatestLengthIsServedAndOneByteMoreIsNot() throws Exception {
        String start = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX: ";
        String filled = start + "x".repeat(Gateway.MOST_HEAD_BYTES - start.length() - 4);
        assertThat(ask("", filled + "\r\n\r\n")).startsWith("HTTP/1.1 200");
        assertThat(ask("", filled + "x\r\n\r\n")).startsWith("HTTP/1.1 431");
    }

    @Test
    void requestsOverOneConnectionAreEachSeen() throws Exception {
        String rules = "SecRule ARGS:q \"@rx ^\\d$\" \"id:1,phase:1,pass,log\"";
        String two = "GET /?q=1 HTTP/1.1\r\nHost: a\r\n\r\n" + get("/?q=2");
        assertThat(ask(rules, two)).contains("200").endsWith("got ");
        assertThat(seen).containsExactly("GET /?q=1 ", "GET /?q=2 ");
        assertThat(log).hasSize(2);
    }

    @Test
    void aRequestWithoutProtocolGetsAnAnswerWithoutHead() throws Exception {
        String rules = "SecRule REQUEST_PROTOCOL \"@streq HTTP/0.9\" \"id:1,phase:1,pass,log\"";
        assertThat(ask(rules, "GET /\r\n")).isEqualTo("got ");
        assertThat(log).hasSize(1);
    }

    @Test
    void aBrokenChunkEndsTheRequest() throws Exception {
        assertThat(ask("", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"))
                .startsWith("HTTP/1.1 400");
        assertThat(seen).isEmpty();
    }
}
