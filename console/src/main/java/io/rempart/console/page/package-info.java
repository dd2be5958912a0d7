/** One class a page: what it needs of the stores, turned into what its template shows. */
@NullMarked
package io.rempart.console.page;

import org.jspecify.annotations.NullMarked;
