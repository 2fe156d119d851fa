package dev.refill.webhooks;

import java.time.Duration;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code refill.outbound.*}.
 *
 * @param sealingKeys seal the signing secrets in the database, 32 characters or more each; the first seals, all open
 * @param allowLoopback for trials on one machine: its own addresses may be sent to, also over plain http
 * @param endpointsPerClient how many endpoints a client may have
 * @param secretOverlap how long the secret before a new one goes on signing
 * @param concurrency how many deliveries a node attempts at once
 * @param perEndpoint how many of them may go to one endpoint
 * @param timeout of one attempt, from the look-up of the name to the status of the answer
 * @param lease how long a taken delivery belongs to its worker; at least three times the timeout
 * @param pollEvery how often a resting node looks for due deliveries
 * @param writeTimeout of one statement on deliveries
 * @param drain how long a stop waits for deliveries that are begun
 * @param countEvery how often the gauges are refreshed
 * @param keep how long events and deliveries are kept, for the log and for replays
 * @param purgeEvery how often old ones are looked for
 */
@ConfigurationProperties("refill.outbound")
public record OutboundProperties(
        List<String> sealingKeys,
        @DefaultValue("false") boolean allowLoopback,
        @DefaultValue("20") int endpointsPerClient,
        @DefaultValue("24h") Duration secretOverlap,
        @DefaultValue("32") int concurrency,
        @DefaultValue("8") int perEndpoint,
        @DefaultValue("20s") Duration timeout,
        @DefaultValue("90s") Duration lease,
        @DefaultValue("1s") Duration pollEvery,
        @DefaultValue("5s") Duration writeTimeout,
        @DefaultValue("10s") Duration drain,
        @DefaultValue("30s") Duration countEvery,
        @DefaultValue("30d") Duration keep,
        @DefaultValue("1h") Duration purgeEvery) {

    public OutboundProperties {
        if (sealingKeys == null || sealingKeys.isEmpty()
                || sealingKeys.stream().anyMatch(key -> key.length() < 32)) {
            throw new IllegalArgumentException(
                    "refill.outbound.sealing-keys: expected one or more of 32 characters or more");
        }
        sealingKeys = List.copyOf(sealingKeys);
        between("endpoints-per-client", endpointsPerClient, 1, 1_000);
        between("concurrency", concurrency, 1, 1_000);
        between("per-endpoint", perEndpoint, 1, concurrency);
        positive("secret-overlap", secretOverlap);
        positive("timeout", timeout);
        positive("poll-every", pollEvery);
        positive("write-timeout", writeTimeout);
        positive("drain", drain);
        positive("count-every", countEvery);
        positive("keep", keep);
        positive("purge-every", purgeEvery);
        if (lease.compareTo(timeout.multipliedBy(3)) < 0) {
            throw new IllegalArgumentException("refill.outbound.lease: " + lease
                    + " (expected: at least three times timeout " + timeout + ")");
        }
    }

    private static void between(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "refill.outbound." + name + ": " + value + " (expected: " + least + " to " + most + ")");
        }
    }

    private static void positive(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(
                    "refill.outbound." + name + ": " + value + " (expected: more than zero)");
        }
    }
}
