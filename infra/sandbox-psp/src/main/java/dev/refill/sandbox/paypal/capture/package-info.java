/** Captures, the payments that orders have brought. They are read here and nothing else. */
@NullMarked
package dev.refill.sandbox.paypal.capture;

import org.jspecify.annotations.NullMarked;
