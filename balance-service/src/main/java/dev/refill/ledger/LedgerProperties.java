package dev.refill.ledger;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import dev.refill.groupcommit.GroupCommit;

/**
 * {@code refill.ledger.*}.
 *
 * @param writers how many statements write at the same time at most; entries whose first holding is the same share a writer
 * @param writeBatch how many entries one statement writes at most, or how many holdings it looks up
 * @param writeQueue how many entries wait for one writer at most; more are refused as busy
 * @param writeTimeout of one statement, the wait for its connection included
 */
@ConfigurationProperties("refill.ledger")
public record LedgerProperties(
        @DefaultValue("2") int writers,
        @DefaultValue("128") int writeBatch,
        @DefaultValue("2048") int writeQueue,
        @DefaultValue("10s") Duration writeTimeout) {

    public LedgerProperties {
        between("writers", writers, 1, 8);
        between("write-batch", writeBatch, 1, 500);
        between("write-queue", writeQueue, writeBatch, 100_000);
        if (!writeTimeout.isPositive()) {
            throw new IllegalArgumentException(
                    "refill.ledger.write-timeout: " + writeTimeout + " (expected: more than zero)");
        }
    }

    GroupCommit.Limits limits() {
        return new GroupCommit.Limits(writeBatch, writeQueue, writeTimeout);
    }

    private static void between(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "refill.ledger." + name + ": " + value + " (expected: " + least + " to " + most + ")");
        }
    }
}
