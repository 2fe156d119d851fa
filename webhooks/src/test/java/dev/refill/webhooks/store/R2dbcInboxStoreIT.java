package dev.refill.webhooks.store;

import org.junit.jupiter.api.AfterEach;

import dev.refill.testsupport.TestDatabase;
import dev.refill.webhooks.InboxInvariants;
import dev.refill.webhooks.MovableClock;

class R2dbcInboxStoreIT implements InboxStoreContract {

    private final TestDatabase database = TestDatabase.with("webhooks");
    private final MovableClock clock = new MovableClock();
    private final InboxStore store = new R2dbcInboxStore(database.client(), clock);

    @AfterEach
    void theInvariantsHold() {
        new InboxInvariants(database.client()).check();
        database.close();
    }

    @Override
    public InboxStore store() {
        return store;
    }

    @Override
    public MovableClock clock() {
        return clock;
    }
}
