package dev.refill.recharge.dispute;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Money;
import dev.refill.gateway.ProviderReference;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.order.Cause;
import dev.refill.recharge.order.MemoryOrderStore;
import dev.refill.recharge.refund.MemoryReturns;
import dev.refill.recharge.refund.Refundable;

/** Disputes in memory, with the checks of the SQL function; one statement at a time, from one thread. */
public final class MemoryDisputeStore implements DisputeStore {

    private final MemoryReturns returns;
    private final Map<Named, Dispute> rows = new LinkedHashMap<>();
    private final Set<DisputeTransitions.Row> changes = new HashSet<>();

    public MemoryDisputeStore(MemoryReturns returns) {
        this.returns = returns;
    }

    private record Named(GatewayId gateway, ProviderReference reference) {}

    @Override
    public Mono<Dispute> byReference(GatewayId gateway, ProviderReference reference) {
        return Mono.fromSupplier(() -> rows.get(new Named(gateway, reference)));
    }

    @Override
    public Flux<Dispute> of(RechargeId recharge) {
        return Flux.defer(() -> Flux.fromStream(rows.values().stream()
                .filter(dispute -> dispute.recharge().equals(recharge))
                .sorted(Comparator.comparing(dispute -> dispute.id().value()))));
    }

    @Override
    public Mono<Boolean> change(Dispute before, Dispute after, Refundable of, DisputeEvent event, Cause cause,
            Instant at) {
        return Mono.fromSupplier(() -> isChanged(before, after, of, event));
    }

    private boolean isChanged(Dispute before, Dispute after, Refundable of, DisputeEvent event) {
        MemoryOrderStore.Kept placed = returns.order(before.recharge());
        Named name = new Named(before.gateway(), before.reference());
        Dispute now = rows.get(name);
        boolean takes = before.withdrawn() == null && after.withdrawn() != null;
        if (placed == null || placed.order().recharge().version() != of.order().recharge().version()
                || (now == null ? 0 : now.version()) != before.version()
                || (takes && returns.version(before.recharge()) != of.version())) {
            return false;
        }
        returns.change(before.recharge(), was -> was.disputing(gone(after) - gone(now), lost(after) - lost(now),
                credit(after) - credit(now), bonus(after) - bonus(now)));
        rows.put(name, now == null ? after : withId(after, now.id()));
        if (before.state() != null && after.state() != null) {
            changes.add(new DisputeTransitions.Row(before.state(), event, after.state()));
        }
        return true;
    }

    private static Dispute withId(Dispute of, DisputeId id) {
        return new Dispute(id, of.gateway(), of.reference(), of.recharge(), of.version(), of.state(), of.withdrawn(),
                of.fee(), of.reinstated(), of.credit(), of.bonus(), of.rawReason());
    }

    private static long gone(@Nullable Dispute dispute) {
        return dispute == null ? 0 : minor(dispute.withdrawn()) - minor(dispute.reinstated());
    }

    private static long lost(@Nullable Dispute dispute) {
        return dispute != null && (dispute.state() == DisputeState.WON || dispute.state() == DisputeState.LOST)
                ? gone(dispute)
                : 0;
    }

    private static long minor(@Nullable Money money) {
        return money == null ? 0 : money.minor();
    }

    private static long credit(@Nullable Dispute dispute) {
        return dispute == null ? 0 : dispute.credit().value() - dispute.creditBack().value();
    }

    private static long bonus(@Nullable Dispute dispute) {
        return dispute == null ? 0 : dispute.bonus().value() - dispute.bonusBack().value();
    }

    /** For a test to look at: every dispute, in the order in which they were kept. */
    public Collection<Dispute> all() {
        return Collections.unmodifiableCollection(rows.values());
    }

    /** For a test to look at: which rows of the table of transitions were gone. */
    public Set<DisputeTransitions.Row> changes() {
        return Collections.unmodifiableSet(changes);
    }
}
