package dev.refill.recharge.order;

import java.time.Clock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import dev.refill.gateway.OperationKey;
import dev.refill.recharge.RechargeId;

/**
 * Makes ids that are ordered by time: 48 bits of milliseconds and 80 random bits in Crockford's base 32. They name, they
 * do not authorise: nobody gains anything by guessing one.
 */
public final class OrderIds {

    private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();

    private final Clock clock;
    private final Supplier<? extends RandomGenerator> random;

    /** @param random gives the calling thread its generator */
    public OrderIds(Clock clock, Supplier<? extends RandomGenerator> random) {
        this.clock = clock;
        this.random = random;
    }

    RechargeId nextRechargeId() {
        return new RechargeId(next("rch_"));
    }

    OperationKey nextOperationKey() {
        return new OperationKey(next("pay_"));
    }

    /** The next id with that prefix. */
    public String next(String prefix) {
        RandomGenerator bits = random.get();
        char[] id = new char[26];
        write(id, 0, 10, clock.millis());
        write(id, 10, 18, bits.nextLong());
        write(id, 18, 26, bits.nextLong());
        return prefix + new String(id);
    }

    private static void write(char[] id, int from, int to, long bits) {
        long rest = bits;
        for (int at = to - 1; at >= from; at--) {
            id[at] = ALPHABET[(int) (rest & 31)];
            rest >>>= 5;
        }
    }
}
