/**
 * PayPal behind our port, by its Orders API v2: the payer agrees on PayPal's page, and what was agreed to is captured by
 * us, once. Refunds of captures, webhooks that are verified by PayPal's certificates without asking PayPal. It promises
 * that whatever PayPal or the wire does ends in a named outcome, that no secret, token or payer's address is logged, and
 * that a slow PayPal holds up no more than its own bounded connections. It never retries and never decides what an outcome
 * means for an order.
 */
@NullMarked
@NamedInterface("paypal")
package dev.refill.gateways.paypal;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
