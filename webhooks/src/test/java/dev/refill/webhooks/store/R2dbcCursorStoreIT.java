package dev.refill.webhooks.store;

import org.junit.jupiter.api.AfterEach;

import dev.refill.testsupport.TestDatabase;
import dev.refill.webhooks.MovableClock;

class R2dbcCursorStoreIT implements CursorStoreContract {

    private final TestDatabase database = TestDatabase.with("webhooks");
    private final MovableClock clock = new MovableClock();
    private final CursorStore cursors = new R2dbcCursorStore(database.client(), clock);

    @AfterEach
    void close() {
        database.close();
    }

    @Override
    public CursorStore cursors() {
        return cursors;
    }

    @Override
    public MovableClock clock() {
        return clock;
    }
}
