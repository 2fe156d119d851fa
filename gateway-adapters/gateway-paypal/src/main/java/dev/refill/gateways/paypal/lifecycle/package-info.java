/** What of the PayPal adapter works by itself. It stops when the application does, and nothing waits for it. */
@NullMarked
package dev.refill.gateways.paypal.lifecycle;

import org.jspecify.annotations.NullMarked;
