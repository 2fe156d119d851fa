package dev.refill.lowbalance;

import io.r2dbc.spi.ConnectionFactory;

/** Makes marks for tests elsewhere. */
public final class TestLowBalance {

    private TestLowBalance() {}

    public static LowBalance over(ConnectionFactory connections) {
        return new R2dbcLowBalance(connections);
    }

    public static TellCrossings telling(ConnectionFactory connections, LowBalanceNotices notices) {
        return new TellCrossings(new R2dbcLowBalance(connections), notices, 100);
    }
}
