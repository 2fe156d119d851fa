package dev.refill.sandbox.adyen.payment;

import org.jspecify.annotations.Nullable;

import dev.refill.sandbox.core.Card;
import dev.refill.sandbox.core.Decline;

/**
 * What the issuer of a test card does.
 *
 * @param decline absent when it pays
 */
public record Verdict(Card card, @Nullable Decline decline) {}
