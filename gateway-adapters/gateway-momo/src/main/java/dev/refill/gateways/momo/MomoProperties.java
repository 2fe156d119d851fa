package dev.refill.gateways.momo;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of the MTN MoMo gateway, {@code refill.gateways.momo.*}; without a target environment there is no such
 * gateway. Secrets come by environment or file.
 *
 * @param targetEnvironment the market, as {@code mtnuganda}; {@code sandbox} for trials
 * @param apiBase MTN's address
 * @param callbackBase our own address for MTN's callbacks, {@code https://…/webhooks/momo}; its host has to be registered
 *        at MTN
 * @param callbackSecrets 32 characters or more; callback addresses are made by the first and proven by each, so that one
 *        can be replaced while payments are under way
 * @param collection keys for payments
 * @param disbursement keys for refunds; not set: payments cannot be given back
 * @param connectTimeout the longest wait for a connection
 * @param readTimeout the longest wait for an answer on an open connection
 * @param maxInFlight calls at one time; beyond it a charge is {@code NotSent}
 * @param maxCallbacksInFlight callbacks at one time that MTN is asked about; beyond it one is refused
 * @param breakerWindow calls that the circuit breaker looks back on
 * @param breakerFailureRate per cent of them without answer at which it opens
 * @param breakerOpenFor how long it then lets nothing through
 * @param maxTries tries of what was provably not sent, the first one included
 * @param firstRetryWait wait before the second try, doubled for each further one
 * @param longestRetryWait the most that is waited, also if MTN asks for more
 */
@ConfigurationProperties("refill.gateways.momo")
record MomoProperties(
        String targetEnvironment,
        @DefaultValue("https://proxy.momoapi.mtn.com") URI apiBase,
        URI callbackBase,
        List<String> callbackSecrets,
        Keys collection,
        @Nullable Keys disbursement,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("10s") Duration readTimeout,
        @DefaultValue("256") int maxInFlight,
        @DefaultValue("16") int maxCallbacksInFlight,
        @DefaultValue("100") int breakerWindow,
        @DefaultValue("50") int breakerFailureRate,
        @DefaultValue("10s") Duration breakerOpenFor,
        @DefaultValue("3") int maxTries,
        @DefaultValue("100ms") Duration firstRetryWait,
        @DefaultValue("2s") Duration longestRetryWait) {

    private static final int SHORTEST_SECRET = 32;
    private static final String SANDBOX = "sandbox";

    MomoProperties {
        require(targetEnvironment.matches("[a-z]{1,32}"), "target-environment", "a market, as mtnuganda");
        require(callbackSecrets != null && !callbackSecrets.isEmpty()
                && callbackSecrets.stream().allMatch(secret -> secret.strip().length() >= SHORTEST_SECRET),
                "callback-secrets", "32 characters or more");
        callbackSecrets = List.copyOf(callbackSecrets);
        require(collection != null, "collection", "subscription-key, api-user and api-key");
        requireAddress("api-base", apiBase, targetEnvironment);
        requireAddress("callback-base", callbackBase, targetEnvironment);
        require(!connectTimeout.isNegative() && !connectTimeout.isZero(), "connect-timeout", "more than zero");
        require(!readTimeout.isNegative() && !readTimeout.isZero(), "read-timeout", "more than zero");
    }

    CallbackAddresses callbackAddresses() {
        return new CallbackAddresses(callbackBase, targetEnvironment, callbackSecrets);
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "MomoProperties[targetEnvironment=" + targetEnvironment + ", apiBase=" + apiBase + ", callbackBase="
                + callbackBase + ", refunds=" + (disbursement != null) + ", maxInFlight=" + maxInFlight + "]";
    }

    /** Paths are put behind it, and only a sandbox is spoken to in the open: MTN's own calls back by plain http. */
    private static void requireAddress(String name, @Nullable URI address, String targetEnvironment) {
        var scheme = targetEnvironment.equals(SANDBOX) ? "https?" : "https";
        require(address != null && address.toString().matches(scheme + "://[^/?#@]+(/[^/?#]+)*"), name,
                (targetEnvironment.equals(SANDBOX) ? "http:// or https://" : "https://")
                        + "…, without a slash at its end");
    }

    /** The value is never said, as it may be a secret. */
    private static void require(boolean holds, String name, String expected) {
        if (!holds) {
            throw new IllegalArgumentException("refill.gateways.momo." + name + ": (expected: " + expected + ")");
        }
    }

    /**
     * How we are known to one of MTN's products.
     *
     * @param subscriptionKey the product's, of our profile at MTN
     * @param apiUser a UUID
     * @param apiKey the password of that user
     */
    record Keys(String subscriptionKey, String apiUser, String apiKey) {

        Keys {
            require(isKey(subscriptionKey), "….subscription-key", "a key");
            require(isKey(apiUser) && !apiUser.contains(":"), "….api-user", "a UUID");
            require(isKey(apiKey), "….api-key", "a key");
        }

        /** What a header can hold. */
        private static boolean isKey(@Nullable String text) {
            return text != null && text.matches("[\\x21-\\x7e]{1,255}");
        }

        /** Without the secrets. */
        @Override
        public String toString() {
            return "Keys[apiUser=" + apiUser + "]";
        }
    }
}
