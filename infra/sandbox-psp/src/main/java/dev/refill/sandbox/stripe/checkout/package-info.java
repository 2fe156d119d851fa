/**
 * Checkout Sessions and their hosted page. It promises that a checkout is paid at most once however often the page is
 * sent, that a declined card may be followed by another, and that the page works without scripts.
 */
@NullMarked
package dev.refill.sandbox.stripe.checkout;

import org.jspecify.annotations.NullMarked;
