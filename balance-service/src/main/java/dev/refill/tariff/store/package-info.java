/** The versions of plans in PostgreSQL. It promises that what was answered for an instant stays the answer for it. */
@NullMarked
package dev.refill.tariff.store;

import org.jspecify.annotations.NullMarked;
