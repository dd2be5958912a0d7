/** Rules at work on a transaction: phases, shared evaluation, verdict. */
@NullMarked
package io.rempart.engine.evaluation;

import org.jspecify.annotations.NullMarked;
