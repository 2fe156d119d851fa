package dev.refill.gateways.stripe;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of the Stripe gateway, {@code refill.gateways.stripe.*}. Secrets come by environment or file.
 *
 * @param apiBase Stripe's address; another one for the sandbox provider
 * @param apiKey secret or restricted key, {@code sk_…} or {@code rk_…}
 * @param webhookSecrets signing secrets of the webhook endpoint, {@code whsec_…}; two while one is being rotated
 * @param connectTimeout the longest wait for a connection
 * @param readTimeout the longest wait for an answer on an open connection
 * @param maxInFlight calls at one time; beyond it a charge is {@code NotSent}
 * @param breakerWindow calls that the circuit breaker looks back on
 * @param breakerFailureRate per cent of them without answer at which it opens
 * @param breakerOpenFor how long it then lets nothing through
 * @param maxTries tries of what was provably not sent, the first one included
 * @param firstRetryWait wait before the second try, doubled for each further one
 * @param longestRetryWait the most that is waited, also if Stripe asks for more
 */
@ConfigurationProperties("refill.gateways.stripe")
record StripeProperties(
        @DefaultValue("https://api.stripe.com") URI apiBase,
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

    StripeProperties {
        webhookSecrets = List.copyOf(webhookSecrets);
        if (apiKey.isBlank()) {
            throw new IllegalArgumentException("refill.gateways.stripe.api-key: empty (expected: sk_… or rk_…)");
        }
        if (webhookSecrets.isEmpty() || webhookSecrets.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("refill.gateways.stripe.webhook-secrets: empty (expected: whsec_…)");
        }
        requirePositive("connect-timeout", connectTimeout);
        requirePositive("read-timeout", readTimeout);
    }

    /** Whether objects of ours are live ones, told by the key. */
    boolean isLive() {
        return apiKey.startsWith("sk_live_") || apiKey.startsWith("rk_live_");
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "StripeProperties[apiBase=" + apiBase + ", live=" + isLive() + ", webhookSecrets="
                + webhookSecrets.size() + ", maxInFlight=" + maxInFlight + "]";
    }

    private static void requirePositive(String name, Duration duration) {
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException(
                    "refill.gateways.stripe." + name + ": " + duration + " (expected: more than zero)");
        }
    }
}
