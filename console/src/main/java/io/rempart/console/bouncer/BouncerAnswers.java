package io.rempart.console.bouncer;

import io.rempart.console.ConsoleRooms;
import io.rempart.console.DecisionFeed;
import io.rempart.console.DecisionFeed.Changes;
import io.rempart.console.DecisionFeed.Item;
import io.rempart.console.DecisionFeed.Written;
import io.rempart.console.security.TokenLogIn;
import io.rempart.events.account.ApiToken;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What CrowdSec's bouncers ask of a local API (its public OpenAPI description, tag "bouncers"), so that they enforce our blocks on
 * other machines unchanged, and the same as plain lists. A bouncer is told how it stands once its answer is written: one that did
 * not get its answer gets it again.
 */
@Controller
class BouncerAnswers {
    private static final JsonFactory JSON = JsonFactory.builder().build();

    private final ConsoleRooms rooms;

    BouncerAnswers(ConsoleRooms rooms) {
        this.rooms = rooms;
    }

    /** Who asks; a person with a browser is nobody whose position is kept. */
    private record Asking(String name, String address, String agent, boolean isBouncer) {}

    private Asking asking(HttpServletRequest request) {
        String agent = request.getHeader("User-Agent");
        boolean isBouncer =
                SecurityContextHolder.getContext().getAuthentication() instanceof TokenLogIn && isGet(request);
        return new Asking(tokenName(), request.getRemoteAddr(), agent == null ? "" : agent, isBouncer);
    }

    private String tokenName() {
        if (SecurityContextHolder.getContext().getAuthentication() instanceof TokenLogIn token) {
            return rooms.accounts().tokens().tokens().stream()
                            .filter(one -> one.id() == token.tokenId())
                            .map(ApiToken::name)
                            .findFirst()
                            .orElse("")
                    + " #" + token.tokenId();
        }
        return "";
    }

    private static boolean isGet(HttpServletRequest request) {
        return request.getMethod().equals("GET");
    }

    @GetMapping("/v1/decisions/stream")
    void stream(HttpServletRequest request, HttpServletResponse response) throws IOException {
        DecisionFeed feed = feed(response);
        Wanted wanted = feed == null ? null : wanted(request, response);
        if (feed == null || wanted == null) {
            return;
        }
        Asking asking = asking(request);
        boolean starts = "true".equals(request.getParameter("startup")) || !asking.isBouncer();
        Changes changes = starts ? feed.everything() : feed.changes(asking.name(), asking.address());
        try (OutputStream out = begin(request, response)) {
            try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
                json.writeStartObject();
                json.writeName("deleted");
                write(json, changes.gone(), wanted);
                json.writeName("new");
                write(json, changes.added(), wanted);
                json.writeEndObject();
            }
        }
        response.flushBuffer();
        if (asking.isBouncer()) {
            feed.pulled(asking.name(), asking.address(), asking.agent(), changes.mark());
        }
    }

    @GetMapping("/v1/decisions")
    void decisions(HttpServletRequest request, HttpServletResponse response) throws IOException {
        DecisionFeed feed = feed(response);
        Wanted wanted = feed == null ? null : wanted(request, response);
        if (feed == null || wanted == null) {
            return;
        }
        List<Item> found = feed.inForce();
        Asking asking = asking(request);
        try (OutputStream out = begin(request, response)) {
            try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
                write(json, found, wanted);
            }
        }
        if (asking.isBouncer()) {
            feed.pulled(asking.name(), asking.address(), asking.agent(), "");
        }
    }

    @GetMapping("/feeds/decisions.txt")
    void text(HttpServletRequest request, HttpServletResponse response) throws IOException {
        list("txt", request, response);
    }

    @GetMapping("/feeds/decisions.nft")
    void nftables(HttpServletRequest request, HttpServletResponse response) throws IOException {
        list("nft", request, response);
    }

    private void list(String form, HttpServletRequest request, HttpServletResponse response) throws IOException {
        DecisionFeed feed = feed(response);
        if (feed == null) {
            return;
        }
        Written list = feed.list(form);
        Asking asking = asking(request);
        // weak: the same addresses, in a file that says when it was written (RFC 9110, 8.8.3)
        String tag = "W/\"" + list.mark() + "\"";
        response.setHeader("ETag", tag);
        response.setHeader("Cache-Control", "no-cache");
        if (isKnown(request, tag)) {
            response.setStatus(304);
        } else {
            response.setContentType("text/plain;charset=utf-8");
            try (Writer out = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8)) {
                list.writing().to(out);
            }
        }
        if (asking.isBouncer()) {
            feed.pulled(asking.name(), asking.address(), asking.agent(), "");
        }
    }

    /** {@code If-None-Match}, compared weakly (RFC 9110, 13.1.2). */
    private static boolean isKnown(HttpServletRequest request, String tag) {
        String known = request.getHeader("If-None-Match");
        return known != null
                && (known.strip().equals("*") || known.replace("W/", "").contains(tag.substring("W/".length())));
    }

    private @org.jspecify.annotations.Nullable DecisionFeed feed(HttpServletResponse response) throws IOException {
        if (rooms.feed().isEmpty()) {
            message(response, 404, "no decisions are given out here");
        }
        return rooms.feed().orElse(null);
    }

    private static @org.jspecify.annotations.Nullable Wanted wanted(
            HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            return Wanted.of(request);
        } catch (IllegalArgumentException e) {
            message(
                    response,
                    400,
                    "a parameter can't be read: ip and range are addresses, texts have at most 2000 characters");
            return null;
        }
    }

    private static void message(HttpServletResponse response, int status, String sentence) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json");
        response.getOutputStream().write(("{\"message\":\"" + sentence + "\"}\n").getBytes(StandardCharsets.UTF_8));
    }

    private static OutputStream begin(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("application/json");
        return isGet(request) ? response.getOutputStream() : OutputStream.nullOutputStream();
    }

    /** {@code null} where there is none, as CrowdSec has it. */
    private static void write(JsonGenerator json, List<Item> items, Wanted wanted) {
        boolean isOpen = false;
        for (Item item : items) {
            if (!wanted.includes(item)) {
                continue;
            }
            if (!isOpen) {
                json.writeStartArray();
                isOpen = true;
            }
            json.writeStartObject();
            json.writeNumberProperty("id", item.id());
            json.writeStringProperty("origin", item.origin());
            json.writeStringProperty("type", "ban");
            json.writeStringProperty("scope", item.scope());
            json.writeStringProperty("value", item.value());
            json.writeStringProperty("duration", duration(item.left()));
            json.writeStringProperty("scenario", item.scenario());
            json.writeEndObject();
        }
        if (isOpen) {
            json.writeEndArray();
        } else {
            json.writeNull();
        }
    }

    /** As Go writes durations: {@code 3h59m58.123s}, {@code -12.5s}. */
    static String duration(Duration left) {
        Duration size = left.abs();
        StringBuilder text = new StringBuilder(left.isNegative() ? "-" : "");
        if (size.toHours() > 0) {
            text.append(size.toHours()).append('h');
        }
        if (size.toMinutes() > 0) {
            text.append(size.toMinutesPart()).append('m');
        }
        text.append(size.toSecondsPart());
        if (size.toMillisPart() > 0) {
            text.append('.').append("%03d".formatted(size.toMillisPart()).replaceFirst("0+$", ""));
        }
        return text.append('s').toString();
    }
}
