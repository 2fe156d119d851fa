package dev.refill.tariff;

import java.time.Clock;

class InMemoryTariffsTest implements TariffsContract {

    private final Tariffs tariffs = new InMemoryTariffs(Clock.systemUTC());

    @Override
    public Tariffs tariffs() {
        return tariffs;
    }
}
