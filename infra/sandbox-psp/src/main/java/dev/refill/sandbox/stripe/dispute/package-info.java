/**
 * Disputes: banks that want a payment back. It promises that what is withdrawn when one opens comes back exactly when it
 * is won, and never otherwise.
 */
@NullMarked
package dev.refill.sandbox.stripe.dispute;

import org.jspecify.annotations.NullMarked;
