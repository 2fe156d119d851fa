/** The page on which a payer agrees to an order. It promises to work without scripts and to take no money: shops do that. */
@NullMarked
package dev.refill.sandbox.paypal.page;

import org.jspecify.annotations.NullMarked;
