package io.rempart.console.live;

import io.rempart.console.language.RequestWords;
import io.rempart.console.security.Person;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** The stream of changes, as server-sent events (WHATWG HTML, section 9.2). */
@Controller
class LiveApi {
    static final String PATH = "/api/v1/live";

    private final LiveHub hub;
    private final PresentPeople present;
    private final Clock clock;
    private final AtomicLong number = new AtomicLong();

    LiveApi(LiveHub hub, PresentPeople present, Clock clock) {
        this.hub = hub;
        this.present = present;
        this.clock = clock;
    }

    @GetMapping(PATH)
    void stream(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Authentication who = SecurityContextHolder.getContext().getAuthentication();
        HttpSession session = request.getSession(false);
        if (who == null
                || !(who.getPrincipal() instanceof Person person)
                || session != null && !present.isPresent(session)) {
            refuse(response, 401, "Not logged in", RequestWords.text(request, "door.unknown"));
            return;
        }
        if (!hub.hasRoom(person.name(), session != null)) {
            response.setHeader("Retry-After", "30");
            refuse(response, 503, "Too many streams", RequestWords.text(request, "door.streams"));
            return;
        }
        response.setContentType("text/event-stream");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("X-Accel-Buffering", "no");
        AsyncContext context = request.startAsync();
        context.setTimeout(0);
        String attribute = Subscriber.class.getName() + number.incrementAndGet();
        Subscriber subscriber =
                new Subscriber(context, response.getOutputStream(), person, session, clock.instant(), one -> {
                    hub.remove(one);
                    forget(session, attribute);
                });
        if (session != null) {
            session.setAttribute(attribute, subscriber);
        }
        response.getOutputStream().setWriteListener(subscriber);
        hub.add(subscriber, lastEventId(request));
    }

    private static void forget(@Nullable HttpSession session, String attribute) {
        try {
            if (session != null) {
                session.removeAttribute(attribute);
            }
        } catch (IllegalStateException e) {
            // the session is over
        }
    }

    private static @Nullable Long lastEventId(HttpServletRequest request) {
        String id = request.getHeader("Last-Event-ID");
        return id == null ? null : id.matches("\\d{1,18}") ? Long.valueOf(id) : Long.valueOf(-1);
    }

    private static void refuse(HttpServletResponse response, int status, String title, String detail)
            throws IOException {
        response.setStatus(status);
        response.setContentType("application/problem+json");
        response.getOutputStream()
                .write(("{\"type\":\"about:blank\",\"title\":\"" + title + "\",\"status\":" + status + ",\"detail\":\""
                                + detail + "\"}\n")
                        .getBytes(StandardCharsets.UTF_8));
    }
}
