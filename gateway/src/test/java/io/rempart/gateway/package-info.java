@org.jspecify.annotations.NullMarked
package io.rempart.gateway;
