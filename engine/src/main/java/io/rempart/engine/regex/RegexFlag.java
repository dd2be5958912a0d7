package io.rempart.engine.regex;

import java.util.Set;

/** An option of {@link RegexPattern#compile}, with PCRE's meaning. */
public enum RegexFlag {
    /** Letters A to Z match in either case (PCRE_CASELESS, {@code (?i)}). Other bytes have no case. */
    CASE_INSENSITIVE,

    /** {@code .} also matches a line feed (PCRE_DOTALL, {@code (?s)}). */
    DOT_ALL,

    /** {@code ^} and {@code $} also match at line feeds inside the value (PCRE_MULTILINE, {@code (?m)}). */
    MULTILINE,

    /** {@code $} matches at the very end only, not before a final line feed (PCRE_DOLLAR_ENDONLY). Without effect on MULTILINE. */
    DOLLAR_END_ONLY,

    /** White space and {@code #} comments in the pattern are ignored (PCRE_EXTENDED, {@code (?x)}). */
    EXTENDED;

    /** What ModSecurity 2 compiles {@code @rx} with, and what the Core Rule Set is written for. */
    public static final Set<RegexFlag> MODSECURITY_2 = Set.of(DOT_ALL, DOLLAR_END_ONLY);

    /** What ModSecurity 3 compiles {@code @rx} with. */
    public static final Set<RegexFlag> MODSECURITY_3 = Set.of(DOT_ALL, MULTILINE);
}
