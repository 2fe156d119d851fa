/**
 * Acme behind our port. It promises that whatever Acme or the wire does ends in a named outcome, that a key or a card token is
 * never logged, and that a slow Acme holds up no more than its own bounded connections. It never retries and never decides
 * what an outcome means for an order.
 */
@NullMarked
@NamedInterface("acme")
package dev.refill.gateways.acme;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
