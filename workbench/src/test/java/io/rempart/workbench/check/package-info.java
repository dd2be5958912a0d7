@org.jspecify.annotations.NullMarked
package io.rempart.workbench.check;
