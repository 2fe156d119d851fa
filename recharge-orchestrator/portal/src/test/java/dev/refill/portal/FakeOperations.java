package dev.refill.portal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Money;
import dev.refill.gateway.OperationKey;
import dev.refill.recharge.Channel;
import dev.refill.recharge.Decision;
import dev.refill.recharge.DecisionOutcome;
import dev.refill.recharge.LookedUp;
import dev.refill.recharge.OrderFile;
import dev.refill.recharge.Recharge;
import dev.refill.recharge.RechargeEvent;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.RechargeOperations;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.RestingCount;
import dev.refill.recharge.RestingOrder;
import dev.refill.recharge.routing.Route;
import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.SubscriberId;

/** Sixty orders in review; what a person decides is answered as the test says. */
public final class FakeOperations implements RechargeOperations {

    static final Instant AT = Instant.parse("2026-03-01T09:30:00Z");

    final List<String> deeds = new ArrayList<>();
    DecisionOutcome outcome = decided();

    static RechargeId id(int n) {
        return new RechargeId("rch_" + "%026d".formatted(n));
    }

    static DecisionOutcome decided() {
        return new DecisionOutcome.Decided(order(1));
    }

    private static Recharge order(int n) {
        return new Recharge(id(n), 3, RechargeState.IN_REVIEW, new Recharge.Owner("demo-app", Channel.APP),
                new SubscriberId("sub_ada"), new Msisdn("+12125550100"),
                TestOffers.AIRTIME.quote(TestCommands.tenDollars().price()).orElseThrow(), null, null, AT, AT);
    }

    @Override
    public Flux<RestingOrder> list(RechargeState state, @Nullable RechargeId after, int limit) {
        return state == RechargeState.IN_REVIEW
                ? Flux.fromStream(() -> IntStream.rangeClosed(1, 60).mapToObj(FakeOperations::order))
                        .filter(order -> after == null || order.id().value().compareTo(after.value()) > 0)
                        .map(order -> new RestingOrder(order, RechargeEvent.GIVEN_UP, 0, null))
                        .take(limit)
                : Flux.empty();
    }

    @Override
    public Flux<RestingCount> counts() {
        return Flux.just(new RestingCount(RechargeState.IN_REVIEW, 60, 7));
    }

    @Override
    public Mono<OrderFile> find(RechargeId id) {
        return Flux.range(1, 60).map(FakeOperations::order).filter(order -> order.id().equals(id)).next()
                .map(order -> new OrderFile(order, new GatewayId("stripe"), new OperationKey("pay_1"), null, null,
                        false, 0, 0, null, payments(),
                        List.of(new OrderFile.Step(3, RechargeState.UNKNOWN, RechargeEvent.GIVEN_UP,
                                RechargeState.IN_REVIEW, "refill", "poll", "<script>evidence</script>", AT)),
                        List.of(new OrderFile.Deed(3, "person-eve", OrderFile.Kind.LOOK_UP, "", "closed unpaid", AT))));
    }

    /** One for which there was no choice, and one for which all was thought of gateways that can be. */
    private static List<OrderFile.Attempt> payments() {
        List<Route.Choice> choices = Arrays.stream(Route.Verdict.values())
                .map(verdict -> new Route.Choice(
                        new GatewayId(verdict.name().toLowerCase(Locale.ROOT).replace('_', '-')), verdict, 70, 25))
                .toList();
        return List.of(
                new OrderFile.Attempt(new GatewayId("paypal"), new OperationKey("pay_0"), null, null,
                        Money.of(1_000, "USD")),
                new OrderFile.Attempt(new GatewayId("stripe"), new OperationKey("pay_1"), null,
                        new Route("<i>cards</i>", 12, choices), null));
    }

    @Override
    public Mono<LookedUp> lookUp(RechargeId id, String person) {
        return find(id).map(file -> {
            deeds.add(person + " looks up");
            return new LookedUp(file.recharge(), "captured 1000 USD (pi_1)");
        });
    }

    @Override
    public Mono<DecisionOutcome> decide(RechargeId id, long version, Decision decision, String person, String reason) {
        return find(id).map(file -> {
            deeds.add(person + " " + decision + " " + version + " " + reason);
            return outcome;
        });
    }
}
