package dev.refill.recharge;

import java.time.Duration;
import java.util.Set;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.PaymentMethodType;

/**
 * The recharge orders, as channels use them. Money work behind it never hangs on the caller: a cancel gives up waiting
 * and nothing else. All publishers are cold.
 */
public interface Recharges {

    /** How long a watcher waits before it watches again, if its watch ended before its order did. */
    Duration WATCH_AGAIN_AFTER = Duration.ofSeconds(2);

    /**
     * Accepts an order and carries it as far as it goes within the configured patience: to a payment page, to credit, or
     * to a decline. Later than that it answers with the state reached and goes on by itself.
     *
     * @return exactly one outcome; {@link java.util.concurrent.TimeoutException} as an error if not even the order was kept
     *         within that patience: start it again with the same claim; {@link OrderWithdrawn} as an error if none may be
     *         placed any more
     */
    Mono<StartOutcome> start(StartRechargeCommand command);

    /** How new orders can be paid; one or more, the same as long as the application runs. */
    Set<PaymentMethodType> paymentMethods();

    /** What became of the order that was asked for under a claim, without asking for it again. Empty: none was kept yet. */
    Mono<StartOutcome> started(String claimId);

    /**
     * Sees to it that no order of {@link Channel#AUTO_TOPUP} is placed under a claim from now on, if none is yet, however late the node is
     * that is about to. Safe to repeat.
     *
     * @return what became of the order that is; empty: there is none, and never will be
     */
    Mono<StartOutcome> withdraw(String claimId);

    /** Empty: no such order. Whether the caller may see it is the caller's own check. */
    Mono<Recharge> find(RechargeId id);

    /**
     * Asks the provider now what became of an order's payment and carries the order on; for the page the browser returns
     * to, so that a payment is seen even if no webhook arrives.
     *
     * @return the order after that, or as it stood if it took too long; empty: no such order
     */
    Mono<Recharge> refresh(RechargeId id);

    /**
     * Cancels an unpaid order: has its payment closed at the provider, which alone can say that it will not be paid any
     * more. Safe to repeat. Whether the caller may is the caller's own check.
     *
     * @param client for whom, kept as the actor
     * @return how it stands within the configured patience; later than that the wish goes on by itself. Empty: no such order
     */
    Mono<Cancellation> cancel(RechargeId id, String client);

    /**
     * The order now and after each change, on whichever node it happens, until it is terminal, with signs of life in
     * between. A watch may end before its order does, as it lasts for a bounded time and not beyond the node: watch again.
     * Who reads slowly misses what is outdated. A cancel stops watching. Empty: no such order.
     *
     * @return {@link WatchRefused} as an error if this node takes no further watches
     */
    Flux<Sighting> watch(RechargeId id);
}
