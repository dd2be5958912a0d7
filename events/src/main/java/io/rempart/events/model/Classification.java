package io.rempart.events.model;

import java.util.List;

/**
 * A class and why.
 *
 * @param confidence 0 to 100
 * @param author {@code rules} with the version of the rules file ({@code rules/1}), or {@code person:NAME}
 * @param evidence the strongest first, at most 16
 */
public record Classification(SourceClass sourceClass, int confidence, String author, List<Evidence> evidence) {
    /**
     * One reason.
     *
     * @param rule id of the classification rule ({@code path-phpmyadmin})
     * @param detail what was seen ({@code path /pma/index.php})
     */
    public record Evidence(String rule, SourceClass speaksFor, int weight, String detail) {}

    public static final Classification NONE = new Classification(SourceClass.UNCLASSIFIED, 0, "rules", List.of());

    /** Whether a person decided it; a re-run of the rules leaves it alone. */
    public boolean isByPerson() {
        return author.startsWith("person:");
    }
}
