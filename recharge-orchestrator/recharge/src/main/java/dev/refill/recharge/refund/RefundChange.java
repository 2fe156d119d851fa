package dev.refill.recharge.refund;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.refill.gateway.ProviderReference;
import dev.refill.recharge.order.Cause;

/**
 * One change of a refund, decided but not yet committed.
 *
 * @param event what happened
 * @param to where it leads
 * @param cause why, and on what evidence
 * @param at when
 * @param nextAttemptAt when the completer looks next; {@code null} exactly where it does not
 * @param reference the provider's id, if it was told
 * @param decidedBy the second person, if one decided
 */
public record RefundChange(RefundEvent event, RefundState to, Cause cause, Instant at, @Nullable Instant nextAttemptAt,
        @Nullable ProviderReference reference, @Nullable String decidedBy) {}
