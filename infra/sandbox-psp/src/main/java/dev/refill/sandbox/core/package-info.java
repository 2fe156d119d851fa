/**
 * What a payment provider knows, in no provider's words: payments, charges, refunds, disputes, checkouts, events, and the
 * answers it has already given. It promises that every change goes through {@link dev.refill.sandbox.core.Books#record},
 * is journalled before anyone hears of it, and can be read back after a crash. It never holds a full card number and
 * never speaks HTTP.
 */
@NullMarked
package dev.refill.sandbox.core;

import org.jspecify.annotations.NullMarked;
