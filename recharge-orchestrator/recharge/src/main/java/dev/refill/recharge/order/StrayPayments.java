package dev.refill.recharge.order;

import java.time.Clock;
import java.time.Instant;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import dev.refill.gateway.Approved;
import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Money;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.PaymentObservation;
import dev.refill.ledger.Entry;
import dev.refill.ledger.EntryId;
import dev.refill.ledger.Ledger;
import dev.refill.posting.Place;
import dev.refill.posting.PostingRule;
import dev.refill.posting.Term;
import dev.refill.recharge.GatewayOperations.StrayPayment;
import dev.refill.recharge.credit.PostingTerms;

/**
 * Hears news of payments that another one has followed. It never changes the order. What is said of refusals and endings is
 * what was known when the next one was sent; money contradicts that: it is kept, entered in the books as belonging to nobody,
 * reported and counted as {@code refill.recharge.strays}, and waits for a person who gives it back at the provider.
 */
public final class StrayPayments {

    private static final Logger log = LoggerFactory.getLogger(StrayPayments.class);

    private final OrderStore store;
    private final Ledger ledger;
    private final Counter strays;
    private final Clock clock;

    public StrayPayments(OrderStore store, Ledger ledger, MeterRegistry meters, Clock clock) {
        this.store = store;
        this.ledger = ledger;
        this.strays = meters.counter("refill.recharge.strays");
        this.clock = clock;
    }

    /**
     * @param order whose payment it was, as it stands
     * @param former the payment of which the news is
     * @return the order, unchanged; an error: to be heard again
     */
    Mono<Order> hear(Order order, Payment former, PaymentObservation seen, Cause cause) {
        return seen instanceof Approved approved && approved.captured().minor() > 0
                ? keep(order, former, approved, cause)
                : Mono.just(order);
    }

    private Mono<Order> keep(Order order, Payment former, Approved seen, Cause cause) {
        Instant now = Instants.now(clock);
        return store.keepStray(former, seen, now)
                .doOnNext(stray -> report(order, former, stray, cause))
                // Also if it was kept before: whoever kept it may not have come so far.
                .flatMap(stray -> ledger.post(entryOf(former.operationKey(), former.gateway(), stray.captured(),
                        stray.at())))
                .thenReturn(order);
    }

    private void report(Order order, Payment former, OrderStore.Stray stray, Cause cause) {
        if (stray.isNew()) {
            strays.increment();
            log.error(
                    "{}: {} captured {} at {} after another payment had followed; somebody has to give it back there: {}",
                    order.id(), former.operationKey(), stray.captured(), former.gateway(), cause);
        }
    }

    /** What it posts: the same for a payment each time. */
    static Entry entryOf(OperationKey payment, GatewayId gateway, Money captured, Instant at) {
        return PostingRule.STRAY_PAYMENT.entry(new EntryId("ent_" + payment + "_stray"), payment.value(), at,
                PostingTerms.of(Term.AMOUNT, captured).at(Place.GATEWAY, gateway));
    }

    /**
     * Posts that a person has given it back at the provider, after it was posted itself. Safe to repeat.
     *
     * @param at when that was said; of the first time, if it is repeated
     */
    public static Mono<Void> giveBack(Ledger ledger, StrayPayment stray, Instant at) {
        Entry back = PostingRule.STRAY_RETURNED.entry(new EntryId("ent_" + stray.payment() + "_stray_returned"),
                stray.payment().value(), at,
                PostingTerms.of(Term.AMOUNT, stray.captured()).at(Place.GATEWAY, stray.gateway()));
        return ledger.post(entryOf(stray.payment(), stray.gateway(), stray.captured(), stray.at()))
                .then(Mono.defer(() -> ledger.post(back)))
                .then();
    }
}
