package dev.refill.webhooks;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code refill.webhooks.*}.
 *
 * @param maxBody the largest webhook that is accepted; one byte more is refused
 * @param receiveTimeout for a body to arrive, and again for its verification
 * @param writeBatch how many received events one statement keeps at most
 * @param writeQueue how many verified events wait to be kept at most; more are answered 503
 * @param writeTimeout of one statement on the inbox
 * @param batch how many due events are taken at once
 * @param concurrency how many events are handled at once
 * @param handleTimeout for the handling of one event
 * @param lease how long a taken event belongs to its worker; at least twice the handle timeout
 * @param pollEvery how often a resting node looks for due events that it did not receive itself
 * @param maxAttempts how often a failing event is tried before it is dead
 * @param parkFor how long an event waits for an object that is not known yet before it is dead
 * @param drain how long a stop waits for events that are begun
 * @param countEvery how often the gauges are refreshed
 * @param keepBodies how long the body of a done event is kept; its row is kept for ever, as it tells duplicates
 * @param purgeEvery how often old bodies are looked for
 * @param purgeBatch how many bodies one statement empties at most
 */
@ConfigurationProperties("refill.webhooks")
public record WebhooksProperties(
        @DefaultValue("256KB") DataSize maxBody,
        @DefaultValue("10s") Duration receiveTimeout,
        @DefaultValue("128") int writeBatch,
        @DefaultValue("512") int writeQueue,
        @DefaultValue("5s") Duration writeTimeout,
        @DefaultValue("128") int batch,
        @DefaultValue("64") int concurrency,
        @DefaultValue("10s") Duration handleTimeout,
        @DefaultValue("60s") Duration lease,
        @DefaultValue("1s") Duration pollEvery,
        @DefaultValue("12") int maxAttempts,
        @DefaultValue("3d") Duration parkFor,
        @DefaultValue("10s") Duration drain,
        @DefaultValue("15s") Duration countEvery,
        @DefaultValue("90d") Duration keepBodies,
        @DefaultValue("1h") Duration purgeEvery,
        @DefaultValue("500") int purgeBatch) {

    public WebhooksProperties {
        between("max-body", maxBody.toBytes(), 1024, 1024 * 1024);
        between("write-batch", writeBatch, 1, 500);
        between("write-queue", writeQueue, writeBatch, 10_000);
        between("batch", batch, 1, 500);
        between("concurrency", concurrency, 1, 256);
        between("max-attempts", maxAttempts, 1, 100);
        between("purge-batch", purgeBatch, 1, 10_000);
        positive("receive-timeout", receiveTimeout);
        positive("write-timeout", writeTimeout);
        positive("handle-timeout", handleTimeout);
        positive("poll-every", pollEvery);
        positive("park-for", parkFor);
        positive("drain", drain);
        positive("count-every", countEvery);
        positive("keep-bodies", keepBodies);
        positive("purge-every", purgeEvery);
        if (lease.compareTo(handleTimeout.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException(
                    "refill.webhooks.lease: " + lease + " (expected: at least twice handle-timeout " + handleTimeout
                            + ")");
        }
    }

    private static void between(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "refill.webhooks." + name + ": " + value + " (expected: " + least + " to " + most + ")");
        }
    }

    private static void positive(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(
                    "refill.webhooks." + name + ": " + value + " (expected: more than zero)");
        }
    }
}
