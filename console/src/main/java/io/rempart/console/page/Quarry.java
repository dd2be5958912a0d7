package io.rempart.console.page;

import io.rempart.events.store.Counted;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What paths are usually hunted for, in words: the message {@code quarry.KEY} names it. */
public final class Quarry {
    private record Mark(String text, String key) {}

    /** All keys; public to the test of the messages. */
    public static final List<String> KEYS = List.of(
            "phpmyadmin",
            "wordpress-log-in",
            "wordpress",
            "xmlrpc",
            "env",
            "git",
            "backup",
            "shell",
            "phpunit",
            "router",
            "admin",
            "actuator",
            "files",
            "log-in",
            "api");

    private static final List<Mark> MARKS = List.of(
            new Mark("phpmyadmin", "phpmyadmin"),
            new Mark("/pma", "phpmyadmin"),
            new Mark("/adminer", "phpmyadmin"),
            new Mark("wp-login", "wordpress-log-in"),
            new Mark("xmlrpc", "xmlrpc"),
            new Mark("wp-", "wordpress"),
            new Mark("wordpress", "wordpress"),
            new Mark("/.env", "env"),
            new Mark("/.git", "git"),
            new Mark("/.svn", "git"),
            new Mark(".bak", "backup"),
            new Mark(".sql", "backup"),
            new Mark("backup", "backup"),
            new Mark(".zip", "backup"),
            new Mark("shell", "shell"),
            new Mark("c99", "shell"),
            new Mark("eval-stdin", "phpunit"),
            new Mark("phpunit", "phpunit"),
            new Mark("boaform", "router"),
            new Mark("cgi-bin/luci", "router"),
            new Mark("hnap1", "router"),
            new Mark("goform", "router"),
            new Mark("actuator", "actuator"),
            new Mark("etc/passwd", "files"),
            new Mark("../", "files"),
            new Mark("/admin", "admin"),
            new Mark("/manager", "admin"),
            new Mark("login", "log-in"),
            new Mark("signin", "log-in"),
            new Mark("/api", "api"));

    private Quarry() {}

    /** The keys of what these paths hunt for, the most frequent first. */
    static List<String> of(List<Counted> paths) {
        Set<String> keys = new LinkedHashSet<>();
        for (Counted path : paths) {
            String lower = path.value().toLowerCase(Locale.ROOT);
            MARKS.stream().filter(mark -> lower.contains(mark.text)).findFirst().ifPresent(mark -> keys.add(mark.key));
        }
        return new ArrayList<>(keys);
    }
}
