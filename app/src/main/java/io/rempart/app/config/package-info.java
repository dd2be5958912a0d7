/** One YAML file, environment variables and flags: the same keys, checked. */
@NullMarked
package io.rempart.app.config;

import org.jspecify.annotations.NullMarked;
