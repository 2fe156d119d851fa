/** The page of a payment link, where a customer enters a card. It promises to work without scripts and to keep no number. */
@NullMarked
package dev.refill.sandbox.adyen.page;

import org.jspecify.annotations.NullMarked;
