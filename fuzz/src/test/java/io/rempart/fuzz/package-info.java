/**
 * Fuzz targets: each takes bytes, feeds them to one reader of hostile input and fails when a property does not hold. Jazzer searches
 * for such bytes ({@code make fuzz}); {@code mvn verify} replays the kept corpus and seeded changes of it.
 */
@NullMarked
package io.rempart.fuzz;

import org.jspecify.annotations.NullMarked;
