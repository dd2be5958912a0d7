package io.rempart.engine;

import java.util.List;
import java.util.stream.Collectors;

/** Rules that can't be loaded; carries every error of the load together. */
public final class RuleSetException extends EngineException {
    private static final long serialVersionUID = 1L;

    private final transient List<RuleError> errors;

    /** With all errors found, at least one. */
    public RuleSetException(List<RuleError> errors) {
        super(errors.stream().map(RuleError::toString).collect(Collectors.joining("\n")));
        this.errors = List.copyOf(errors);
    }

    /** The errors, in the order in which they were found. */
    public List<RuleError> errors() {
        return errors;
    }
}
