package io.rempart.testkit;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import io.rempart.events.model.AuditFormat;
import io.rempart.events.model.Event.Disposition;
import io.rempart.events.model.Hit;
import io.rempart.events.model.Severity;
import io.rempart.events.model.SourceClass;
import io.rempart.events.query.Query;
import io.rempart.events.query.Query.NumberField;
import io.rempart.events.query.Query.TextField;
import io.rempart.events.query.Query.TextPattern;
import io.rempart.events.store.EventEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;

/** Random query trees about given events, the same for the same seed. Most values occur in the events, some do not. */
public final class RandomQueries {
    private final SplittableRandom random;
    private final List<EventEntry> events;
    private final String logSource;

    public RandomQueries(long seed, List<EventEntry> events, String logSource) {
        this.random = new SplittableRandom(seed);
        this.events = List.copyOf(events);
        this.logSource = logSource;
    }

    /** The next query. */
    public Query next() {
        return tree(3);
    }

    private Query tree(int depth) {
        int kind = depth == 0 ? 9 : random.nextInt(10);
        if (kind < 3) {
            return new Query.And(parts(depth));
        }
        if (kind < 5) {
            return new Query.Or(parts(depth));
        }
        if (kind < 6) {
            return new Query.Not(tree(depth - 1));
        }
        return leaf();
    }

    private List<Query> parts(int depth) {
        List<Query> parts = new ArrayList<>();
        int count = 2 + random.nextInt(2);
        for (int i = 0; i < count; i++) {
            parts.add(tree(depth - 1));
        }
        return parts;
    }

    /** A query without AND, OR and NOT. */
    public Query leaf() {
        EventEntry entry = events.get(random.nextInt(events.size()));
        return switch (random.nextInt(19)) {
            case 0 -> new Query.ClassIs(classes());
            case 1, 2 -> new Query.ClientIn(block(entry.attribution().client()));
            case 3 -> new Query.PeerIn(block(entry.event().peer()));
            case 4, 5 -> new Query.RuleIs(pattern(ruleId(entry)));
            case 6 -> new Query.RuleBetween(942_000, 942_000 + random.nextInt(400));
            case 7 -> new Query.TagIs(pattern(tag(entry)));
            case 8 -> severities();
            case 9, 10 -> number(entry);
            case 11, 12, 13 -> text(entry);
            case 14 -> time(entry);
            case 15 -> new Query.DispositionIs(Disposition.values()[random.nextInt(3)]);
            case 16 -> new Query.FormatIs(EnumSet.of(AuditFormat.values()[random.nextInt(3)]));
            case 17 -> new Query.TlsIs(random.nextInt(2) == 0);
            default -> new Query.Contains(word(entry));
        };
    }

    private EnumSet<SourceClass> classes() {
        EnumSet<SourceClass> classes = EnumSet.noneOf(SourceClass.class);
        int count = 1 + random.nextInt(2);
        for (int i = 0; i < count; i++) {
            classes.add(SourceClass.values()[random.nextInt(SourceClass.values().length)]);
        }
        return classes;
    }

    private IPAddress block(@org.jspecify.annotations.Nullable IPAddress address) {
        if (address == null || random.nextInt(20) == 0) {
            return new IPAddressString(random.nextInt(2) == 0 ? "::/0" : "198.51.100.0/24").getAddress();
        }
        if (random.nextInt(2) == 0) {
            return address;
        }
        int prefix = random.nextInt(address.getBitCount() + 1);
        return address.setPrefixLength(prefix, false).toPrefixBlock();
    }

    private Query severities() {
        Severity a = Severity.values()[random.nextInt(8)];
        Severity b = Severity.values()[random.nextInt(8)];
        return a.compareTo(b) <= 0 ? new Query.SeverityBetween(a, b) : new Query.SeverityBetween(b, a);
    }

    private Query number(EventEntry entry) {
        NumberField field = NumberField.values()[random.nextInt(NumberField.values().length)];
        long value = switch (field) {
            case STATUS -> entry.event().response().status();
            case SCORE -> entry.event().inboundScore();
            case PORT -> entry.event().localPort();
            case ASN -> entry.attribution().asn();
            case ID -> 1 + random.nextInt(events.size());
        };
        return switch (random.nextInt(3)) {
            case 0 -> new Query.NumberBetween(field, value, value);
            case 1 -> new Query.NumberBetween(field, value, Long.MAX_VALUE);
            default -> new Query.NumberBetween(field, value - random.nextInt(100), value + random.nextInt(100));
        };
    }

    private Query text(EventEntry entry) {
        TextField field = TextField.values()[random.nextInt(TextField.values().length)];
        String text = switch (field) {
            case HOST -> entry.event().host();
            case METHOD -> entry.event().request().method().toString();
            case PATH -> entry.event().request().uri().toString().split("\\?")[0];
            case URI -> entry.event().request().uri().toString();
            case USER_AGENT -> entry.event().request().header("User-Agent").toString();
            case COUNTRY -> entry.attribution().country();
            case LOG_SOURCE -> logSource;
            case TRANSACTION_ID -> entry.event().transactionId();
            case EVIDENCE ->
                entry.classification().evidence().isEmpty()
                        ? ""
                        : entry.classification().evidence().get(0).rule();
        };
        return new Query.TextIs(field, pattern(text));
    }

    private TextPattern pattern(String text) {
        String shaken = random.nextInt(4) == 0 ? upperCase(text) : text;
        int kind = random.nextInt(6);
        if (kind == 0 && !shaken.isEmpty()) {
            int cut = random.nextInt(shaken.length());
            return new TextPattern(List.of(whole(shaken.substring(0, cut)), ""));
        }
        if (kind == 1 && !shaken.isEmpty()) {
            return new TextPattern(List.of("", whole(shaken.substring(random.nextInt(shaken.length())))));
        }
        if (kind == 2) {
            return new TextPattern(List.of("", piece(shaken), ""));
        }
        if (kind == 3) {
            return TextPattern.exactly(shaken + "%");
        }
        return TextPattern.exactly(shaken);
    }

    private Query time(EventEntry entry) {
        Instant time = entry.event().time();
        Duration width = Duration.ofMillis(random.nextLong(10_000_000));
        return switch (random.nextInt(3)) {
            case 0 -> new Query.TimeBetween(time, null);
            case 1 -> new Query.TimeBetween(null, time.plusNanos(random.nextInt(2) * 500));
            default -> new Query.TimeBetween(time.minus(width), time.plus(width));
        };
    }

    private String word(EventEntry entry) {
        String text = switch (random.nextInt(5)) {
            case 0 -> entry.event().request().uri().toString();
            case 1 -> entry.event().request().header("User-Agent").toString();
            case 2 -> entry.event().host();
            case 3 ->
                entry.event().hits().isEmpty()
                        ? "nowhere to be found"
                        : entry.event().hits().get(0).data().toString();
            default ->
                entry.event().hits().isEmpty()
                        ? "union select"
                        : entry.event().hits().get(0).message().toString();
        };
        String piece = piece(text);
        return piece.isEmpty() ? "union select" : random.nextInt(3) == 0 ? upperCase(piece) : piece;
    }

    private String piece(String text) {
        if (text.length() < 2) {
            return text;
        }
        int from = random.nextInt(text.length() - 1);
        int to = Math.min(text.length(), from + 1 + random.nextInt(12));
        return whole(text.substring(from, to));
    }

    /** Without half a character at its ends. */
    private static String whole(String text) {
        String whole = text;
        if (!whole.isEmpty() && Character.isLowSurrogate(whole.charAt(0))) {
            whole = whole.substring(1);
        }
        if (!whole.isEmpty() && Character.isHighSurrogate(whole.charAt(whole.length() - 1))) {
            whole = whole.substring(0, whole.length() - 1);
        }
        return whole;
    }

    /** ASCII letters only: the case of others is not ignored. */
    private static String upperCase(String text) {
        StringBuilder upper = new StringBuilder();
        text.chars().forEach(c -> upper.append((char) (c >= 'a' && c <= 'z' ? c - 32 : c)));
        return upper.toString();
    }

    private static String ruleId(EventEntry entry) {
        return entry.event().hits().isEmpty() ? "" : last(entry.event().hits()).ruleId();
    }

    private static String tag(EventEntry entry) {
        List<Hit> hits = entry.event().hits();
        return hits.isEmpty() || last(hits).tags().isEmpty()
                ? "attack-nothing"
                : last(hits).tags().get(0);
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }
}
