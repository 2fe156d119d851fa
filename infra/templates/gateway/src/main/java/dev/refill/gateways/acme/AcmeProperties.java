package dev.refill.gateways.acme;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of the Acme gateway, {@code refill.gateways.acme.*}. There is no such gateway unless {@code api-key} is set.
 * Secrets come by environment or file.
 *
 * @param apiBase Acme's address
 * @param apiKey what Acme knows us by
 * @param webhookSecrets what Acme signs webhooks with; two while one is being changed
 * @param connectTimeout the longest wait for a connection
 * @param readTimeout the longest wait for an answer on an open connection
 * @param maxInFlight calls at one time; beyond it a charge is {@code NotSent}
 * @param breakerWindow calls that the circuit breaker looks back on
 * @param breakerFailureRate per cent of them without answer at which it opens
 * @param breakerOpenFor how long it then lets nothing through
 * @param maxTries tries of what was provably not sent, the first one included
 * @param firstRetryWait wait before the second try, doubled for each further one
 * @param longestRetryWait the most that is waited, also if Acme asks for more
 */
@ConfigurationProperties("refill.gateways.acme")
record AcmeProperties(
        URI apiBase,
        String apiKey,
        List<String> webhookSecrets,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("10s") Duration readTimeout,
        @DefaultValue("256") int maxInFlight,
        @DefaultValue("100") int breakerWindow,
        @DefaultValue("50") int breakerFailureRate,
        @DefaultValue("10s") Duration breakerOpenFor,
        @DefaultValue("3") int maxTries,
        @DefaultValue("100ms") Duration firstRetryWait,
        @DefaultValue("2s") Duration longestRetryWait) {

    private static final String PREFIX = "refill.gateways.acme.";
    private static final int SHORTEST_SECRET = 16;

    AcmeProperties {
        require(apiBase != null && apiBase.toString().matches("https?://[^/?#@]+(/[^/?#]+)*"), "api-base",
                "https://…, without a slash at its end");
        require(apiKey != null && apiKey.matches("[\\x21-\\x7e]{1,255}"), "api-key", "a key");
        require(areSecrets(webhookSecrets), "webhook-secrets", "each of " + SHORTEST_SECRET + " characters or more");
        webhookSecrets = List.copyOf(webhookSecrets);
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "AcmeProperties[apiBase=" + apiBase + ", webhookSecrets=" + webhookSecrets.size() + ", maxInFlight="
                + maxInFlight + "]";
    }

    private static boolean areSecrets(@Nullable List<String> secrets) {
        return secrets != null && !secrets.isEmpty()
                && secrets.stream().allMatch(secret -> secret.strip().length() >= SHORTEST_SECRET);
    }

    /** The value is never said, as it may be a secret. */
    private static void require(boolean holds, String name, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(PREFIX + name + ": (expected: " + expected + ")");
        }
    }
}
