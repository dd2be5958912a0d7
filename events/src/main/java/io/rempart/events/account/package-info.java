/** The interface of the store of people: accounts, saved searches. */
@NullMarked
package io.rempart.events.account;

import org.jspecify.annotations.NullMarked;
