package io.rempart.console.page;

/**
 * The pages of the left rail, in its order. A page is added here when it exists; its label is the message {@code rail.KEY} and
 * its icon the symbol of that key.
 */
public enum Section {
    EVENTS("events", "/events"),
    SOURCES("sources", "/sources"),
    LOGS("logs", "/logs");

    private final String key;
    private final String path;

    Section(String key, String path) {
        this.key = key;
        this.path = path;
    }

    public String key() {
        return key;
    }

    public String path() {
        return path;
    }
}
