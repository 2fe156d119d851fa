package dev.refill.gateway;

import java.time.Instant;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A provider's own account of our money: what it sent to our bank, and what each of these payouts is made of. It is what our
 * books are reconciled with, so nothing in it is taken from them.
 */
public interface Settlements {

    /**
     * The payouts that were created in a window, each once, in the provider's order.
     *
     * @param from the first moment that belongs to it; what was created earlier within its second may be read too
     * @param to the first moment that does not; the same holds for its second
     * @return a cold Flux; at most two pages are read ahead of demand. An error signal ({@link FeedInterruptedException}) if
     *         it cannot be read to the end, after all that could be
     */
    default Flux<Payout> payouts(Instant from, Instant to) {
        return readPayouts(new FeedPosition(from, to, null))
                .expand(this::next)
                .concatMap(Settlements::payouts, 1);
    }

    /**
     * What a payout is made of, each line once, in the provider's order.
     *
     * @return as of {@link #payouts}
     */
    default Flux<SettlementLine> lines(ProviderReference payout) {
        return readLines(new SettlementPosition(payout, null))
                .expand(this::next)
                .concatMap(Settlements::lines, 1);
    }

    /**
     * Reads on in the list of payouts. What decorators guard, time and try again is this one call, however long the list.
     *
     * @return one piece of bounded size, or why there is none
     */
    Mono<PayoutOutcome> readPayouts(FeedPosition position);

    /** The same for the lines of a payout. */
    Mono<SettlementOutcome> readLines(SettlementPosition position);

    private Mono<PayoutOutcome> next(PayoutOutcome outcome) {
        var next = outcome instanceof PayoutPage page ? page.next() : null;
        return next == null ? Mono.empty() : readPayouts(next);
    }

    private Mono<SettlementOutcome> next(SettlementOutcome outcome) {
        var next = outcome instanceof SettlementPage page ? page.next() : null;
        return next == null ? Mono.empty() : readLines(next);
    }

    private static Flux<Payout> payouts(PayoutOutcome outcome) {
        return switch (outcome) {
            case PayoutPage page -> Flux.fromIterable(page.payouts());
            case Unresolved unresolved -> Flux.error(() -> new FeedInterruptedException(unresolved));
        };
    }

    private static Flux<SettlementLine> lines(SettlementOutcome outcome) {
        return switch (outcome) {
            case SettlementPage page -> Flux.fromIterable(page.lines());
            case Unresolved unresolved -> Flux.error(() -> new FeedInterruptedException(unresolved));
        };
    }
}
