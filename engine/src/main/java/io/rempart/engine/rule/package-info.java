/** Compiled rules: immutable data that the evaluation reads. */
@NullMarked
package io.rempart.engine.rule;

import org.jspecify.annotations.NullMarked;
