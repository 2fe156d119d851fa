package dev.refill.sandbox.core;

import org.jspecify.annotations.Nullable;

/**
 * Why an issuer refused a charge.
 *
 * @param code the provider's class of refusal
 * @param reason the issuer's own reason, where it gave one
 * @param message what a customer may read
 */
public record Decline(String code, @Nullable String reason, String message) {}
