/** Makes what attackers wrote safe to look at, and readable: visible characters, decoded layers, marked bytes. */
@NullMarked
package io.rempart.console.text;

import org.jspecify.annotations.NullMarked;
