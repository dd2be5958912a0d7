/** Detection of SQL injection and cross-site scripting by tokens (libinjection's method). */
@NullMarked
package io.rempart.engine.injection;

import org.jspecify.annotations.NullMarked;
