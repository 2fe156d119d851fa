package dev.refill.endtoend.chaos;

import org.junit.jupiter.api.Test;

/** A few kills of {@code infra/bin/chaos}; {@code -Dkills=} and {@code -Dseed=} choose how many and which. */
class ChaosIT {

    @Test
    void nothingIsLostOrDoubled() {
        Chaos.run(Integer.getInteger("kills", 2), Long.getLong("seed", 20_260_301L),
                line -> System.out.println("FIGURE " + line));
    }
}
