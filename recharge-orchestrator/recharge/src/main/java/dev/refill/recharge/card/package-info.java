/**
 * Cards that subscribers have chosen to keep with the provider. It promises that only the provider has the card: here are its token, brand,
 * last four digits and expiry, and never a number; and that a card that was removed is charged no more, and forgotten by its provider.
 */
@NullMarked
package dev.refill.recharge.card;

import org.jspecify.annotations.NullMarked;
