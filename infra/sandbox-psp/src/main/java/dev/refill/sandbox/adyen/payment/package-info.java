/** Payments: each attempt on a card, with what it leaves in the books and is told of. */
@NullMarked
package dev.refill.sandbox.adyen.payment;

import org.jspecify.annotations.NullMarked;
