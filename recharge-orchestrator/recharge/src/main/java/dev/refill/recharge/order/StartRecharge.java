package dev.refill.recharge.order;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;
import dev.refill.offer.Offer;
import dev.refill.offer.OfferCatalog;
import dev.refill.offer.Quote;
import dev.refill.recharge.PaymentMeans;
import dev.refill.recharge.Recharge;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.RechargeTransitions;
import dev.refill.recharge.Refusal;
import dev.refill.recharge.StartOutcome;
import dev.refill.recharge.StartRechargeCommand;
import dev.refill.recharge.routing.Route;
import dev.refill.recharge.routing.RoutingFacts;
import dev.refill.risk.Velocity;
import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.Subscriber;
import dev.refill.subscriber.Subscribers;

/** Accepts an order and carries it as far as it goes at once. */
public final class StartRecharge {

    private final OfferCatalog offers;
    private final Subscribers subscribers;
    private final Velocity clients;
    private final Velocity phones;
    private final OrderStore store;
    private final AdvanceOrder advance;
    private final Gateways gateways;
    private final CardKeepers keepers;
    private final AttemptSchedule schedule;
    private final OrderIds ids;
    private final PhaseTimer phases;
    private final Clock clock;

    /**
     * @param clients how many orders a client may place
     * @param phones how many orders may ask the same phone to pay
     */
    public StartRecharge(OfferCatalog offers, Subscribers subscribers, Velocity clients, Velocity phones,
            OrderStore store, AdvanceOrder advance, Gateways gateways, CardKeepers keepers, AttemptSchedule schedule,
            OrderIds ids, PhaseTimer phases, Clock clock) {
        this.offers = offers;
        this.subscribers = subscribers;
        this.clients = clients;
        this.phones = phones;
        this.store = store;
        this.advance = advance;
        this.gateways = gateways;
        this.keepers = keepers;
        this.schedule = schedule;
        this.ids = ids;
        this.phases = phases;
        this.clock = clock;
    }

    public Mono<StartOutcome> start(StartRechargeCommand command) {
        if (!clients.admits(command.owner().clientId())) {
            return refusedUnlessKnown(Refusal.TOO_MANY_FROM_CLIENT, command);
        }
        Optional<Offer> offer = offers.find(command.offer());
        if (offer.isEmpty()) {
            return refusedUnlessKnown(Refusal.UNKNOWN_OFFER, command);
        }
        return offer.get().quote(command.price())
                .map(quote -> startAt(quote, command))
                .orElseGet(() -> refusedUnlessKnown(Refusal.PRICE_NOT_OFFERED, command));
    }

    private Mono<StartOutcome> startAt(Quote quote, StartRechargeCommand command) {
        return keeperOf(command.means()).flatMap(keeper -> startAt(quote, keeper.orElse(null), command));
    }

    /** By whichever channel its token comes, a card that is kept here is known to one gateway alone. */
    private Mono<Optional<GatewayId>> keeperOf(@Nullable PaymentMeans named) {
        return named instanceof PaymentMeans.CardOnFile(String token)
                ? keepers.keeperOf(token).map(Optional::of).defaultIfEmpty(Optional.empty())
                : Mono.just(Optional.empty());
    }

    private Mono<StartOutcome> startAt(Quote quote, @Nullable GatewayId keeper, StartRechargeCommand command) {
        RechargeId id = ids.nextRechargeId();
        return wayOf(id, quote, keeper, command)
                .map(way -> mayBeAsked(way.means())
                        ? way.route().first()
                                .map(gateway -> startAt(quote, id, new Place(way.means(), gateway, way.route()),
                                        command))
                                .orElseGet(() -> refusedUnlessKnown(Refusal.NO_GATEWAY_NOW, command))
                        : refusedUnlessKnown(Refusal.TOO_MANY_FOR_PAYER, command))
                .orElseGet(() -> refusedUnlessKnown(Refusal.PAYMENT_METHOD_NOT_OFFERED, command));
    }

    /** How an order may be paid. */
    private record Way(PaymentMeans means, Route route) {}

    /** How and where an order is paid. */
    private record Place(PaymentMeans means, GatewayId gateway, Route route) {}

    /** Whatever is switched off now: that changes where an order is paid, and never who is asked to pay. Empty: nobody takes it. */
    private Optional<Way> wayOf(RechargeId id, Quote quote, @Nullable GatewayId keeper, StartRechargeCommand command) {
        return meansOf(command)
                .map(means -> new Way(means, gateways.routeFor(
                        new RoutingFacts(id, quote.price(), command.msisdn(), means.type(), keeper))))
                .filter(way -> way.route().isOffered())
                .findFirst();
    }

    /** Each order makes a phone ring, and its owner need not know of it: by many recharged numbers one phone could be asked for ever. */
    private boolean mayBeAsked(PaymentMeans means) {
        return !(means instanceof PaymentMeans.MobileMoney(Msisdn payer)) || phones.admits(payer.e164());
    }

    private Stream<PaymentMeans> meansOf(StartRechargeCommand command) {
        PaymentMeans named = command.means();
        return named == null
                ? PaymentMeans.unnamed(gateways.methods(), command.msisdn())
                : Stream.of(named);
    }

    private Mono<StartOutcome> startAt(Quote quote, RechargeId id, Place place, StartRechargeCommand command) {
        return subscribers.withNumber(command.msisdn())
                .filter(subscriber -> subscriber.status().mayRecharge())
                .map(subscriber -> newOrder(quote, id, place, command, subscriber))
                .flatMap(order -> phases.timed("accept",
                        store.accept(order, isTold(place.route()) ? place.route() : null)))
                .flatMap(this::proceed)
                .map(StartRecharge::outcomeOf)
                .switchIfEmpty(refusedUnlessKnown(Refusal.NUMBER_NOT_RECHARGEABLE, command));
    }

    /** Where there was nothing to choose from there is nothing to tell. */
    private boolean isTold(Route route) {
        return gateways.haveRules() || route.isKeepers();
    }

    private Mono<Order> proceed(OrderStore.Acceptance acceptance) {
        return switch (acceptance) {
            case OrderStore.Acceptance.New fresh -> advance.begin(fresh.order(), fresh.facts());
            // Entered again after a crash or a second click: whoever carries it on, it is this one order.
            case OrderStore.Acceptance.Known known -> Mono.just(known.order());
        };
    }

    static StartOutcome outcomeOf(Order order) {
        Refusal refusal = order.refusal();
        if (refusal == null) {
            return new StartOutcome.Accepted(order.recharge());
        }
        return refusal == Refusal.REPEAT_NOT_CONFIRMED
                ? new StartOutcome.ConfirmationNeeded()
                : new StartOutcome.Refused(refusal);
    }

    private Order newOrder(Quote quote, RechargeId id, Place place, StartRechargeCommand command,
            Subscriber subscriber) {
        Instant now = Instants.now(clock);
        Payment payment = Payment.untold(ids.nextOperationKey(), place.gateway(), place.means());
        Recharge recharge = new Recharge(id, 1, RechargeTransitions.FIRST, command.owner(), subscriber.id(),
                command.msisdn(), payment.payer(), quote, null, null, null, now, now);
        return new Order(recharge, command.claimId(), payment, command.repeatConfirmed(), null, 0,
                schedule.first(RechargeTransitions.FIRST, now));
    }

    /** An order that its claim has made before answers from its state, whatever would be said to a new one by now. */
    private Mono<StartOutcome> refusedUnlessKnown(Refusal refusal, StartRechargeCommand command) {
        return Mono.defer(() -> store.byClaim(command.claimId()))
                .map(StartRecharge::outcomeOf)
                .defaultIfEmpty(new StartOutcome.Refused(refusal));
    }
}
