package io.rempart.engine.seclang;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The directives of SecLang: what each does. The one list that the parser and the documentation use. */
final class Directives {
    /** How much of a directive there is. */
    enum Status {
        /** It does what the manual says. */
        WORKS,
        /** It is accepted and changes nothing here, for the reason given. */
        WITHOUT_EFFECT,
        /** A rule set that has it does not load, for the reason given. */
        REFUSED
    }

    /** Does what a directive says; throws IllegalArgumentException with a sentence when it makes no sense. */
    interface Effect {
        void apply(Directive directive, RuleLoad load);
    }

    /** A directive that is known. */
    record Known(String name, Status status, String note, Effect effect) {}

    private static final Map<String, Known> BY_NAME = new LinkedHashMap<>();

    static {
        RuleDirectives.register();
        BodyDirectives.register();
        LogDirectives.register();
        EngineDirectives.register();
        ForeignDirectives.register();
    }

    private Directives() {}

    static Map<String, Known> all() {
        return BY_NAME;
    }

    static void works(String name, Effect effect) {
        put(new Known(name, Status.WORKS, "", effect));
    }

    static void withoutEffect(String name, String reason) {
        put(new Known(
                name,
                Status.WITHOUT_EFFECT,
                reason,
                (directive, load) -> load.warning(directive, name + " changes nothing here: " + reason + ".")));
    }

    static void refused(String name, String reason) {
        put(new Known(name, Status.REFUSED, reason, (directive, load) -> {
            throw new IllegalArgumentException(name + " is refused: " + reason + ".");
        }));
    }

    private static void put(Known known) {
        BY_NAME.put(known.name().toLowerCase(Locale.ROOT), known);
    }

    static void apply(Directive directive, RuleLoad load) {
        Known known = BY_NAME.get(directive.name().toLowerCase(Locale.ROOT));
        if (known == null) {
            throw new IllegalArgumentException("There is no directive " + directive.name() + ".");
        }
        known.effect().apply(directive, load);
    }
}
