package dev.refill.webhooks.outbound;

import dev.refill.webhooks.MovableClock;
import dev.refill.webhooks.outbound.delivery.DeliveryStore;
import dev.refill.webhooks.outbound.endpoint.EndpointStore;

class MemoryOutboundTest implements OutboundStoreContract {

    private final MovableClock clock = new MovableClock();
    private final MemoryOutbound memory = new MemoryOutbound(clock);

    @Override
    public EndpointStore endpoints() {
        return memory;
    }

    @Override
    public DeliveryStore deliveries() {
        return memory;
    }

    @Override
    public MovableClock clock() {
        return clock;
    }
}
