package dev.refill.simulation.provider;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Money;
import dev.refill.gateway.NotAskable;
import dev.refill.gateway.NotFound;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RefundCommand;
import dev.refill.gateway.RefundFailed;
import dev.refill.gateway.RefundLookupOutcome;
import dev.refill.gateway.RefundObservation;
import dev.refill.gateway.RefundOutcome;
import dev.refill.gateway.RefundPending;
import dev.refill.gateway.RefundQuery;
import dev.refill.gateway.RefundRefused;
import dev.refill.gateway.RefundSucceeded;
import dev.refill.gateway.Refunds;
import dev.refill.simulation.time.Chance;
import dev.refill.simulation.time.Life;
import dev.refill.simulation.world.Weather;
import dev.refill.testsupport.invariants.Snapshot;

/** The refunds at the provider: those that we asked for, and those that somebody made there. */
final class ModelRefunds {

    private final GatewayId gateway;
    private final Chance chance;
    private final Weather weather;
    private final ModelLine line;
    private final ModelEvents events;
    private final Function<ProviderReference, @Nullable ModelPayment> payments;
    private final Predicate<ModelPayment> isDisputed;
    private final ModelKeys<RefundOutcome> keys;
    private final List<ModelRefund> refunds = new ArrayList<>();

    /** A refund as the provider has it; {@code key} is {@code null} if somebody made it there. */
    private static final class ModelRefund {

        private final @Nullable OperationKey key;
        private final ProviderReference reference;
        private final ModelPayment payment;
        private final Money amount;
        private RefundObservation now;

        ModelRefund(@Nullable OperationKey key, ProviderReference reference, ModelPayment payment, Money amount) {
            this.key = key;
            this.reference = reference;
            this.payment = payment;
            this.amount = amount;
            this.now = new RefundPending(reference);
        }

        boolean hasFailed() {
            return now instanceof RefundFailed;
        }
    }

    /**
     * @param payments finds a payment by its reference
     * @param isDisputed whether a bank has the money of a payment
     */
    ModelRefunds(GatewayId gateway, Clock clock, Chance chance, Weather weather, ModelLine line, ModelEvents events,
            Function<ProviderReference, @Nullable ModelPayment> payments, Predicate<ModelPayment> isDisputed) {
        this.gateway = gateway;
        this.chance = chance;
        this.weather = weather;
        this.line = line;
        this.events = events;
        this.payments = payments;
        this.isDisputed = isDisputed;
        this.keys = new ModelKeys<>(clock, chance, unresolved -> unresolved);
    }

    /** The port as a life sees it. */
    Refunds port(Life here) {
        return new Refunds() {

            @Override
            public Mono<RefundOutcome> refund(RefundCommand command) {
                return Mono.create(sink -> line.send("refund", command.operationKey(), weather.onRefund(), here, sink,
                        keys, () -> process(command), unresolved -> unresolved));
            }

            @Override
            public Mono<RefundLookupOutcome> lookupRefund(RefundQuery query) {
                return weather.isMute()
                        ? Mono.just(new NotAskable())
                        : Mono.create(sink -> line.ask("refund-lookup", here, sink, () -> found(query),
                                unresolved -> unresolved));
            }
        };
    }

    /** How much of a payment is given back. */
    long refunded(ModelPayment payment) {
        long sum = 0;
        for (ModelRefund refund : refunds) {
            if (refund.payment == payment && !refund.hasFailed()) {
                sum += refund.amount.minor();
            }
        }
        return sum;
    }

    List<Snapshot.GivenBack> truth() {
        List<Snapshot.GivenBack> given = new ArrayList<>();
        for (ModelRefund refund : refunds) {
            given.add(new Snapshot.GivenBack(refund.reference.value(), refund.key == null ? null : refund.key.value(),
                    refund.payment.key.value(), refund.amount.minor(), refund.hasFailed()));
        }
        return given;
    }

    /** What a person sees at the provider of a refund that we asked for; {@code null}: nothing. */
    @Nullable
    RefundObservation seen(OperationKey key) {
        for (ModelRefund refund : refunds) {
            if (key.equals(refund.key)) {
                return refund.now;
            }
        }
        return null;
    }

    /** Somebody gives back a part of a payment, or all of it, without us. */
    void madeThere(ModelPayment payment) {
        long left = left(payment);
        if (left > 0 && !isDisputed.test(payment)) {
            long minor = chance.happens(0.4) ? left : 1 + chance.below((int) left);
            carryOut(null, payment, Money.of(minor, payment.asked.currency().getCurrencyCode()));
        }
    }

    private long left(ModelPayment payment) {
        Money captured = payment.captured;
        return captured == null ? 0 : captured.minor() - refunded(payment);
    }

    private RefundOutcome process(RefundCommand command) {
        ModelPayment payment = payments.apply(command.payment());
        if (payment == null || payment.captured == null) {
            return new RefundRefused("charge_not_captured");
        }
        if (isDisputed.test(payment)) {
            return new RefundRefused("charge_disputed");
        }
        return command.amount().minor() > left(payment)
                ? new RefundRefused("charge_already_refunded")
                : carryOut(command.operationKey(), payment, command.amount());
    }

    private RefundObservation carryOut(@Nullable OperationKey key, ModelPayment payment, Money amount) {
        ModelRefund refund = new ModelRefund(key, new ProviderReference("re_" + gateway + "_" + (refunds.size() + 1)),
                payment, amount);
        refunds.add(refund);
        int fate = chance.below(100);
        if (fate < 60) {
            return succeed(refund);
        }
        if (fate < 90) {
            line.later(Duration.ofSeconds(1), Duration.ofDays(2), () -> {
                if (chance.happens(0.7)) {
                    succeed(refund);
                } else {
                    fail(refund);
                }
            });
            return become(refund, refund.now);
        }
        return fail(refund);
    }

    private RefundObservation succeed(ModelRefund refund) {
        // Where the provider tells nothing by itself, nobody would ever hear of it.
        if (!weather.isSilent() && chance.happens(0.2)) {
            line.later(Duration.ofSeconds(1), Duration.ofDays(2), () -> fail(refund));
        }
        return become(refund, new RefundSucceeded(refund.reference, refund.amount));
    }

    private RefundObservation fail(ModelRefund refund) {
        return become(refund, ModelEvent.failed(refund.reference));
    }

    private RefundObservation become(ModelRefund refund, RefundObservation now) {
        refund.now = now;
        events.emit(refund.payment, ModelEvent.words(now, refund.key));
        return now;
    }

    private RefundLookupOutcome found(RefundQuery query) {
        ProviderReference reference = query.reference();
        return refunds.stream()
                .filter(refund -> reference == null
                        ? query.operationKey().equals(refund.key)
                                && refund.payment.reference.equals(query.payment())
                        : refund.reference.equals(reference))
                .findFirst()
                .<RefundLookupOutcome>map(refund -> refund.now)
                .orElseGet(NotFound::new);
    }
}
