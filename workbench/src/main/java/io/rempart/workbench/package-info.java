/** What authors of rules work with. */
@NullMarked
package io.rempart.workbench;

import org.jspecify.annotations.NullMarked;
