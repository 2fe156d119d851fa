package dev.refill.recharge.order;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.PaymentGateway;
import dev.refill.gateway.PaymentMethodType;

/** The payment gateways in use. */
public final class Gateways {

    private final Map<GatewayId, PaymentGateway> byId;
    private final GatewayId preferred;

    /**
     * @param preferred which gateway new orders are paid through
     * @throws IllegalArgumentException if it is not among them
     */
    public Gateways(List<PaymentGateway> gateways, GatewayId preferred) {
        this.byId = gateways.stream().collect(Collectors.toUnmodifiableMap(PaymentGateway::id, Function.identity()));
        this.preferred = preferred;
        get(preferred);
    }

    /** @throws IllegalArgumentException if there is none of that id */
    public PaymentGateway get(GatewayId id) {
        PaymentGateway gateway = byId.get(id);
        if (gateway == null) {
            throw new IllegalArgumentException("gateway: " + id + " (expected one of: " + byId.keySet() + ")");
        }
        return gateway;
    }

    GatewayId preferred() {
        return preferred;
    }

    /** How new orders can be paid. */
    Set<PaymentMethodType> methods() {
        return get(preferred).methods();
    }
}
