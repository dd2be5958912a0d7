package io.rempart.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Two ways and a rule; tests of one way arrive, those of the other do not. */
final class KeptNotifications implements Notifications {
    static final String HOSTILE = "550 <script>alert(1)</script> \u202Eevil";

    final List<String> tried = new ArrayList<>();

    @Override
    public List<Way> ways() {
        return List.of(
                new Way("mail", "email", "anne@example.org", Instant.now().minusSeconds(300), "", null),
                new Way(
                        "phone",
                        "ntfy",
                        "https://ntfy.example.org",
                        null,
                        HOSTILE,
                        Instant.now().minusSeconds(90)));
    }

    @Override
    public List<Rule> rules(Locale language) {
        boolean french = language.getLanguage().equals("fr");
        return List.of(new Rule(
                "grave",
                List.of("incidents", french ? "pare-feu" : "firewall"),
                List.of("mail", "phone"),
                french ? "aussitôt, au plus 5 par heure" : "at once, at most 5 an hour",
                2));
    }

    @Override
    public synchronized List<Tried> test(String name, Actor actor) {
        tried.add(name + " by " + actor.person());
        return switch (name) {
            case "mail" -> List.of(new Tried("mail", ""));
            case "phone" -> List.of(new Tried("phone", HOSTILE));
            case "grave" -> List.of(new Tried("mail", ""), new Tried("phone", HOSTILE));
            default -> List.of();
        };
    }
}
