package dev.refill.simulation.provider;

import java.time.Instant;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.RefundObservation;
import dev.refill.testsupport.invariants.Snapshot;

/** All providers together. The first one is that of orders which nobody chose another one for. */
public final class ModelProviders {

    private final List<ModelProvider> all;

    public ModelProviders(List<ModelProvider> all) {
        this.all = List.copyOf(all);
    }

    public List<ModelProvider> all() {
        return all;
    }

    public GatewayId first() {
        return all.getFirst().id();
    }

    /** Why it was certain at that moment that a payment at one of them takes nothing. */
    public Proof proof(GatewayId gateway, OperationKey payment, Instant at) {
        return all.stream().filter(one -> one.id().equals(gateway)).findFirst().orElseThrow().proof(payment, at);
    }

    /** What they did, for the invariants. */
    public Snapshot.Provider truth() {
        Snapshot.Provider truth = all.getFirst().truth();
        for (ModelProvider other : all.subList(1, all.size())) {
            truth = truth.and(other.truth());
        }
        return truth;
    }

    /** As {@link ModelProvider#refundThere}, where the payment is. */
    public void refundThere(OperationKey payment) {
        with(payment).refundThere(payment);
    }

    /** As {@link ModelProvider#dispute}, where the payment is. */
    public void dispute(OperationKey payment) {
        with(payment).dispute(payment);
    }

    private ModelProvider with(OperationKey payment) {
        return all.stream().filter(one -> one.has(payment)).findFirst().orElseThrow();
    }

    /** As {@link ModelProvider#seen}. */
    public @Nullable RefundObservation seen(OperationKey refund) {
        for (ModelProvider one : all) {
            RefundObservation seen = one.seen(refund);
            if (seen != null) {
                return seen;
            }
        }
        return null;
    }

    /** As {@link ModelProvider#asKept}. */
    public Snapshot.KeptEvent asKept(String id, String state) {
        for (ModelProvider one : all) {
            if (one.knowsEvent(id)) {
                return one.asKept(id, state);
            }
        }
        return all.getFirst().asKept(id, state);
    }

    /** As {@link ModelProvider#firstNotAmong}. */
    public @Nullable Instant firstNotAmong(Set<String> known) {
        Instant first = null;
        for (ModelProvider one : all) {
            Instant at = one.firstNotAmong(known);
            first = at != null && (first == null || at.isBefore(first)) ? at : first;
        }
        return first;
    }

    /** How many payments there are, captured or not. */
    public int payments() {
        return all.stream().mapToInt(ModelProvider::payments).sum();
    }
}
