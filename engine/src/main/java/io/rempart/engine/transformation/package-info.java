/** One class per SecLang transformation; the class carries its SecLang name. */
@NullMarked
package io.rempart.engine.transformation;

import org.jspecify.annotations.NullMarked;
