/** What rules do when they match: one class per action that changes a transaction. */
@NullMarked
package io.rempart.engine.action;

import org.jspecify.annotations.NullMarked;
