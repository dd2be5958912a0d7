/** The rempart command: it reads the configuration, opens the rooms of the house, and ties them together. */
@NullMarked
package io.rempart.app;

import org.jspecify.annotations.NullMarked;
