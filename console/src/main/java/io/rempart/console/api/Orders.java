package io.rempart.console.api;

import inet.ipaddr.IPAddress;
import io.rempart.console.ConsoleRooms;
import io.rempart.console.Countermeasures.Kind;
import io.rempart.console.Countermeasures.Order;
import io.rempart.console.Countermeasures.Outcome;
import io.rempart.console.Countermeasures.Preview;
import io.rempart.console.security.Accounts;
import io.rempart.console.security.Person;
import java.time.Duration;
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

    /** @param isSingle whether a range is refused */
    Order read(Kind kind, JsonBody body, boolean isSingle, Person person) {
        if (!rooms.countermeasures().offers(kind)) {
            throw new ApiProblem(409, "api.problem.not-offered", JsonText.word(kind));
        }
        String name = isSingle ? "address" : "target";
        IPAddress target = Asked.block(name, body.needed(name, 64));
        if (isSingle && target.isMultiple()) {
            throw Asked.bad(name, target.toCanonicalString(), "203.0.113.7, 2001:db8::1");
        }
        return new Order(
                kind,
                target,
                isSingle ? null : lasting(body.text("lasting", 10)),
                body.text("reason", LONGEST_REASON),
                person.name());
    }

    private static @Nullable Duration lasting(String text) {
        if (text.isEmpty() || text.equals("forever")) {
            return null;
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
        return Answer.of(new Fields().with("allowed", preview.allowed()).with("sentences", preview.sentences()));
    }

    ResponseEntity<byte[]> take(Order order, String address) {
        Outcome outcome = rooms.countermeasures().take(order);
        if (outcome.done()) {
            accounts.record(
                    order.person(),
                    JsonText.word(order.kind()),
                    order.target().toCanonicalString() + " " + order.reason(),
                    address);
        }
        return answer(outcome);
    }

    ResponseEntity<byte[]> confirm(String id, Person person, String address) {
        return noted(rooms.countermeasures().confirm(id, person.name()), "confirm", id, person, address);
    }

    ResponseEntity<byte[]> undo(String id, Person person, String address) {
        return noted(rooms.countermeasures().undo(id, person.name()), "undo", id, person, address);
    }

    private ResponseEntity<byte[]> noted(Outcome outcome, String action, String id, Person person, String address) {
        if (outcome.done()) {
            accounts.record(person.name(), action, id, address);
        }
        return answer(outcome);
    }

    private static ResponseEntity<byte[]> answer(Outcome outcome) {
        return Answer.of(new Fields()
                .with("done", outcome.done())
                .with("sentence", outcome.sentence())
                .with("id", outcome.undoId().isEmpty() ? null : outcome.undoId()));
    }
}
