package dev.refill.recharge.dispute;

import java.time.Clock;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import dev.refill.gateway.DisputeObservation;
import dev.refill.gateway.DisputeObservation.DisputeLost;
import dev.refill.gateway.DisputeObservation.DisputeOpened;
import dev.refill.gateway.DisputeObservation.DisputeWon;
import dev.refill.gateway.DisputeObservation.FundsReinstated;
import dev.refill.gateway.DisputeObservation.FundsWithdrawn;
import dev.refill.gateway.GatewayEvent.DisputeObserved;
import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Money;
import dev.refill.gateway.ProviderReference;
import dev.refill.offer.Quantity;
import dev.refill.recharge.dispute.DisputeTransitions.Meaning;
import dev.refill.recharge.order.Cause;
import dev.refill.recharge.order.FindOrder;
import dev.refill.recharge.order.FindOrder.Owner;
import dev.refill.recharge.order.Instants;
import dev.refill.recharge.order.Order;
import dev.refill.recharge.order.OrderIds;
import dev.refill.recharge.order.Payment;
import dev.refill.recharge.refund.RefundStore;
import dev.refill.recharge.refund.Refundable;
import dev.refill.webhooks.Handling;

/**
 * The one way by which news reaches a dispute. What it means is committed first and posted then; an event counts as handled
 * when both are done, and whatever comes for the dispute again posts what may be missing.
 */
public final class SettleDispute {

    private static final Logger log = LoggerFactory.getLogger(SettleDispute.class);
    /** So many messengers may bring news of one order's refunds and disputes in the same moment. */
    private static final int MOST_OVERTAKINGS = 16;

    private final DisputeStore store;
    private final RefundStore refunds;
    private final FindOrder orders;
    private final PostDispute post;
    private final OrderIds ids;
    private final Clock clock;

    public SettleDispute(DisputeStore store, RefundStore refunds, FindOrder orders, PostDispute post, OrderIds ids,
            Clock clock) {
        this.store = store;
        this.refunds = refunds;
        this.orders = orders;
        this.post = post;
        this.ids = ids;
        this.clock = clock;
    }

    /** Somebody else changed the dispute, or what went back of its order, since it was read. */
    static final class DisputeOvertaken extends RuntimeException {

        private static final long serialVersionUID = 1L;

        DisputeOvertaken(DisputeId id) {
            super(id + " was overtaken", null, false, false);
        }
    }

    /** Emits exactly one handling; an error: to be handed over again, and in the end to a person. */
    public Mono<Handling> handle(DisputeObserved observed) {
        return orders.of(observed.gateway(), observed.paymentKey(), observed.payment())
                .flatMap(owner -> switch (owner) {
                    case Owner.Known(Order order) -> handle(observed, order);
                    case Owner.Former(Order order, Payment payment) -> ofStray(observed, order, payment);
                    case Owner.NotKnownYet() -> later(observed);
                    case Owner.NotOurs() -> Mono.just(new Handling.Done());
                });
    }

    /** It is not the order's money that is disputed: a person's, as a dead letter. */
    private static Mono<Handling> ofStray(DisputeObserved observed, Order order, Payment payment) {
        return Mono.error(() -> new IllegalStateException("dispute " + observed.observation().reference() + " is of "
                + payment.operationKey() + ", which another payment of " + order.id() + " has followed"));
    }

    private Mono<Handling> handle(DisputeObserved observed, Order order) {
        return Mono.defer(() -> refunds.refundable(order.id()))
                .filter(Refundable::isSettled)
                .flatMap(of -> apply(observed, of))
                .retryWhen(Retry.max(MOST_OVERTAKINGS).filter(DisputeOvertaken.class::isInstance))
                .switchIfEmpty(later(observed));
    }

    private static Mono<Handling> later(DisputeObserved observed) {
        return Mono.just(new Handling.ObjectNotKnownYet(observed.observation().reference().value()));
    }

    /** Empty: nothing is known of it. */
    Mono<Dispute> known(GatewayId gateway, ProviderReference reference) {
        return store.byReference(gateway, reference);
    }

    private Mono<Handling> apply(DisputeObserved observed, Refundable of) {
        return store.byReference(observed.gateway(), observed.observation().reference())
                .defaultIfEmpty(unknown(observed, of.order()))
                .flatMap(dispute -> apply(observed, dispute, of));
    }

    private Mono<Handling> apply(DisputeObserved observed, Dispute dispute, Refundable of) {
        DisputeEvent event = eventOf(observed.observation());
        return switch (DisputeTransitions.meaning(dispute.state(), event)) {
            case Meaning.Moves moves -> commit(observed, dispute, after(dispute, moves.to(), observed, of), of)
                    .flatMap(after -> posted(after, of));
            case Meaning.Old old -> posted(dispute, of);
            case Meaning.TooEarly early -> Mono.just(new Handling.ObjectNotKnownYet(dispute.reference().value()));
            case Meaning.Contradicts contradicts -> {
                log.error("{}: {} cannot follow {}", dispute.id(), event, dispute.state());
                yield Mono.error(() -> new IllegalStateException(
                        "dispute " + dispute.reference() + ": " + event + " (expected: nothing more after "
                                + dispute.state() + ")"));
            }
        };
    }

    private Mono<Dispute> commit(DisputeObserved observed, Dispute before, Dispute after, Refundable of) {
        Cause cause = new Cause(observed.gateway().value(), Cause.Source.WEBHOOK, observed.dedupeKey());
        return store.change(before, after, of, eventOf(observed.observation()), cause, Instants.now(clock))
                .flatMap(changed -> changed
                        ? Mono.just(after)
                        : Mono.error(() -> new DisputeOvertaken(before.id())));
    }

    private Mono<Handling> posted(Dispute dispute, Refundable of) {
        return post.post(dispute, of).thenReturn(new Handling.Done());
    }

    private Dispute unknown(DisputeObserved observed, Order order) {
        var nothing = new Quantity(0, order.recharge().quote().credit().unit());
        return new Dispute(new DisputeId(ids.next("dsp_")), observed.gateway(), observed.observation().reference(),
                order.id(), 0, null, null, null, null, nothing, nothing, null);
    }

    private static Dispute after(Dispute was, DisputeState to, DisputeObserved observed, Refundable of) {
        return switch (observed.observation()) {
            case DisputeOpened opened -> moved(was, to, was.withdrawn(), was.fee(), was.reinstated(), was.credit(),
                    was.bonus(), opened.rawReason());
            case FundsWithdrawn withdrawn -> moved(was, to, inCapturedCurrency(withdrawn.amount(), of),
                    withdrawn.fee(), null, of.creditFor(withdrawn.amount().minor()),
                    of.bonusFor(withdrawn.amount().minor()), was.rawReason());
            case FundsReinstated reinstated -> moved(was, to, was.withdrawn(), was.fee(),
                    inCapturedCurrency(reinstated.amount(), of), was.credit(), was.bonus(), was.rawReason());
            case DisputeWon won -> moved(was, to, was.withdrawn(), was.fee(), was.reinstated(), was.credit(),
                    was.bonus(), was.rawReason());
            case DisputeLost lost -> moved(was, to, was.withdrawn(), was.fee(), was.reinstated(), was.credit(),
                    was.bonus(), was.rawReason());
        };
    }

    private static Dispute moved(Dispute was, DisputeState to, @Nullable Money withdrawn, @Nullable Money fee,
            @Nullable Money reinstated, Quantity credit, Quantity bonus, @Nullable String rawReason) {
        return new Dispute(was.id(), was.gateway(), was.reference(), was.recharge(), was.version() + 1, to, withdrawn,
                fee, reinstated, credit, bonus, rawReason);
    }

    /** What the customer paid and what the bank takes are one currency, or a person has to look. */
    private static Money inCapturedCurrency(Money money, Refundable of) {
        Money captured = of.captured();
        if (captured == null || !captured.isSameCurrencyAs(money)) {
            throw new IllegalArgumentException("currency: " + money + " (expected: as captured, " + captured + ")");
        }
        return money;
    }

    private static DisputeEvent eventOf(DisputeObservation observation) {
        return switch (observation) {
            case DisputeOpened opened -> DisputeEvent.ASKED;
            case FundsWithdrawn withdrawn -> DisputeEvent.FUNDS_WITHDRAWN;
            case FundsReinstated reinstated -> DisputeEvent.FUNDS_REINSTATED;
            case DisputeWon won -> DisputeEvent.WON;
            case DisputeLost lost -> DisputeEvent.LOST;
        };
    }
}
