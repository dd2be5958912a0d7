package io.rempart.console.api;

import inet.ipaddr.IPAddressString;
import io.rempart.console.Actor;
import io.rempart.console.ConsoleRooms;
import io.rempart.console.Countermeasures;
import io.rempart.console.Countermeasures.Kind;
import io.rempart.console.Countermeasures.Order;
import io.rempart.console.Countermeasures.Outcome;
import io.rempart.console.Countermeasures.Preview;
import io.rempart.console.security.Accounts;
import io.rempart.console.security.Person;
import io.rempart.console.text.Fields;
import io.rempart.console.text.JsonText;
import io.rempart.events.decision.Target;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

/** Blocks, allows and reports that a caller asks for: read, taken, answered, and noted in the audit trail. Thread-safe. */
final class Orders {
    private static final int LONGEST_REASON = 500;
    private static final Pattern LASTING = Pattern.compile("([1-9]\\d{0,5})(s|min|h|d|w)");

    private final ConsoleRooms rooms;
    private final Accounts accounts;

    Orders(ConsoleRooms rooms, Accounts accounts) {
        this.rooms = rooms;
        this.accounts = accounts;
    }

    static Actor actor(Person person, HttpServletRequest request, Locale locale) {
        return new Actor(person.name(), locale, new IPAddressString(request.getRemoteAddr()).getAddress());
    }

    Order block(Kind kind, JsonBody body, Actor actor) {
        offered(kind);
        String text = body.needed("target", 253);
        Target target = Target.of(text)
                .orElseThrow(() -> Asked.bad(
                        "target", text, "203.0.113.7, 203.0.113.0/24, 192.0.2.1-192.0.2.9, AS64500, country:FR"));
        return new Order(kind, target, lasting(body), body.text("reason", LONGEST_REASON), actor);
    }

    Order report(JsonBody body, Actor actor) {
        offered(Kind.REPORT);
        return new Order(Kind.REPORT, Target.Range.of(Asked.address(body.needed("address", 64))), null, "", actor);
    }

    private void offered(Kind kind) {
        if (!rooms.countermeasures().offers(kind)) {
            throw new ApiProblem(409, "api.problem.not-offered", JsonText.word(kind));
        }
    }

    static @Nullable Duration lasting(JsonBody body) {
        String text = body.text("lasting", 10);
        if (text.isEmpty()) {
            return null;
        }
        if (text.equals("forever")) {
            return Countermeasures.WITHOUT_END;
        }
        Matcher matcher = LASTING.matcher(text);
        if (!matcher.matches()) {
            throw Asked.bad("lasting", text, "30min, 24h, 7d, 4w, forever");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(amount);
            case "min" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            case "d" -> Duration.ofDays(amount);
            default -> Duration.ofDays(7 * amount);
        };
    }

    ResponseEntity<byte[]> preview(Order order) {
        Preview preview = rooms.countermeasures().preview(order);
        return Answer.of(new Fields()
                .with("allowed", preview.allowed())
                .with("sentences", preview.sentences())
                .with(
                        "cut",
                        preview.cut().stream()
                                .map(one -> new Fields()
                                        .with("address", one.address())
                                        .with("country", one.country())
                                        .with("organisation", one.organisation())
                                        .with("legitimate", one.legitimate())
                                        .with("events", one.events()))
                                .toList())
                .with("awaitsConfirmation", preview.awaits()));
    }

    ResponseEntity<byte[]> take(Order order, String address) {
        return noted(
                rooms.countermeasures().take(order),
                JsonText.word(order.kind()),
                (order.target().toText() + " " + order.reason()).strip(),
                order.actor(),
                address);
    }

    /** Answers, and notes in the audit trail what was done. */
    ResponseEntity<byte[]> noted(Outcome outcome, String action, String detail, Actor actor, String address) {
        if (outcome.done()) {
            accounts.record(actor.person(), action, detail, address);
        }
        return Answer.of(new Fields()
                .with("done", outcome.done())
                .with("sentence", outcome.sentence())
                .with("id", outcome.undoId().isEmpty() ? null : outcome.undoId())
                .with("confirmBy", outcome.confirmBy()));
    }
}
