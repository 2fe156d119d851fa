package dev.refill.recharge.order;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.PaymentGateway;
import dev.refill.gateway.PaymentMethodType;
import dev.refill.recharge.Recharge;
import dev.refill.recharge.routing.Conditions;
import dev.refill.recharge.routing.Route;
import dev.refill.recharge.routing.Router;
import dev.refill.recharge.routing.RoutingFacts;
import dev.refill.recharge.routing.RoutingRule;

/** The payment gateways in use, and which of them an order is paid through. */
public final class Gateways {

    private final Map<GatewayId, PaymentGateway> byId;
    private final Router router;
    private final Conditions conditions;

    /**
     * All orders are paid through one of them.
     *
     * @param preferred which
     * @throws IllegalArgumentException if it is not among them
     */
    public Gateways(List<PaymentGateway> gateways, GatewayId preferred) {
        this(gateways, preferred, List.of(), gateway -> false);
    }

    /**
     * Orders are paid through them by rules.
     *
     * @param preferred which gateway orders are paid through for which there is no rule
     * @param isOff whether a gateway takes no new payment now
     * @throws IllegalArgumentException if it is not among them, or the rules do not fit them
     */
    public Gateways(List<PaymentGateway> gateways, GatewayId preferred, List<RoutingRule> rules,
            Predicate<GatewayId> isOff) {
        this.byId = gateways.stream().collect(Collectors.toUnmodifiableMap(PaymentGateway::id, Function.identity()));
        get(preferred);
        this.router = new Router(rules, preferred, byId.keySet(), gateway -> get(gateway).methods());
        this.conditions = new Conditions() {

            @Override
            public boolean isOff(GatewayId gateway) {
                return isOff.test(gateway);
            }

            @Override
            public boolean isWell(GatewayId gateway) {
                return get(gateway).isWell();
            }
        };
    }

    /** @throws IllegalArgumentException if there is none of that id */
    public PaymentGateway get(GatewayId id) {
        PaymentGateway gateway = byId.get(id);
        if (gateway == null) {
            throw new IllegalArgumentException("gateway: " + id + " (expected one of: " + byId.keySet() + ")");
        }
        return gateway;
    }

    /** Every one, by its id. */
    public Set<GatewayId> ids() {
        return byId.keySet();
    }

    /** Whether it has answered well enough lately to be asked before others. */
    public boolean isWell(GatewayId id) {
        return conditions.isWell(id);
    }

    /** How new orders can be paid; some of them, where that depends on the order. */
    Set<PaymentMethodType> methods() {
        return router.methods();
    }

    /** Whether one that new orders may be paid at keeps cards. */
    public boolean keepCards() {
        return router.candidates().stream().anyMatch(id -> get(id).savedCards().isPresent());
    }

    /** Whether there is a gateway of that id, and it charges cards that it keeps. */
    public boolean chargesKeptCards(GatewayId id) {
        PaymentGateway gateway = byId.get(id);
        return gateway != null && gateway.methods().contains(PaymentMethodType.CARD_ON_FILE);
    }

    /** Whether new orders, some of them at least, are paid by cards of which nobody here knows who keeps them. */
    public boolean takeOthersCards() {
        return methods().contains(PaymentMethodType.CARD_ON_FILE);
    }

    /** Whether there was a choice. */
    boolean haveRules() {
        return router.hasRules();
    }

    /** The choice for a new order. */
    Route routeFor(RoutingFacts facts) {
        return router.route(facts, Set.of(), conditions);
    }

    /**
     * The choice for the next payment of an order. It goes nowhere twice, and on only within a rule that names where it is: who
     * changes the rules moves new orders. Empty: there is no such rule now.
     */
    Optional<Route> routeOn(Order order) {
        Recharge recharge = order.recharge();
        Route route = router.route(new RoutingFacts(order.id(), recharge.quote().price(), recharge.msisdn(),
                order.payment().means().type()), Set.copyOf(order.payment().tried()), conditions);
        return Optional.of(route).filter(found -> found.goesOnFrom(order.payment().gateway()));
    }

    /** Why the payer of a card is sent to a page of the gateway that knows it. */
    Route routeToItsPage(Order order) {
        Recharge recharge = order.recharge();
        return router.route(new RoutingFacts(order.id(), recharge.quote().price(), recharge.msisdn(),
                PaymentMethodType.HOSTED_PAGE, order.payment().gateway()), Set.of(), conditions);
    }

    /** Whether a payer can be sent to its page now. */
    boolean hasPage(GatewayId id) {
        return get(id).methods().contains(PaymentMethodType.HOSTED_PAGE) && !isOff(id);
    }

    /** Whether a charge must not be sent there now, neither for the first time nor again. */
    boolean isOff(GatewayId id) {
        return conditions.isOff(id);
    }
}
