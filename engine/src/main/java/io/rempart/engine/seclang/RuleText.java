package io.rempart.engine.seclang;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads rule text, directive after directive; an error in one does not keep the others from being read. */
final class RuleText {
    private static final long MOST_BYTES = 64L << 20;

    private RuleText() {}

    /** Reads a file. */
    static void read(Path file, RuleLoad load) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new IOException("It is larger than " + MOST_BYTES + " bytes.");
        }
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        Path absolute = file.toAbsolutePath().normalize();
        load.including().add(absolute.toString());
        try {
            read(file.toString(), text, absolute.getParent(), load);
        } finally {
            load.including().remove(load.including().size() - 1);
        }
    }

    /** Reads a text of one character a byte; files it names are looked for in the directory. */
    static void read(String name, String text, @Nullable Path directory, RuleLoad load) {
        Path outer = load.files().directory();
        load.files().directory(directory);
        for (Directive directive : new DirectiveReader(name, load.compatibility(), load.errors()::add).read(text)) {
            load.observed(directive);
            try {
                if (load.chainEnd() != null && !isRule(directive)) {
                    load.error(
                            directive,
                            "A chain is not finished: the rule before says chain.",
                            "Let a SecRule follow, or take chain away.");
                    load.chainEnd(null);
                }
                Directives.apply(directive, load);
            } catch (IllegalArgumentException wrong) {
                load.error(directive, String.valueOf(wrong.getMessage()), "");
                afterError(directive, load);
            }
        }
        load.files().directory(outer);
    }

    /** A broken rule that begins a chain must not make its links look like rules without id. */
    private static void afterError(Directive directive, RuleLoad load) {
        if (!isRule(directive)) {
            return;
        }
        boolean chained = !directive.arguments().isEmpty()
                && directive
                        .arguments()
                        .get(directive.arguments().size() - 1)
                        .matches("(?s)(.*[,\\s])?chain\\s*(,.*)?");
        if (chained && load.chainEnd() == null) {
            load.chainEnd(new io.rempart.engine.rule.RuleDraft(directive.file(), directive.line(), directive.source()));
        } else if (!chained) {
            load.chainEnd(null);
        }
    }

    private static boolean isRule(Directive directive) {
        return directive.name().equalsIgnoreCase("SecRule") || directive.name().equalsIgnoreCase("SecAction");
    }
}
