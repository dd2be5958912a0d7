/** The rule language: lexer, parser, directives, compiler. */
@NullMarked
package io.rempart.engine.seclang;

import org.jspecify.annotations.NullMarked;
