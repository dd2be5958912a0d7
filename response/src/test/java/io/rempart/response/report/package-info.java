@org.jspecify.annotations.NullMarked
package io.rempart.response.report;
