/** The PCRE subset that rules use, matched over bytes in linear time. */
@NullMarked
package io.rempart.engine.regex;

import org.jspecify.annotations.NullMarked;
