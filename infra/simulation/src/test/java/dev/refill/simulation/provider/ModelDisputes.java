package dev.refill.simulation.provider;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

import dev.refill.gateway.DisputeObservation;
import dev.refill.gateway.DisputeObservation.DisputeLost;
import dev.refill.gateway.DisputeObservation.DisputeOpened;
import dev.refill.gateway.DisputeObservation.DisputeWon;
import dev.refill.gateway.DisputeObservation.FundsReinstated;
import dev.refill.gateway.DisputeObservation.FundsWithdrawn;
import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Money;
import dev.refill.gateway.ProviderReference;
import dev.refill.simulation.time.Chance;
import dev.refill.testsupport.invariants.Snapshot;

/** The disputes at the provider. Money and verdict are told apart, in any order, and some of it again. */
final class ModelDisputes {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(2);

    private final GatewayId gateway;
    private final Chance chance;
    private final ModelLine line;
    private final ModelEvents events;
    private final ToLongFunction<ModelPayment> refunded;
    private final List<ModelDispute> disputes = new ArrayList<>();

    /** A dispute as the provider has it. */
    private static final class ModelDispute {

        private final ProviderReference reference;
        private final ModelPayment payment;
        private final Money amount;
        private long withdrawn;
        private long reinstated;

        ModelDispute(ProviderReference reference, ModelPayment payment, Money amount) {
            this.reference = reference;
            this.payment = payment;
            this.amount = amount;
        }
    }

    /** @param refunded how much of a payment is given back */
    ModelDisputes(GatewayId gateway, Chance chance, ModelLine line, ModelEvents events,
            ToLongFunction<ModelPayment> refunded) {
        this.gateway = gateway;
        this.chance = chance;
        this.line = line;
        this.events = events;
        this.refunded = refunded;
    }

    List<Snapshot.Taken> truth() {
        List<Snapshot.Taken> taken = new ArrayList<>();
        for (ModelDispute dispute : disputes) {
            taken.add(new Snapshot.Taken(dispute.reference.value(), dispute.payment.key.value(), dispute.withdrawn,
                    dispute.reinstated));
        }
        return taken;
    }

    /** Whether a bank has money of a payment. */
    boolean holds(ModelPayment payment) {
        for (ModelDispute dispute : disputes) {
            if (dispute.payment == payment && dispute.withdrawn > dispute.reinstated) {
                return true;
            }
        }
        return false;
    }

    /** The customer's bank asks, or wants the money at once; what was refunded before it may want again. */
    void open(ModelPayment payment) {
        Money captured = payment.captured;
        if (captured == null) {
            return;
        }
        long left = captured.minor() - refunded.applyAsLong(payment);
        long minor = left == 0 || chance.happens(0.3)
                ? captured.minor()
                : chance.happens(0.6) ? left : 1 + chance.below((int) left);
        ModelDispute dispute = new ModelDispute(new ProviderReference("du_" + gateway + "_" + (disputes.size() + 1)),
                payment,
                money(payment, minor));
        disputes.add(dispute);
        boolean isEnquiry = chance.happens(0.3);
        if (isEnquiry || chance.happens(0.8)) {
            tell(dispute, new DisputeOpened(dispute.reference, dispute.amount, "fraudulent"));
        }
        if (!isEnquiry) {
            withdraw(dispute);
        } else if (chance.happens(0.5)) {
            later(() -> withdraw(dispute));
        } else {
            later(() -> tell(dispute, new DisputeWon(dispute.reference)));
        }
    }

    private void withdraw(ModelDispute dispute) {
        dispute.withdrawn = dispute.amount.minor();
        tell(dispute, new FundsWithdrawn(dispute.reference, dispute.amount,
                money(dispute.payment, chance.happens(0.8) ? 1_500 : 0)));
        later(() -> {
            if (chance.happens(0.4)) {
                tell(dispute, new DisputeLost(dispute.reference));
            } else if (chance.happens(0.5)) {
                tell(dispute, new DisputeWon(dispute.reference));
                later(() -> reinstate(dispute));
            } else {
                reinstate(dispute);
                later(() -> tell(dispute, new DisputeWon(dispute.reference)));
            }
        });
    }

    private void reinstate(ModelDispute dispute) {
        dispute.reinstated = chance.happens(0.8)
                ? dispute.withdrawn
                : 1 + chance.below((int) dispute.withdrawn);
        tell(dispute, new FundsReinstated(dispute.reference, money(dispute.payment, dispute.reinstated)));
    }

    private void tell(ModelDispute dispute, DisputeObservation said) {
        events.emit(dispute.payment, ModelEvent.words(said));
        if (chance.happens(0.1)) {
            events.emit(dispute.payment, ModelEvent.words(said));
        }
    }

    private void later(Runnable what) {
        line.later(SHORTEST, LONGEST, what);
    }

    private static Money money(ModelPayment payment, long minor) {
        return Money.of(minor, payment.asked.currency().getCurrencyCode());
    }
}
