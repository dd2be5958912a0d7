/** Contract tests, launchers of real servers, seeded generators: for tests only. */
@NullMarked
package io.rempart.testkit;

import org.jspecify.annotations.NullMarked;
