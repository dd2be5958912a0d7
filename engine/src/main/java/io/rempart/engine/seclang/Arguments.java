package io.rempart.engine.seclang;

import java.util.List;
import java.util.Locale;

/** Reads the arguments of directives; each method throws IllegalArgumentException with a sentence. */
final class Arguments {
    private Arguments() {}

    /** The only argument. */
    static String one(Directive directive) {
        List<String> arguments = directive.arguments();
        if (arguments.size() != 1) {
            throw new IllegalArgumentException(directive.name() + " takes one argument, not " + arguments.size() + ".");
        }
        return arguments.get(0);
    }

    /** On or Off. */
    static boolean onOff(Directive directive) {
        return switch (one(directive).toLowerCase(Locale.ROOT)) {
            case "on" -> true;
            case "off" -> false;
            default ->
                throw new IllegalArgumentException(directive.name() + " takes On or Off, not " + one(directive) + ".");
        };
    }

    /** A number from {@code least} to {@code most}. */
    static long number(Directive directive, long least, long most) {
        String text = one(directive);
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notNumber) {
            // told below
        }
        throw new IllegalArgumentException(
                directive.name() + " takes a number from " + least + " to " + most + ", not " + text + ".");
    }

    /** File permissions in octal, or {@code default}. */
    static int mode(Directive directive, int byDefault) {
        String text = one(directive);
        if (text.equalsIgnoreCase("default")) {
            return byDefault;
        }
        try {
            return Integer.parseInt(text, 8);
        } catch (NumberFormatException notOctal) {
            throw new IllegalArgumentException(
                    directive.name() + " takes an octal mode such as 0640, not " + text + ".");
        }
    }

    /** One character. */
    static byte character(Directive directive) {
        String text = one(directive);
        if (text.length() != 1) {
            throw new IllegalArgumentException(directive.name() + " takes one character, not " + text + ".");
        }
        return (byte) text.charAt(0);
    }
}
