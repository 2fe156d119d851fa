package dev.refill.webhooks.store;

import dev.refill.webhooks.MovableClock;

class MemoryInboxStoreTest implements InboxStoreContract {

    private final MovableClock clock = new MovableClock();
    private final InboxStore store = new MemoryInboxStore(clock);

    @Override
    public InboxStore store() {
        return store;
    }

    @Override
    public MovableClock clock() {
        return clock;
    }
}
