package dev.refill.recharge;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * An order that rests.
 *
 * @param recharge the order; it rests since its last change
 * @param cause what brought it to where it rests
 * @param looks how often it was looked at there
 * @param nextLook when it is looked at next; {@code null}: a person decides
 */
public record RestingOrder(Recharge recharge, RechargeEvent cause, int looks, @Nullable Instant nextLook) {}
