package dev.refill.webhooks.outbound.delivery;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Where an attempt leaves its delivery, and its endpoint.
 *
 * @param delay until the next attempt; without meaning where the state is terminal
 * @param status what was answered, if anything was
 * @param error at most 500 characters; {@code null}: nothing went wrong
 */
public record DeliveryMark(TakenDelivery delivery, DeliveryState state, Duration delay, @Nullable Integer status,
        @Nullable String error, Effect effect) {

    /** What an attempt means for all deliveries to its endpoint. */
    public sealed interface Effect {

        record None() implements Effect {}

        /** It answers well again. */
        record Well() implements Effect {}

        /** Nothing more is sent for a while. */
        record SlowDown(Duration pause) implements Effect {}

        /** Nothing more is sent until its owner enables it. */
        record Gone() implements Effect {}
    }
}
