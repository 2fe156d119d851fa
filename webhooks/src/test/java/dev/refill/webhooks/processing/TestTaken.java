package dev.refill.webhooks.processing;

import java.time.Instant;

import dev.refill.gateway.GatewayId;
import dev.refill.webhooks.store.TakenEvent;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Events in a worker's hand. */
final class TestTaken {

    static TakenEvent taken(String body) {
        return taken(body, 1, 0);
    }

    static TakenEvent taken(String body, int tries, int parkings) {
        return new TakenEvent(7, 3, tries, parkings, new GatewayId("fake"), "evt_1", "paid", body.getBytes(UTF_8),
                Instant.EPOCH, Instant.MAX);
    }

    private TestTaken() {}
}
