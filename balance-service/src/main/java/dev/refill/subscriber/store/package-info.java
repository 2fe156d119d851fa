/** Subscribers in PostgreSQL. It promises that a change and its audit record are one statement. */
@NullMarked
package dev.refill.subscriber.store;

import org.jspecify.annotations.NullMarked;
