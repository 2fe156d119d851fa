package dev.refill.webhooks.outbound;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.refill.testsupport.Overlap;
import dev.refill.testsupport.TestDatabase;
import dev.refill.webhooks.MovableClock;
import dev.refill.webhooks.outbound.delivery.DeliveryStore;
import dev.refill.webhooks.outbound.delivery.TakenDelivery;
import dev.refill.webhooks.outbound.r2dbc.R2dbcDeliveryStore;
import dev.refill.webhooks.outbound.r2dbc.R2dbcEndpointStore;

import static dev.refill.webhooks.outbound.TestOutbound.OWNER;
import static dev.refill.webhooks.outbound.TestOutbound.endpointId;
import static dev.refill.webhooks.outbound.TestOutbound.event;
import static dev.refill.webhooks.outbound.TestOutbound.get;
import static dev.refill.webhooks.outbound.TestOutbound.url;
import static org.assertj.core.api.Assertions.assertThat;

/** Another node has written and not yet committed when ours comes. Nothing of it is left to chance. */
class OutboundOverlapsIT {

    private final TestDatabase database = TestDatabase.with("webhooks");
    private final MovableClock clock = new MovableClock();
    private final DeliveryStore deliveries = new R2dbcDeliveryStore(database.client(), clock);

    @BeforeEach
    void oneEndpoint() {
        get(new R2dbcEndpointStore(database.client(), clock).add(endpointId(1), OWNER, url(1), List.of(), "k.s", 3));
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void publishWhenTheEventIsBeingPublishedThenItIsPublishedOnce() {
        assertThat(Overlap.of(database, """
                INSERT INTO webhooks.event (id, owner, type, body, occurred_at, published_at)
                VALUES ('evt_1', 'demo-app', 'recharge.paid', '{}', now(), now())
                """, deliveries.publish(List.of(event("1"), event("2"))))).isEqualTo(1);
    }

    @Test
    void takeWhenADeliveryIsBeingTakenThenOnlyTheOthersWithoutAWait() {
        get(deliveries.publish(List.of(event("1"), event("2"))));

        assertThat(Overlap.of(database, """
                UPDATE webhooks.delivery SET attempt = attempt + 1, next_attempt_at = next_attempt_at + interval '30 s',
                                             lease_owner = 'other'
                WHERE event_seq = (SELECT seq FROM webhooks.event WHERE id = 'evt_1')
                """, deliveries.take("one", 10, 10, Duration.ofSeconds(30)),
                "SELECT 1 / count(*) FROM webhooks.delivery WHERE lease_owner = 'one'"))
                .extracting(TakenDelivery::eventId).containsExactly("evt_2");
    }
}
