/** Made-up events for who has no log yet. */
@NullMarked
package io.rempart.console.sample;

import org.jspecify.annotations.NullMarked;
