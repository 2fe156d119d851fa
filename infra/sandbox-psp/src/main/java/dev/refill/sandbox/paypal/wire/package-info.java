/**
 * How PayPal's API is spoken: JSON with decimal amounts in, PayPal's errors out. It promises that a request is refused before
 * anything is recorded. It knows no single operation.
 */
@NullMarked
package dev.refill.sandbox.paypal.wire;

import org.jspecify.annotations.NullMarked;
