package dev.refill.webhooks.outbound;

import org.junit.jupiter.api.AfterEach;

import dev.refill.testsupport.TestDatabase;
import dev.refill.webhooks.MovableClock;
import dev.refill.webhooks.outbound.delivery.DeliveryStore;
import dev.refill.webhooks.outbound.endpoint.EndpointStore;
import dev.refill.webhooks.outbound.r2dbc.R2dbcDeliveryStore;
import dev.refill.webhooks.outbound.r2dbc.R2dbcEndpointStore;

class R2dbcOutboundIT implements OutboundStoreContract {

    private final TestDatabase database = TestDatabase.with("webhooks");
    private final MovableClock clock = new MovableClock();

    @AfterEach
    void close() {
        database.close();
    }

    @Override
    public EndpointStore endpoints() {
        return new R2dbcEndpointStore(database.client(), clock);
    }

    @Override
    public DeliveryStore deliveries() {
        return new R2dbcDeliveryStore(database.client(), clock);
    }

    @Override
    public MovableClock clock() {
        return clock;
    }
}
