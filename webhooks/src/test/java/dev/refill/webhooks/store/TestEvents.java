package dev.refill.webhooks.store;

import dev.refill.gateway.GatewayId;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Events as a provider could send them. */
public final class TestEvents {

    public static final GatewayId GATEWAY = new GatewayId("fake");

    public static ReceivedEvent event(String id) {
        return new ReceivedEvent(GATEWAY, id, "payment.paid", ("body of " + id).getBytes(UTF_8));
    }

    private TestEvents() {}
}
