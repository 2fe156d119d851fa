package dev.refill.webhooks.outbound.endpoint;

import java.time.Clock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Makes ids that are ordered by time: 48 bits of milliseconds and 80 random bits in Crockford's base 32. */
public final class EndpointIds {

    private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();

    private final Clock clock;
    private final Supplier<? extends RandomGenerator> random;

    /** @param random gives the calling thread its generator */
    public EndpointIds(Clock clock, Supplier<? extends RandomGenerator> random) {
        this.clock = clock;
        this.random = random;
    }

    EndpointId next() {
        RandomGenerator bits = random.get();
        StringBuilder id = new StringBuilder("whe_");
        append(id, 10, clock.millis());
        append(id, 8, bits.nextLong());
        append(id, 8, bits.nextLong());
        return new EndpointId(id.toString());
    }

    private static void append(StringBuilder id, int characters, long bits) {
        for (int left = characters - 1; left >= 0; left--) {
            id.append(ALPHABET[(int) (bits >>> (5 * left)) & 31]);
        }
    }
}
