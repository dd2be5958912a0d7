package io.rempart.console.page;

/**
 * The pages of the left rail, in its order. A page is added here when it exists; its label is the message {@code rail.KEY} and
 * its icon the symbol of that key. After {@code g}, its letter leads to it.
 */
public enum Section {
    OVERVIEW("overview", "/overview", "o"),
    INBOX("inbox", "/inbox", "i"),
    EVENTS("events", "/events", "e"),
    SOURCES("sources", "/sources", "s"),
    ACT("act", "/blocks", "b"),
    RULES("rules", "/rules", "r"),
    STATISTICS("statistics", "/statistics", "t"),
    LOGS("logs", "/logs", "l"),
    SETTINGS("settings", "/account", "c");

    private final String key;
    private final String path;
    private final String letter;

    Section(String key, String path, String letter) {
        this.key = key;
        this.path = path;
        this.letter = letter;
    }

    public String key() {
        return key;
    }

    public String path() {
        return path;
    }

    public String letter() {
        return letter;
    }

    /** Whether the page is of a period and a site, so that the top bar offers them. */
    public boolean isScoped() {
        return this != LOGS && this != ACT && this != SETTINGS;
    }

    /** Whether a narrow screen shows it behind "more". */
    public boolean isLate() {
        return this == RULES || this == STATISTICS || this == LOGS || this == SETTINGS;
    }

    /** Whether the page always is of a period, so that "all time" is not offered. */
    public boolean isPeriodical() {
        return this == OVERVIEW || this == RULES || this == STATISTICS;
    }
}
