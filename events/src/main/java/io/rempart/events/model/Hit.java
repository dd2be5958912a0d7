package io.rempart.events.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One rule match, or one message of the engine without a rule (a parser error).
 *
 * @param ruleId empty when the message names none; digits for ModSecurity and Coraza, {@code gid:sid} for Suricata
 * @param phase 1 to 5, 0 when not known
 * @param message the rule's own message
 * @param match how it matched, in the engine's words ({@code Pattern match "..." at ARGS:q})
 * @param variable the variable that matched ({@code ARGS:q}); empty when not known
 * @param data the logged data (the matched bytes and where they were found)
 * @param file the rule's file, with its line
 * @param detection false for what is no detection (an exceeded PCRE limit, a set-up rule)
 * @param truncated the writer cut the message: parts of it may be missing
 */
public record Hit(
        String ruleId,
        int phase,
        ByteText message,
        ByteText match,
        String variable,
        ByteText data,
        @Nullable Severity severity,
        List<String> tags,
        String version,
        String revision,
        String file,
        int line,
        boolean detection,
        boolean truncated) {}
