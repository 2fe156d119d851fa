/**
 * Adyen behind our port, by its Checkout API: payment links as hosted pages, stored cards charged as merchant-initiated
 * payments, refunds, signed notifications. Adyen tells results by notification and has next to nothing to look up, and
 * this package does not pretend otherwise: what cannot be asked is unknown until it is told. It promises that whatever
 * Adyen or the wire does ends in a named outcome, that a key or a card token is never logged, and that a slow Adyen holds
 * up no more than its own bounded connections. It never retries and never decides what an outcome means for an order.
 */
@NullMarked
@NamedInterface("adyen")
package dev.refill.gateways.adyen;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
