package dev.refill.transfer.give;

import java.time.Instant;
import java.time.LocalDate;

import org.jspecify.annotations.Nullable;

import dev.refill.subscriber.SubscriberId;
import dev.refill.transfer.TransferOutcome;
import dev.refill.transfer.TransferRequest;

/**
 * A request and what is known of it before the books are asked.
 *
 * @param sender {@code null}: unknown
 * @param recipient {@code null}: unknown
 * @param fee in minor units of the amount's unit, 0 or more
 * @param day on which it counts
 * @param refusal why nothing may move; {@code null}: the books decide
 */
public record Draft(TransferRequest request, @Nullable SubscriberId sender, @Nullable SubscriberId recipient, long fee,
        LocalDate day, Instant at, @Nullable TransferOutcome refusal) {}
