package io.rempart.engine;

import java.util.List;

/** Compiled rules. Immutable and shared by all threads; made by {@code RuleSetLoader}. */
public interface RuleSet {
    /** Begins a transaction; one request and its response. */
    Transaction begin();

    /** How many rules it has (SecRule, SecAction; a chain counts once). */
    int size();

    /** The values of SecComponentSignature, such as {@code OWASP_CRS/4.25.1}. */
    List<String> components();

    /** What is worth telling about the rules although they load: unused markers, directives that do nothing here. */
    List<RuleError> warnings();
}
