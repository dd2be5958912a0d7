package io.rempart.engine.injection;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Names of HTML elements and attributes that can run script (see NOTICE). Immutable, thread-safe. */
final class XssNames {
    /** How dangerous an attribute is. */
    enum Attribute {
        HARMLESS,
        /** With any value. */
        ALWAYS,
        /** With a URL that runs script. */
        URL,
        /** Its value is a style sheet. */
        STYLE,
        /** Its value is the name of an attribute. */
        NAMES_ATTRIBUTE
    }

    private static final int SHORTEST_EVENT = 5;

    private static final String[] ELEMENTS;
    private static final Map<Attribute, String[]> ATTRIBUTES = new EnumMap<>(Attribute.class);

    /** Names of events without "ON", by their first letter. */
    private static final String[][] EVENTS = new String[26][];

    static {
        Map<String, List<String>> kinds = read();
        ELEMENTS = names(kinds, "element");
        ATTRIBUTES.put(Attribute.ALWAYS, names(kinds, "black"));
        ATTRIBUTES.put(Attribute.URL, names(kinds, "url"));
        ATTRIBUTES.put(Attribute.STYLE, names(kinds, "style"));
        ATTRIBUTES.put(Attribute.NAMES_ATTRIBUTE, names(kinds, "indirect"));
        for (int letter = 0; letter < EVENTS.length; letter++) {
            char first = (char) ('A' + letter);
            EVENTS[letter] = kinds.getOrDefault("event", List.of()).stream()
                    .filter(event -> event.charAt(0) == first)
                    .toArray(String[]::new);
        }
    }

    private XssNames() {}

    /** Whether an element of that name can run script. */
    static boolean isDangerousElement(byte[] bytes, int start, int length) {
        if (length < 3) {
            return false;
        }
        if (isPrefix("SVG", bytes, start, length) || isPrefix("XSL", bytes, start, length)) {
            return true;
        }
        for (String element : ELEMENTS) {
            if (isName(element, bytes, start, length)) {
                return true;
            }
        }
        return false;
    }

    /** How dangerous an attribute of that name is. */
    static Attribute attribute(byte[] bytes, int start, int length) {
        if (length < 2) {
            return Attribute.HARMLESS;
        }
        if (length >= SHORTEST_EVENT
                && (isEvent(bytes, start, length)
                        // xmlns can make any element one that runs script.
                        || isPrefix("XMLNS", bytes, start, length)
                        || isPrefix("XLINK", bytes, start, length))) {
            return Attribute.ALWAYS;
        }
        for (Map.Entry<Attribute, String[]> kind : ATTRIBUTES.entrySet()) {
            for (String name : kind.getValue()) {
                if (isName(name, bytes, start, length)) {
                    return kind.getKey();
                }
            }
        }
        return Attribute.HARMLESS;
    }

    private static boolean isEvent(byte[] bytes, int start, int length) {
        if (!isPrefix("ON", bytes, start, length)) {
            return false;
        }
        int letter = SqliTable.upper(bytes[start + 2]) - 'A';
        if (letter < 0 || letter >= EVENTS.length) {
            return false;
        }
        for (String event : EVENTS[letter]) {
            if (isPrefix(event, bytes, start + 2, length - 2)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the bytes are the name, in any case, with any NULs in it. */
    static boolean isName(String upperCase, byte[] bytes, int start, int length) {
        int matched = 0;
        for (int i = start, end = start + length; i < end; i++) {
            if (bytes[i] == 0) {
                continue;
            }
            if (matched == upperCase.length() || SqliTable.upper(bytes[i]) != upperCase.charAt(matched)) {
                return false;
            }
            matched++;
        }
        return matched == upperCase.length();
    }

    static boolean isPrefix(String upperCase, byte[] bytes, int start, int length) {
        if (length < upperCase.length()) {
            return false;
        }
        for (int i = 0; i < upperCase.length(); i++) {
            if (SqliTable.upper(bytes[start + i]) != upperCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static String[] names(Map<String, List<String>> kinds, String kind) {
        List<String> names = kinds.get(kind);
        if (names == null) {
            throw new IllegalStateException("the library is broken: xss-names.txt has no kind " + kind);
        }
        return names.toArray(String[]::new);
    }

    private static Map<String, List<String>> read() {
        Map<String, List<String>> kinds = new HashMap<>();
        List<String> names = new ArrayList<>();
        for (String line : ResourceLines.of("xss-names.txt")) {
            if (line.startsWith("= ")) {
                names = kinds.computeIfAbsent(line.substring(2), kind -> new ArrayList<>());
            } else {
                names.add(line);
            }
        }
        return kinds;
    }
}
