package dev.refill.idempotency;

import java.time.Duration;
import java.util.List;

import org.springframework.util.unit.DataSize;

/** The defaults, and small variations of them. */
public final class TestSettings {

    private TestSettings() {}

    public static IdempotencyProperties defaults() {
        return sized(DataSize.ofKilobytes(64), DataSize.ofMegabytes(1));
    }

    /** One claim is being written, one waits, and a third is too many. */
    public static IdempotencyProperties crowded() {
        return with(DataSize.ofKilobytes(64), DataSize.ofMegabytes(1), 1, 1);
    }

    public static IdempotencyProperties sized(DataSize maxBody, DataSize maxAnswer) {
        return with(maxBody, maxAnswer, 200, 10_000);
    }

    private static IdempotencyProperties with(DataSize maxBody, DataSize maxAnswer, int writeBatch, int writeQueue) {
        return new IdempotencyProperties(Duration.ofSeconds(30), Duration.ofDays(31), maxBody, maxAnswer, 4096,
                writeBatch, writeQueue, Duration.ofSeconds(5), List.of("Content-Type", "Location", "Retry-After"),
                Duration.ofMinutes(1), 1000);
    }
}
