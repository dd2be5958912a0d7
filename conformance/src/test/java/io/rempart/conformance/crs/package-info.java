/** The Core Rule Set's own tests. */
@org.jspecify.annotations.NullMarked
package io.rempart.conformance.crs;
