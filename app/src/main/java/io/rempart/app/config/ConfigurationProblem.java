package io.rempart.app.config;

/** A configuration that can't be used: one sentence that says where (file:line, variable or flag), what, and what to do. */
public final class ConfigurationProblem extends RuntimeException {
    public ConfigurationProblem(String message) {
        super(message);
    }
}
