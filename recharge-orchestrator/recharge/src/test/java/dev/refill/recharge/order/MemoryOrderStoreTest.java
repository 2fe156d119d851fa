package dev.refill.recharge.order;

import java.time.Clock;

class MemoryOrderStoreTest implements OrderStoreContract {

    private final OrderStore store = new MemoryOrderStore();
    private final TestChanges test = new TestChanges(Clock.systemUTC());

    @Override
    public OrderStore one() {
        return store;
    }

    @Override
    public OrderStore other() {
        return store;
    }

    @Override
    public TestChanges test() {
        return test;
    }
}
