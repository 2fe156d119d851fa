package dev.refill.transfer.give;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.Subscriber;
import dev.refill.subscriber.SubscriberId;
import dev.refill.subscriber.Subscribers;
import dev.refill.tariff.PlanId;
import dev.refill.tariff.PlanInForce;
import dev.refill.tariff.Tariffs;
import dev.refill.transfer.Caller;
import dev.refill.transfer.Fee;
import dev.refill.transfer.Limits;
import dev.refill.transfer.Transfer;
import dev.refill.transfer.TransferId;
import dev.refill.transfer.TransferOutcome;
import dev.refill.transfer.TransferOutcome.Side;
import dev.refill.transfer.TransferRequest;
import dev.refill.transfer.Transfers;

/** Gives credit of one subscriber to another. */
public final class GiveCredit implements Transfers {

    private final Subscribers subscribers;
    private final Tariffs tariffs;
    private final TransferStore store;
    private final Fee fee;
    private final Limits limits;
    private final Clock clock;

    public GiveCredit(Subscribers subscribers, Tariffs tariffs, TransferStore store, Fee fee, Limits limits,
            Clock clock) {
        this.subscribers = subscribers;
        this.tariffs = tariffs;
        this.store = store;
        this.fee = fee;
        this.limits = limits;
        this.clock = clock;
    }

    /** Whatever the look-ups say of a repeat, what was kept first counts. */
    @Override
    public Mono<TransferOutcome> give(TransferRequest request) {
        return Mono.defer(() -> draft(request, clock.instant()))
                .flatMap(store::keep)
                .map(kept -> kept.answerTo(request));
    }

    private Mono<Draft> draft(TransferRequest request, Instant now) {
        return Mono.zip(party(request.from(), now), party(request.to(), now), (sender, recipient) -> new Draft(request,
                id(sender), id(recipient), fee.of(request.amount().value()), day(sender, now), now,
                refusal(request, sender.orElse(null), recipient.orElse(null))));
    }

    private Mono<Optional<Party>> party(Msisdn number, Instant now) {
        return subscribers.withNumber(number)
                .flatMap(subscriber -> withPlan(subscriber, now))
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty());
    }

    private Mono<Party> withPlan(Subscriber subscriber, Instant now) {
        return Mono.justOrEmpty(subscriber.terms().plan())
                .flatMap(plan -> tariffs.inForce(new PlanId(plan), now))
                .map(PlanInForce::plan)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .map(plan -> new Party(subscriber, plan));
    }

    private static @Nullable SubscriberId id(Optional<Party> party) {
        return party.map(found -> found.subscriber().id()).orElse(null);
    }

    private static LocalDate day(Optional<Party> sender, Instant now) {
        ZoneId zone = sender.map(Party::zone).orElse(ZoneOffset.UTC);
        return LocalDate.ofInstant(now, zone);
    }

    private @Nullable TransferOutcome refusal(TransferRequest request, @Nullable Party sender,
            @Nullable Party recipient) {
        if (sender == null || !request.caller().mayGiveFrom(sender.subscriber())) {
            return new TransferOutcome.UnknownSubscriber(Side.SENDER);
        }
        if (recipient == null) {
            return new TransferOutcome.UnknownSubscriber(Side.RECIPIENT);
        }
        if (sender.subscriber().id().equals(recipient.subscriber().id())) {
            return new TransferOutcome.ToOneself();
        }
        return refusal(request, sender, Side.SENDER)
                .or(() -> refusal(request, recipient, Side.RECIPIENT))
                .or(() -> limits.reachedBy(request.amount().value()).map(TransferOutcome.LimitReached::new))
                .orElse(null);
    }

    private static Optional<TransferOutcome> refusal(TransferRequest request, Party party, Side side) {
        if (party.subscriber().status() != Subscriber.Status.ACTIVE) {
            return Optional.of(new TransferOutcome.NotActive(side));
        }
        return party.countsIn(request.amount().unit())
                ? Optional.empty()
                : Optional.of(new TransferOutcome.OtherUnit(side));
    }

    @Override
    public Mono<Transfer> find(Caller caller, TransferId id) {
        return store.find(caller, id);
    }
}
