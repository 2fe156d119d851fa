package dev.refill.recharge.order;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import dev.refill.gateway.Approved;
import dev.refill.gateway.ChargeCommand;
import dev.refill.gateway.ChargeOutcome;
import dev.refill.gateway.GatewayId;
import dev.refill.gateway.LookupOutcome;
import dev.refill.gateway.LookupQuery;
import dev.refill.gateway.NotFound;
import dev.refill.gateway.NotSent;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.PaymentGateway;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.Unknown;

/** A provider that keeps its own truth by operation key, and may lose its answers or refuse to be reached. */
final class FakeGateway implements PaymentGateway {

    enum Fault {
        LOSE_ANSWER_AFTER_CHARGING,
        LOSE_ANSWER_BEFORE_CHARGING,
        REFUSE_CONNECTION
    }

    private final Map<OperationKey, PaymentObservation> truth = new ConcurrentHashMap<>();
    private final Queue<Fault> faults = new ArrayDeque<>();
    private final AtomicInteger charges = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();
    private final List<LookupQuery> lookups = new CopyOnWriteArrayList<>();
    private volatile @Nullable Unknown blindness;

    @Override
    public GatewayId id() {
        return new GatewayId("fake");
    }

    synchronized void next(Fault fault) {
        faults.add(fault);
    }

    /** What the provider knows of a payment from now on. */
    void knows(OperationKey key, PaymentObservation seen) {
        truth.put(key, seen);
    }

    /** What every look-up says from now on. */
    void looksUpOnly(Unknown said) {
        blindness = said;
    }

    /** What it was asked about, in order. */
    List<LookupQuery> lookups() {
        return lookups;
    }

    void forgets(OperationKey key) {
        truth.remove(key);
    }

    /** How many cards were charged. */
    int charges() {
        return charges.get();
    }

    /** How often it was asked to charge. */
    int calls() {
        return calls.get();
    }

    @Override
    public Mono<ChargeOutcome> charge(ChargeCommand command) {
        return Mono.fromSupplier(() -> chargeNow(command));
    }

    private synchronized ChargeOutcome chargeNow(ChargeCommand command) {
        calls.incrementAndGet();
        Fault fault = faults.poll();
        if (fault == Fault.REFUSE_CONNECTION) {
            return new NotSent(NotSent.Reason.CONNECTION_REFUSED, null);
        }
        if (fault == Fault.LOSE_ANSWER_BEFORE_CHARGING) {
            return new Unknown("no answer");
        }
        PaymentObservation seen = truth.computeIfAbsent(command.operationKey(), key -> {
            charges.incrementAndGet();
            return new Approved(new ProviderReference("pi_" + key.value()), command.amount());
        });
        return fault == Fault.LOSE_ANSWER_AFTER_CHARGING ? new Unknown("no answer") : seen;
    }

    @Override
    public Mono<LookupOutcome> lookup(LookupQuery query) {
        return Mono.fromSupplier(() -> {
            lookups.add(query);
            Unknown said = blindness;
            PaymentObservation seen = truth.get(query.operationKey());
            return said != null ? said : seen == null ? new NotFound() : seen;
        });
    }
}
