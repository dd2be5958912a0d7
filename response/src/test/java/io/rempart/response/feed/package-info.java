@NullMarked
package io.rempart.response.feed;

import org.jspecify.annotations.NullMarked;
