package dev.refill.webhooks.store;

import dev.refill.webhooks.MovableClock;

class MemoryCursorStoreTest implements CursorStoreContract {

    private final MovableClock clock = new MovableClock();
    private final CursorStore cursors = new MemoryCursorStore(clock);

    @Override
    public CursorStore cursors() {
        return cursors;
    }

    @Override
    public MovableClock clock() {
        return clock;
    }
}
