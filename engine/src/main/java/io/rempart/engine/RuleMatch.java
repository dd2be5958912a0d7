package io.rempart.engine;

import io.rempart.engine.bytes.ByteSlice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One match of a rule (of its whole chain), with what logs need. Immutable.
 *
 * @param ruleId the rule's id, 0 when it has none
 * @param phase the phase it ran in, 1 to 5
 * @param file the file the rule stands in
 * @param line its line in that file, from 1
 * @param message the action {@code msg}, macros expanded; empty when absent
 * @param data the action {@code logdata}, macros expanded; empty when absent
 * @param severity the action {@code severity}, null when absent
 * @param version the action {@code ver}
 * @param revision the action {@code rev}
 * @param maturity the action {@code maturity}, 0 when absent
 * @param accuracy the action {@code accuracy}, 0 when absent
 * @param tags the actions {@code tag}, macros expanded, in their order
 * @param operator the operator's name as the manual spells it, with a leading {@code !} when negated
 * @param parameter the operator's parameter as written
 * @param variable the name of the variable that matched, {@code ARGS:foo}
 * @param value the value that matched, before transformation
 * @param explanation what the operator says of the match, in ModSecurity's words
 * @param reference where the value and the match lie in the request, in ModSecurity 3's notation ({@code o0,3v23,6})
 * @param logged whether the match belongs in the error log ({@code log})
 * @param audited whether the match makes the transaction relevant for the audit log ({@code auditlog})
 * @param disruptive whether the match stopped the transaction
 */
public record RuleMatch(
        long ruleId,
        int phase,
        String file,
        int line,
        ByteSlice message,
        ByteSlice data,
        @Nullable Severity severity,
        String version,
        String revision,
        int maturity,
        int accuracy,
        List<String> tags,
        String operator,
        String parameter,
        String variable,
        ByteSlice value,
        String explanation,
        String reference,
        boolean logged,
        boolean audited,
        boolean disruptive) {}
