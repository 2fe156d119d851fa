package dev.refill.simulation.bugs;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.Approved;
import dev.refill.gateway.GatewayId;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.ProviderReference;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.order.Order;
import dev.refill.recharge.order.OrderChange;
import dev.refill.recharge.order.OrderStore;
import dev.refill.recharge.order.Payment;
import dev.refill.recharge.routing.Route;
import dev.refill.risk.RiskFacts;

/** Orders as they are; a bug overrides what it spoils. */
abstract class OtherOrders implements OrderStore {

    final OrderStore orders;

    OtherOrders(OrderStore orders) {
        this.orders = orders;
    }

    @Override
    public Mono<Acceptance> accept(Order order, @Nullable Route route) {
        return orders.accept(order, route);
    }

    @Override
    public Mono<Order> withdraw(String claimId) {
        return orders.withdraw(claimId);
    }

    @Override
    public Mono<Order> change(Order order, OrderChange change) {
        return orders.change(order, change);
    }

    @Override
    public Mono<Order> byId(RechargeId id) {
        return orders.byId(id);
    }

    @Override
    public Mono<Order> byClaim(String claimId) {
        return orders.byClaim(claimId);
    }

    @Override
    public Mono<Named> byOperationKey(OperationKey key) {
        return orders.byOperationKey(key);
    }

    @Override
    public Mono<Named> byReference(GatewayId gateway, ProviderReference reference) {
        return orders.byReference(gateway, reference);
    }

    @Override
    public Mono<Stray> keepStray(Payment former, Approved seen, Instant at) {
        return orders.keepStray(former, seen, at);
    }

    @Override
    public Mono<RiskFacts> riskFacts(Order order) {
        return orders.riskFacts(order);
    }

    @Override
    public Flux<Order> takeDue(Instant now, Duration lease, int limit) {
        return orders.takeDue(now, lease, limit);
    }

    @Override
    public Mono<Void> reschedule(Order order, Instant nextAttemptAt) {
        return orders.reschedule(order, nextAttemptAt);
    }
}
