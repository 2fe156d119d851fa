package dev.refill.webhooks.store;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.refill.testsupport.Overlap;
import dev.refill.testsupport.TestDatabase;
import dev.refill.webhooks.MovableClock;

import static dev.refill.webhooks.store.TestEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

/** Another node has written and not yet committed when ours comes. Nothing of it is left to chance. */
class InboxOverlapsIT {

    private final TestDatabase database = TestDatabase.with("webhooks");
    private final InboxStore store = new R2dbcInboxStore(database.client(), new MovableClock());

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void keepWhenTheEventIsBeingKeptThenDuplicate() {
        assertThat(Overlap.of(database, keep("evt_1"), store.keep(List.of(event("evt_1"), event("evt_2")))))
                .containsExactly(Kept.DUPLICATE, Kept.NEW);
    }

    @Test
    void keepWhenAnEventIsHeldThenThoseThatComeAfterItAreFree() {
        assertThat(Overlap.of(database, keep("evt_1"), store.keep(List.of(event("evt_2"), event("evt_1"))),
                keep("evt_2"))).containsOnly(Kept.DUPLICATE);
    }

    @Test
    void takeWhenAnEventIsBeingTakenThenOnlyTheOthersWithoutAWait() {
        store.keep(List.of(event("evt_1"), event("evt_2"))).block(InboxStoreContract.WAIT);

        assertThat(Overlap.of(database, """
                UPDATE webhooks.inbox SET attempt = attempt + 1, next_attempt_at = next_attempt_at + interval '30 s',
                                          lease_owner = 'other'
                WHERE event_id = 'evt_1'
                """, store.take("one", 10, Duration.ofSeconds(30)),
                "SELECT 1 / count(*) FROM webhooks.inbox WHERE event_id = 'evt_2' AND lease_owner = 'one'"))
                .extracting(TakenEvent::eventId).containsExactly("evt_2");
    }

    private static String keep(String event) {
        return "INSERT INTO webhooks.inbox (gateway, event_id, event_type, body, received_at, next_attempt_at)"
                + " VALUES ('fake', '" + event + "', 'a', '', now(), now())";
    }
}
