/**
 * The port to payment providers. It promises that every call ends in a named outcome, that a timeout is
 * {@link dev.refill.gateway.Unknown} and never a decline, and that nothing here knows a provider by name.
 * It never retries on its own account and never sees a card number: cards are entered on the provider's pages.
 */
@NullMarked
package dev.refill.gateway;

import org.jspecify.annotations.NullMarked;
