package dev.refill.recharge.order;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.Approved;
import dev.refill.gateway.GatewayId;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.ProviderReference;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.routing.Route;
import dev.refill.risk.RiskFacts;

/** Orders in memory, for tests of what is decided; another node may change one just before us. */
final class MemoryOrders implements OrderStore {

    private final Map<RechargeId, Order> orders = new HashMap<>();
    private final List<OrderChange> changes = new ArrayList<>();
    private final List<Payment> strays = new ArrayList<>();
    private final List<OrderChange> byAnotherNode = new ArrayList<>();

    MemoryOrders(Order... orders) {
        List.of(orders).forEach(order -> this.orders.put(order.id(), order));
    }

    /** What was committed by us, in order. */
    List<OrderChange> changes() {
        return changes;
    }

    /** Commits these changes, one each time before ours. */
    void overtakenBy(OrderChange... others) {
        byAnotherNode.addAll(List.of(others));
    }

    @Override
    public Mono<Acceptance> accept(Order order, @Nullable Route route) {
        throw new UnsupportedOperationException("accept");
    }

    @Override
    public Mono<Order> withdraw(String claimId) {
        throw new UnsupportedOperationException("withdraw");
    }

    @Override
    public Mono<Order> change(Order order, OrderChange change) {
        return Mono.fromSupplier(() -> changeNow(order, change));
    }

    private Order changeNow(Order order, OrderChange change) {
        if (!byAnotherNode.isEmpty()) {
            orders.computeIfPresent(order.id(), (id, now) -> now.after(byAnotherNode.removeFirst()));
        }
        if (!order.equals(orders.get(order.id()))) {
            throw new OrderOvertaken(order.id());
        }
        Order after = order.after(change);
        orders.put(order.id(), after);
        changes.add(change);
        return after;
    }

    @Override
    public Mono<Order> byId(RechargeId id) {
        return Mono.defer(() -> Mono.justOrEmpty(orders.get(id)));
    }

    @Override
    public Mono<Order> byClaim(String claimId) {
        throw new UnsupportedOperationException("byClaim");
    }

    @Override
    public Mono<Named> byOperationKey(OperationKey key) {
        throw new UnsupportedOperationException("byOperationKey");
    }

    @Override
    public Mono<Named> byReference(GatewayId gateway, ProviderReference reference) {
        throw new UnsupportedOperationException("byReference");
    }

    @Override
    public Mono<Stray> keepStray(Payment former, Approved seen, Instant at) {
        return Mono.fromSupplier(() -> {
            strays.add(former);
            return new Stray(seen.captured(), at, true);
        });
    }

    /** Former payments of which money was kept, in order. */
    List<Payment> strays() {
        return strays;
    }

    @Override
    public Mono<RiskFacts> riskFacts(Order order) {
        return Mono.just(new RiskFacts(order.recharge().quote().price().minor(), 0, BigInteger.ZERO, 0, false));
    }

    @Override
    public Flux<Order> takeDue(Instant now, Duration lease, int limit) {
        throw new UnsupportedOperationException("takeDue");
    }

    @Override
    public Mono<Void> reschedule(Order order, Instant nextAttemptAt) {
        throw new UnsupportedOperationException("reschedule");
    }
}
