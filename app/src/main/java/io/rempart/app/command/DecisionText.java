package io.rempart.app.command;

import io.rempart.app.CommandProblem;
import io.rempart.app.Messages;
import io.rempart.events.decision.Decision;
import io.rempart.events.decision.Target;
import io.rempart.response.decision.Decisions.Obstacle;
import io.rempart.response.decision.Decisions.Request;
import io.rempart.response.decision.WhoIsCut;
import io.rempart.response.guard.GuardedAddresses;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Decisions in words and in JSON, for the commands. */
public final class DecisionText {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(s|m|min|h|d|w|y)");

    private DecisionText() {}

    static Target target(String text) {
        return Target.of(text).orElseThrow(() -> new CommandProblem(Messages.text("decision.target.wrong", text)));
    }

    static @Nullable Duration duration(@Nullable String text) {
        if (text == null) {
            return null;
        }
        if (text.equals("forever")) {
            return Request.FOREVER;
        }
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
            throw new CommandProblem(Messages.text("decision.for.wrong", text));
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(amount);
            case "m", "min" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            case "d" -> Duration.ofDays(amount);
            case "w" -> Duration.ofDays(7 * amount);
            default -> Duration.ofDays(365 * amount);
        };
    }

    /** Who runs this command: with sudo, who ran sudo. */
    static String author() {
        String sudo = System.getenv("SUDO_USER");
        return "command:" + (sudo == null || sudo.isEmpty() ? System.getProperty("user.name") : sudo);
    }

    static String time(Instant time) {
        return time(time, Messages.terminalLocale());
    }

    private static String time(Instant time, Locale language) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.SHORT, FormatStyle.MEDIUM)
                .withLocale(language)
                .withZone(ZoneId.systemDefault())
                .format(time);
    }

    static String lasting(@Nullable Instant until) {
        return lasting(until, Messages.terminalLocale());
    }

    public static String lasting(@Nullable Instant until, Locale language) {
        return until == null
                ? Messages.in(language, "block.forever")
                : Messages.in(language, "block.until", time(until, Messages.spoken(language)));
    }

    /** Why a guard is in the way. */
    static String reason(GuardedAddresses guarded) {
        return reason(guarded, Messages.terminalLocale());
    }

    public static String reason(GuardedAddresses guarded, Locale language) {
        String why = Messages.in(language, "guard." + guarded.guard().key());
        return guarded.detail().isEmpty() ? why : why + " (" + guarded.detail() + ")";
    }

    /** The guarded addresses, or how many ranges they are. */
    public static String addresses(GuardedAddresses guarded) {
        var spans = guarded.addresses().spans();
        return spans.size() == 1 ? spans.get(0).toString() : spans.get(0) + ", … (" + spans.size() + ")";
    }

    static String impossible(Obstacle obstacle, Target target) {
        return impossible(obstacle, target, Messages.terminalLocale());
    }

    public static String impossible(Obstacle obstacle, Target target, Locale language) {
        return switch (obstacle) {
            case NAME_CANT_BE_BLOCKED -> Messages.in(language, "block.name", target.toText());
            case NO_NETWORK_DATABASE -> Messages.in(language, "block.no-database", target.toText());
            case UNKNOWN_NETWORK -> Messages.in(language, "block.unknown-network", target.toText());
            case ONLY_ADDRESSES_CAN_BE_ALLOWED -> Messages.in(language, "allow.only-addresses", target.toText());
        };
    }

    static Map<String, Object> map(Decision decision) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", decision.id());
        map.put("kind", decision.kind().name().toLowerCase(java.util.Locale.ROOT));
        map.put("target", decision.target().toText());
        map.put(
                "state",
                decision.state(Instant.now())
                        .name()
                        .toLowerCase(java.util.Locale.ROOT)
                        .replace('_', '-'));
        map.put("reason", decision.reason());
        map.put("author", decision.author());
        map.put("evidence", decision.evidence());
        map.put("created", decision.createdAt());
        map.put("until", decision.until());
        map.put("confirm-by", decision.confirmBy());
        map.put("repeat", decision.repeat());
        map.put("ended", decision.endedAt());
        map.put("ended-by", decision.endedBy());
        map.put("end-reason", decision.endReason());
        return map;
    }

    static Map<String, Object> map(GuardedAddresses guarded) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("guard", guarded.guard().key());
        map.put("detail", guarded.detail());
        map.put(
                "addresses",
                guarded.addresses().spans().stream()
                        .limit(100)
                        .map(Object::toString)
                        .toList());
        return map;
    }

    static Map<String, Object> map(WhoIsCut cut) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("target", cut.target().toText());
        map.put("days", cut.period().toDays());
        map.put("sources", cut.sources());
        map.put("events", cut.events());
        map.put("legitimate", cut.legitimate());
        map.put("complete", cut.isComplete());
        map.put(
                "cut",
                cut.cut().stream()
                        .map(source -> {
                            Map<String, Object> each = new LinkedHashMap<>();
                            each.put("address", source.address().toCanonicalString());
                            each.put("country", source.country());
                            each.put("organisation", source.organisation());
                            each.put("legitimate", source.legitimate());
                            each.put("events", source.events());
                            return each;
                        })
                        .toList());
        map.put("spared", cut.spared().stream().map(DecisionText::map).toList());
        return map;
    }

    static void print(WhoIsCut cut, PrintWriter out) {
        out.println(Messages.text(
                "cut.head",
                cut.target().toText(),
                cut.period().toDays(),
                cut.sources(),
                cut.events(),
                cut.legitimate()));
        cut.cut().stream()
                .limit(5)
                .forEach(source -> out.println(io.rempart.app.TerminalText.safe(Messages.text(
                        "cut.source",
                        source.address().toCanonicalString(),
                        source.country(),
                        source.organisation(),
                        source.legitimate(),
                        source.events()))));
        if (!cut.isComplete()) {
            out.println(Messages.text("cut.more"));
        }
        spared(cut.spared(), out);
    }

    static void spared(List<GuardedAddresses> spared, PrintWriter out) {
        for (GuardedAddresses guarded : spared) {
            out.println(io.rempart.app.TerminalText.safe(
                    Messages.text("block.spared", addresses(guarded), reason(guarded))));
        }
    }
}
