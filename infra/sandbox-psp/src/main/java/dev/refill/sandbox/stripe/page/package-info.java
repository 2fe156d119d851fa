/**
 * The pages a customer sees at the provider: card entry and authentication. They promise to work without scripts, to say
 * in words what is wrong and where, and to forget a card number as soon as it was judged. They never log what was typed.
 */
@NullMarked
package dev.refill.sandbox.stripe.page;

import org.jspecify.annotations.NullMarked;
