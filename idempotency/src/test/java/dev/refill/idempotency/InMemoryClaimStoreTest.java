package dev.refill.idempotency;

class InMemoryClaimStoreTest implements ClaimStoreContract {

    private final TestClock clock = new TestClock();
    private final ClaimStore store = new InMemoryClaimStore(clock, LEASE);

    @Override
    public ClaimStore store() {
        return store;
    }

    @Override
    public TestClock clock() {
        return clock;
    }
}
