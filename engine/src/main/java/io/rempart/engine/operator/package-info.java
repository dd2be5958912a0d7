/** One class per SecLang operator; the class carries its SecLang name. */
@NullMarked
package io.rempart.engine.operator;

import org.jspecify.annotations.NullMarked;
