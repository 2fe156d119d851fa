package dev.refill.recharge.routing;

import dev.refill.gateway.GatewayId;

/** How the gateways are at this moment. Answers at once and asks nobody. */
public interface Conditions {

    /** Whether a person has switched it off. */
    boolean isOff(GatewayId gateway);

    /** Whether it has answered well enough lately to be asked before others. */
    boolean isWell(GatewayId gateway);
}
