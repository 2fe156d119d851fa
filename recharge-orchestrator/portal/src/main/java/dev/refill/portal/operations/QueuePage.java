package dev.refill.portal.operations;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.portal.page.Written;
import dev.refill.recharge.GatewayOperations;
import dev.refill.recharge.MoneyBack;
import dev.refill.recharge.RechargeOperations;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.RestingCount;
import dev.refill.recharge.RestingOrder;
import dev.refill.recharge.refund.RefundState;

/** The orders that rest, by state: first of all those that wait for a person, and beside them the refunds that do. */
@Controller
class QueuePage {

    private static final int LINES = 50;
    /** The queue first, then in the order in which an order goes. */
    private static final List<RechargeState> STATES = Arrays.stream(RechargeState.values())
            .filter(state -> !state.isTerminal() || state == RechargeState.IN_REVIEW)
            .sorted((one, other) -> Boolean.compare(other == RechargeState.IN_REVIEW, one == RechargeState.IN_REVIEW))
            .toList();

    private final RechargeOperations operations;
    private final MoneyBack moneyBack;
    private final GatewayOperations gateways;

    QueuePage(RechargeOperations operations, MoneyBack moneyBack, GatewayOperations gateways) {
        this.operations = operations;
        this.moneyBack = moneyBack;
        this.gateways = gateways;
    }

    /**
     * One gateway.
     *
     * @param state its word in the messages
     * @param why why it is off; empty: it is not
     */
    record GatewayLine(String name, String state, String why) {

        static GatewayLine of(GatewayOperations.Standing standing) {
            var switched = standing.switched();
            return new GatewayLine(standing.gateway().value(),
                    standing.isOff() ? "off" : standing.isWell() ? "well" : "ill",
                    switched != null && switched.isOff() ? switched.person() + ": " + switched.reason() : "");
        }
    }

    /** One state and how many rest in it. */
    record StateLine(String word, long orders, long overdue, boolean shown) {}

    /** One order of the list. */
    record OrderLine(String id, String number, String price, String cause, String since, String sinceIso) {

        static OrderLine of(RestingOrder order) {
            var recharge = order.recharge();
            return new OrderLine(recharge.id().value(), recharge.msisdn().masked(),
                    Written.money(recharge.quote().price()), OrderCase.word(order.cause()),
                    Written.time(recharge.changedAt()), recharge.changedAt().toString());
        }
    }

    @GetMapping("/operations")
    Mono<Rendering> show(@RequestParam(defaultValue = "in_review") String state,
            @RequestParam(defaultValue = "") String after) {
        RechargeState shown = STATES.stream()
                .filter(known -> known.word().equals(state))
                .findFirst()
                .orElse(RechargeState.IN_REVIEW);
        Mono<List<StateLine>> counts = operations.counts()
                .collect(Collectors.toMap(RestingCount::state, count -> count))
                .map(found -> lines(found, shown));
        Mono<List<RestingOrder>> orders = operations
                .list(shown, OrderCase.idOf(after).orElse(null), LINES)
                .collectList();
        Mono<List<GatewayLine>> standing = gateways.gateways().map(GatewayLine::of).collectList();
        return Mono.zip(counts, orders, refunds(), standing).map(found -> {
            List<RestingOrder> resting = found.getT2();
            return Rendering.view("portal/operations")
                    .modelAttribute("states", found.getT1())
                    .modelAttribute("shown", shown.word())
                    .modelAttribute("orders", resting.stream().map(OrderLine::of).toList())
                    .modelAttribute("next", resting.size() < LINES ? "" : resting.getLast().recharge().id().value())
                    .modelAttribute("refunds", found.getT3())
                    .modelAttribute("gateways", found.getT4())
                    .build();
        });
    }

    /** The oldest of those of which nothing is told, and the oldest that wait for a second person. */
    private Mono<List<RefundLine>> refunds() {
        return Flux.just(RefundState.IN_REVIEW, RefundState.AWAITING_APPROVAL)
                .concatMap(state -> moneyBack.resting(state, null, LINES))
                .map(RefundLine::of)
                .collectList();
    }

    private static List<StateLine> lines(Map<RechargeState, RestingCount> counts, RechargeState shown) {
        return STATES.stream()
                .map(state -> counts.getOrDefault(state, new RestingCount(state, 0, 0)))
                .map(count -> new StateLine(count.state().word(), count.orders(), count.overdue(),
                        count.state() == shown))
                .toList();
    }
}
