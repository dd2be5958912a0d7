package io.rempart.console.api;

import org.jspecify.annotations.Nullable;

/** A request that can't be answered: its status, and the message that says why in the language of the caller. */
final class ApiProblem extends RuntimeException {
    private final int status;
    private final String key;
    private final transient @Nullable Object[] arguments;

    ApiProblem(int status, String key, @Nullable Object... arguments) {
        super(key);
        this.status = status;
        this.key = key;
        this.arguments = arguments;
    }

    static ApiProblem notThere() {
        return new ApiProblem(404, "api.problem.not-there");
    }

    int status() {
        return status;
    }

    String key() {
        return key;
    }

    @Nullable
    Object[] arguments() {
        return arguments;
    }
}
