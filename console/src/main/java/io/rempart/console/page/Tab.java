package io.rempart.console.page;

import io.rempart.console.security.Person;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The pages of a section that has several, in the order of their line. A page is added here when it exists; its label is the
 * message {@code tab.KEY}.
 */
public enum Tab {
    BLOCKS(Section.ACT, "blocks", "/blocks", false),
    POLICIES(Section.ACT, "policies", "/policies", false),
    REPORTS(Section.ACT, "reports", "/reports", false),
    FEEDS(Section.ACT, "feeds", "/feeds", false),
    ACCOUNT(Section.SETTINGS, "account", "/account", false),
    NOTIFICATIONS(Section.SETTINGS, "notifications", "/notifications", false),
    PEOPLE(Section.SETTINGS, "people", "/people", true),
    TOKENS(Section.SETTINGS, "tokens", "/tokens", true),
    AUDIT(Section.SETTINGS, "audit", "/audit", true),
    API(Section.SETTINGS, "api", "/api", false);

    private final Section section;
    private final String key;
    private final String path;
    private final boolean forAdministrators;

    Tab(Section section, String key, String path, boolean forAdministrators) {
        this.section = section;
        this.key = key;
        this.path = path;
        this.forAdministrators = forAdministrators;
    }

    public String key() {
        return key;
    }

    public String path() {
        return path;
    }

    /** The tabs of a section that a person may open. */
    static List<Tab> of(@Nullable Section section, Optional<Person> person) {
        boolean mayAll = person.map(Person::mayAdminister).orElse(false);
        return Arrays.stream(values())
                .filter(tab -> tab.section == section && (mayAll || !tab.forAdministrators))
                .toList();
    }

    /** The tab that a page lies under; null when under none. */
    static @Nullable Tab at(String path) {
        return Arrays.stream(values())
                .filter(tab -> path.equals(tab.path) || path.startsWith(tab.path + "/"))
                .max(Comparator.comparingInt(tab -> tab.path.length()))
                .orElse(null);
    }
}
