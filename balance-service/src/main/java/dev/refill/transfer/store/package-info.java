/** Transfers in PostgreSQL: decided, posted and kept by one statement for all that come at the same time. */
@NullMarked
package dev.refill.transfer.store;

import org.jspecify.annotations.NullMarked;
