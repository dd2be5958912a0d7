@org.jspecify.annotations.NullMarked
package io.rempart.workbench.explain;
