package dev.refill.recharge.refund;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.refill.recharge.order.Cause;

/**
 * One change that a refund went through.
 *
 * @param version of the refund after it
 * @param from {@code null}: it is the first
 */
public record RefundStep(long version, @Nullable RefundState from, RefundEvent event, RefundState to, Cause cause,
        Instant at) {}
