package io.rempart.store;

import io.rempart.events.model.Event.Disposition;
import io.rempart.events.model.SourceClass;

/** The numbers that stand for words in the database. Never change one. */
final class Codes {
    private Codes() {}

    static int of(SourceClass sourceClass) {
        return switch (sourceClass) {
            case UNCLASSIFIED -> 0;
            case ATTACK -> 1;
            case SCANNER -> 2;
            case BAD_BOT -> 3;
            case BRUTE_FORCE -> 4;
            case GOOD_BOT -> 5;
            case FALSE_POSITIVE -> 6;
        };
    }

    static SourceClass sourceClass(int code) {
        for (SourceClass value : SourceClass.values()) {
            if (of(value) == code) {
                return value;
            }
        }
        return SourceClass.UNCLASSIFIED;
    }

    static int of(Disposition disposition) {
        return switch (disposition) {
            case LOGGED -> 0;
            case DETECTED -> 1;
            case BLOCKED -> 2;
        };
    }

    static Disposition disposition(int code) {
        return code == 2 ? Disposition.BLOCKED : code == 1 ? Disposition.DETECTED : Disposition.LOGGED;
    }
}
