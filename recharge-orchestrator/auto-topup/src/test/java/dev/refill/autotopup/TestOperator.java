package dev.refill.autotopup;

import java.time.Clock;

/** An operator for tests of other packages. */
public final class TestOperator implements AutoCloseable {

    private final Operator operator;

    public TestOperator(Clock clock) {
        this.operator = new Operator(clock, "1h");
    }

    public <T> T the(Class<T> type) {
        return operator.the(type);
    }

    /** Somebody with ten dollars of credit; the number. */
    public String subscriber(String name) {
        operator.subscriber(name, 1_000);
        return operator.number(name).e164();
    }

    /** The id of a card that somebody has kept. */
    public String keptCard(String name, String token) {
        return operator.keptCard(name, token).value();
    }

    @Override
    public void close() {
        operator.close();
    }
}
