package io.rempart.console.api;

import io.rempart.console.ConsoleRooms;
import io.rempart.console.DecisionFeed.Bouncer;
import io.rempart.console.DecisionFeed.Incoming;
import io.rempart.console.text.Fields;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Lists of others that come in, and the bouncers that take our blocks. Which lists there are is for the configuration to say. */
@Controller
class FeedsApi {
    private final ConsoleRooms rooms;
    private final Searches searches;

    FeedsApi(ConsoleRooms rooms, Searches searches) {
        this.rooms = rooms;
        this.searches = searches;
    }

    @GetMapping("/api/v1/feeds")
    ResponseEntity<byte[]> list(HttpServletRequest request, Locale locale) {
        Asked.of(request, searches.zone());
        List<Incoming> incoming =
                rooms.feed().map(feed -> feed.incoming(locale)).orElse(List.of());
        List<Bouncer> bouncers = rooms.feed().map(feed -> feed.bouncers()).orElse(List.of());
        return Answer.of(new Fields()
                .with("incoming", incoming.stream().map(FeedsApi::fields).toList())
                .with("bouncers", bouncers.stream().map(FeedsApi::fields).toList()));
    }

    private static Fields fields(Incoming feed) {
        return new Fields()
                .with("name", feed.name())
                .with("source", feed.source())
                .with("enforced", feed.isEnforced())
                .with("state", feed.state())
                .with("entries", feed.entries())
                .with("refusedLines", feed.refusedLines())
                .with("rangesEnforced", feed.enforced() < 0 ? null : feed.enforced())
                .with("packetsDropped", feed.dropped() < 0 ? null : feed.dropped())
                .with("currentAt", feed.currentAt())
                .with("endsAt", feed.endsAt())
                .with("nextAt", feed.nextAt())
                .with("problem", feed.problem());
    }

    private static Fields fields(Bouncer bouncer) {
        return new Fields()
                .with("name", bouncer.name())
                .with("address", bouncer.address())
                .with("agent", bouncer.agent())
                .with("pulledAt", bouncer.pulledAt());
    }
}
