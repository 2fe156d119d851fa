/** Charging in PostgreSQL: sessions and answers as JSON that only this package reads, written with their entries in one statement. */
@NullMarked
package dev.refill.charging.store;

import org.jspecify.annotations.NullMarked;
