package io.rempart.store;

import java.util.List;

/** A piece of SQL with the parameters it takes, never null-valued: it is true or false for every row. */
record Condition(String sql, List<Object> parameters) {
    static final Condition TRUE = new Condition("1 = 1", List.of());
    static final Condition FALSE = new Condition("1 = 0", List.of());

    boolean isTrue() {
        return this.equals(TRUE);
    }
}
