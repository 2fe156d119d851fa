package dev.refill.finance.bank;

import java.time.Clock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Makes ids that are ordered by time: 48 bits of milliseconds and 80 random bits in Crockford's base 32. They name, they do not authorise. */
final class BankFileIds {

    private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();

    private final Clock clock;
    private final Supplier<? extends RandomGenerator> random;

    /** @param random gives the calling thread its generator */
    BankFileIds(Clock clock, Supplier<? extends RandomGenerator> random) {
        this.clock = clock;
        this.random = random;
    }

    BankFileId next() {
        RandomGenerator bits = random.get();
        char[] id = new char[26];
        write(id, 0, 10, clock.millis());
        write(id, 10, 18, bits.nextLong());
        write(id, 18, 26, bits.nextLong());
        return new BankFileId("bkf_" + new String(id));
    }

    private static void write(char[] id, int from, int to, long bits) {
        long rest = bits;
        for (int at = to - 1; at >= from; at--) {
            id[at] = ALPHABET[(int) (rest & 31)];
            rest >>>= 5;
        }
    }
}
