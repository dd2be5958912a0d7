package io.rempart.engine;

/** Whose meaning a rule gets where ModSecurity 2, ModSecurity 3 and Coraza disagree. */
public enum Compatibility {
    /** ModSecurity 2, for which the Core Rule Set is written; the default. */
    V2,
    /** ModSecurity 3. */
    V3,
    /** Coraza 3. */
    CORAZA
}
