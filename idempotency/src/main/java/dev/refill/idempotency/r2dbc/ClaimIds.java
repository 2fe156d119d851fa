package dev.refill.idempotency.r2dbc;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import dev.refill.idempotency.ClaimId;

/**
 * Makes claim ids: 48 bits of time in milliseconds, then 80 random bits, in 26 digits of base 32. They need to be unique,
 * not secret, so the generator is seeded once; the operating system's source of randomness blocks.
 */
final class ClaimIds {

    private static final char[] DIGITS = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();

    private final Clock clock;
    private final SplittableRandom seeds = new SplittableRandom(
            ByteBuffer.wrap(new SecureRandom().generateSeed(8)).getLong());

    ClaimIds(Clock clock) {
        this.clock = clock;
    }

    ClaimId next() {
        RandomGenerator random = fork();
        var id = new StringBuilder("clm_");
        append(id, clock.millis(), 10);
        append(id, random.nextLong(), 8);
        append(id, random.nextLong(), 8);
        return new ClaimId(id.toString());
    }

    /** Not thread-safe by itself; short. */
    private synchronized RandomGenerator fork() {
        return seeds.split();
    }

    private static void append(StringBuilder id, long bits, int digits) {
        for (int shift = 5 * (digits - 1); shift >= 0; shift -= 5) {
            id.append(DIGITS[(int) (bits >>> shift) & 31]);
        }
    }
}
