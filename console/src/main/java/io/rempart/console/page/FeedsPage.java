package io.rempart.console.page;

import io.rempart.console.ConsoleRooms;
import io.rempart.console.DecisionFeed;
import io.rempart.console.DecisionFeed.Bouncer;
import io.rempart.console.DecisionFeed.Incoming;
import io.rempart.console.language.Wording;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** Lists of others that come in, and the bouncers of other machines that our blocks go out to. */
@Controller
class FeedsPage {
    /** A bouncer asks every few seconds, or at most every few minutes. */
    private static final Duration SILENT = Duration.ofHours(1);

    private final Frame frame;
    private final ConsoleRooms rooms;

    FeedsPage(Frame frame, ConsoleRooms rooms) {
        this.frame = frame;
        this.rooms = rooms;
    }

    /** @param look the look of its state: {@code ok}, {@code warning}, {@code past} */
    public record FeedLine(Incoming feed, String look) {}

    public record BouncerLine(Bouncer bouncer, boolean isSilent) {}

    @GetMapping("/feeds")
    String show(Model model, HttpServletRequest request, Locale locale) {
        Wording wording = frame.page(model, request, locale, Section.ACT);
        List<Incoming> incoming =
                rooms.feed().map(feed -> feed.incoming(locale)).orElse(List.of());
        List<Bouncer> bouncers = rooms.feed().map(DecisionFeed::bouncers).orElse(List.of());
        Instant now = wording.now();
        model.addAttribute("offered", rooms.feed().isPresent());
        model.addAttribute(
                "feeds",
                incoming.stream()
                        .map(one -> new FeedLine(one, look(one.state())))
                        .toList());
        model.addAttribute(
                "bouncers",
                bouncers.stream()
                        .map(one -> new BouncerLine(
                                one, Duration.between(one.pulledAt(), now).compareTo(SILENT) > 0))
                        .toList());
        return "feeds";
    }

    private static String look(String state) {
        return switch (state) {
            case "current" -> "ok";
            case "empty" -> "past";
            default -> "warning";
        };
    }
}
