package dev.refill.recharge.review;

import java.time.Instant;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.OperationKey;
import dev.refill.recharge.GatewayOperations.StrayPayment;

/** The rows behind stray payments. Every write is one statement that commits by itself; all publishers are cold. */
public interface StrayStore {

    /** Those that wait for a person, the oldest first; at most so many. */
    Flux<StrayPayment> waiting(int most);

    /** How many wait for a person. */
    Mono<Long> count();

    /** One that was ever kept, whether it waits or not. Empty: none. */
    Mono<StrayPayment> byPayment(OperationKey payment);

    /** Keeps that a person has given it back; whether nobody had before. */
    Mono<Boolean> end(OperationKey payment, String person, String reason, Instant at);
}
