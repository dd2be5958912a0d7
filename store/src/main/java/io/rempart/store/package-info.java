/** The event store on SQLite, MariaDB, MySQL and PostgreSQL. */
@NullMarked
package io.rempart.store;

import org.jspecify.annotations.NullMarked;
