package io.rempart.store;

import io.rempart.events.store.Counted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The most frequent hosts, paths, rules, messages and user agents of an incident, in a bounded number of places: while a list
 * has a free place its counts are exact; after that a new value takes the place and the count of the least frequent one
 * (Space-Saving: Metwally, Agrawal, El Abbadi, "Efficient computation of frequent and top-k elements in data streams", 2005).
 *
 * <p>As text, each value stands on a line of its own, between the letter of its list and a sign that no value contains, so
 * that a database can look for it: {@code h:shop.example.org^12}. Not thread-safe.
 */
final class IncidentSummary {
    static final int PLACES = 12;
    private static final int VALUE_LENGTH = 200;
    private static final char BEFORE_COUNT = '\u0001';

    /** What is listed. */
    enum Kind {
        HOST('h'),
        PATH('p'),
        RULE('r'),
        MESSAGE('m'),
        USER_AGENT('u');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }

        /** What stands before a value. */
        String start() {
            return "\n" + letter + ":";
        }

        /** What stands after a value. */
        static String end() {
            return String.valueOf(BEFORE_COUNT);
        }
    }

    private final Map<Kind, Map<String, Long>> lists = new EnumMap<>(Kind.class);

    IncidentSummary() {
        for (Kind kind : Kind.values()) {
            lists.put(kind, new LinkedHashMap<>());
        }
    }

    static IncidentSummary ofText(String text) {
        IncidentSummary summary = new IncidentSummary();
        int start = 1;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            int count = text.indexOf(BEFORE_COUNT, start);
            if (end < 0 || count < 0 || count > end) {
                break;
            }
            for (Kind kind : Kind.values()) {
                if (kind.letter == text.charAt(start)) {
                    summary.list(kind).put(text.substring(start + 2, count), number(text, count + 1, end));
                }
            }
            start = end + 1;
        }
        return summary;
    }

    private static long number(String text, int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + (text.charAt(i) - '0');
        }
        return number;
    }

    private Map<String, Long> list(Kind kind) {
        return lists.computeIfAbsent(kind, none -> new LinkedHashMap<>());
    }

    /** Counts a value once more (sign 1) or less (sign -1); an empty one is not listed. */
    void add(Kind kind, String value, int sign) {
        if (!value.isEmpty()) {
            add(list(kind), listed(value), sign);
        }
    }

    static String listed(String value) {
        String cut = Texts.clean(value, VALUE_LENGTH);
        return cut.indexOf('\n') < 0 && cut.indexOf(BEFORE_COUNT) < 0
                ? cut
                : cut.replace('\n', ' ').replace(BEFORE_COUNT, ' ');
    }

    private static void add(Map<String, Long> list, String value, long events) {
        Long known = list.get(value);
        if (known != null) {
            if (known + events > 0) {
                list.put(value, known + events);
            } else {
                list.remove(value);
            }
        } else if (events > 0) {
            long inherited = 0;
            if (list.size() >= PLACES) {
                String least = "";
                inherited = Long.MAX_VALUE;
                for (Map.Entry<String, Long> entry : list.entrySet()) {
                    if (entry.getValue() < inherited) {
                        least = entry.getKey();
                        inherited = entry.getValue();
                    }
                }
                list.remove(least);
            }
            list.put(value, inherited + events);
        }
    }

    void add(IncidentSummary other) {
        other.lists.forEach((kind, list) -> list.forEach((value, events) -> add(list(kind), value, events)));
    }

    List<Counted> top(Kind kind) {
        List<Counted> top = new ArrayList<>();
        list(kind).forEach((value, events) -> top.add(new Counted(value, events)));
        top.sort(Comparator.comparingLong(Counted::events).reversed());
        return List.copyOf(top);
    }

    String toText() {
        StringBuilder text = new StringBuilder("\n");
        lists.forEach((kind, list) -> list.forEach((value, events) -> text.append(kind.letter)
                .append(':')
                .append(value)
                .append(BEFORE_COUNT)
                .append(events)
                .append('\n')));
        return text.toString();
    }
}
