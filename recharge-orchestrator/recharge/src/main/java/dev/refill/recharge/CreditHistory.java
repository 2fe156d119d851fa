package dev.refill.recharge;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.ledger.AccountId;
import dev.refill.ledger.HistoryLine;
import dev.refill.ledger.Ledger;
import dev.refill.subscriber.SubscriberId;

/** How a subscriber's credit came and went, whichever of the own buckets it was in. */
public final class CreditHistory {

    private static final int AT_ONCE = 8;

    private final Ledger ledger;
    private final Function<String, Flux<AccountId>> timed;

    /** @param timed the accounts of credit that ends or has ended, by a subscriber's id */
    public CreditHistory(Ledger ledger, Function<String, Flux<AccountId>> timed) {
        this.ledger = ledger;
        this.timed = timed;
    }

    /**
     * Cold. Newest first; none: nothing has happened yet. What there was after a line is what its bucket held.
     *
     * @param before only lines with a lower position; {@code null}: from the newest
     * @param limit 1 to 200
     */
    public Mono<List<HistoryLine>> of(SubscriberId subscriber, @Nullable Long before, int limit) {
        return timed.apply(subscriber.value())
                .startWith(AccountId.bucketOf(subscriber.value()))
                .flatMap(account -> ledger.history(account, before, limit), AT_ONCE)
                .sort(Comparator.comparingLong(HistoryLine::position).reversed())
                .take(limit)
                .collectList();
    }
}
