package dev.refill.gateways.adyen;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of the Adyen gateway, {@code refill.gateways.adyen.*}. There is no such gateway unless {@code api-key} is
 * set. Secrets come by environment or file.
 *
 * @param apiBase the Checkout API's address with its version; a live account has one of its own
 * @param live whether real money moves; an address of the other kind does not fit, and notifications that say otherwise are
 *        refused
 * @param apiKey the key of the API credential
 * @param merchantAccount the account that payments are made in; notifications of any other concern nobody here
 * @param hmacKeys HMAC keys of the webhook, in hexadecimal; two while one is being changed
 * @param webhookUser the user of the webhook's basic authentication, if it is set up at Adyen
 * @param webhookPassword the password of the webhook's basic authentication
 * @param connectTimeout the longest wait for a connection
 * @param readTimeout the longest wait for an answer on an open connection
 * @param maxInFlight calls at one time; beyond it a charge is {@code NotSent}
 * @param breakerWindow calls that the circuit breaker looks back on
 * @param breakerFailureRate per cent of them without answer at which it opens
 * @param breakerOpenFor how long it then lets nothing through
 * @param maxTries tries of what was provably not sent, the first one included
 * @param firstRetryWait wait before the second try, doubled for each further one
 * @param longestRetryWait the most that is waited, also if Adyen asks for more
 */
@ConfigurationProperties("refill.gateways.adyen")
record AdyenProperties(
        @DefaultValue("https://checkout-test.adyen.com/v71") URI apiBase,
        @Nullable Boolean live,
        String apiKey,
        String merchantAccount,
        List<String> hmacKeys,
        @Nullable String webhookUser,
        @Nullable String webhookPassword,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("10s") Duration readTimeout,
        @DefaultValue("256") int maxInFlight,
        @DefaultValue("100") int breakerWindow,
        @DefaultValue("50") int breakerFailureRate,
        @DefaultValue("10s") Duration breakerOpenFor,
        @DefaultValue("3") int maxTries,
        @DefaultValue("100ms") Duration firstRetryWait,
        @DefaultValue("2s") Duration longestRetryWait) {

    private static final String PREFIX = "refill.gateways.adyen.";
    /** Paths are put behind it; only on this machine is Adyen, or what stands in for it, spoken to in the open. */
    private static final Pattern ADDRESS = Pattern.compile(
            "(https://[^/?#@]+|http://(localhost|127\\.0\\.0\\.1|\\[::1])(:[0-9]+)?)(/[^/?#]+)*");
    private static final Pattern OF_TESTS = Pattern.compile(".*-test\\.adyen\\.com");
    private static final Pattern OF_LIVE_ACCOUNTS = Pattern.compile(".*-live[a-z-]*\\.adyen(payments)?\\.com");

    AdyenProperties {
        requireText("api-key", apiKey);
        requireText("merchant-account", merchantAccount);
        hmacKeys = requireKeys(hmacKeys);
        requirePositive("connect-timeout", connectTimeout);
        requirePositive("read-timeout", readTimeout);
        if (live == null) {
            throw new IllegalArgumentException(PREFIX + "live: empty (expected: true or false)");
        }
        requireAddress(apiBase, live);
        if ((webhookUser == null) != (webhookPassword == null)) {
            throw new IllegalArgumentException(
                    PREFIX + "webhook-user: alone, or webhook-password is (expected: both or none)");
        }
        if (maxInFlight < 1) {
            throw new IllegalArgumentException(PREFIX + "max-in-flight: " + maxInFlight + " (expected: 1 or more)");
        }
    }

    boolean isLive() {
        return Boolean.TRUE.equals(live);
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "AdyenProperties[apiBase=" + apiBase + ", live=" + live + ", merchantAccount=" + merchantAccount
                + ", hmacKeys=" + hmacKeys.size() + ", maxInFlight=" + maxInFlight + "]";
    }

    private static void requireText(String name, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(PREFIX + name + ": empty (expected: as in Adyen's Customer Area)");
        }
    }

    private static void requireAddress(@Nullable URI apiBase, boolean live) {
        if (apiBase == null || !ADDRESS.matcher(apiBase.toString()).matches()) {
            throw new IllegalArgumentException(PREFIX
                    + "api-base: malformed (expected: https://…/v71 or a later version, without a slash at its end)");
        }
        var host = String.valueOf(apiBase.getHost()).toLowerCase(Locale.ROOT);
        if ((live ? OF_TESTS : OF_LIVE_ACCOUNTS).matcher(host).matches()) {
            throw new IllegalArgumentException(PREFIX + "live: " + live + ", and api-base is "
                    + (live ? "for tests" : "of a live account") + " (expected: both of one kind)");
        }
    }

    private static List<String> requireKeys(@Nullable List<String> keys) {
        if (keys == null || keys.isEmpty() || !keys.stream().allMatch(AdyenProperties::isHmacKey)) {
            throw new IllegalArgumentException(
                    PREFIX + "hmac-keys: empty or malformed (expected: each 64 hexadecimal digits)");
        }
        return List.copyOf(keys);
    }

    private static boolean isHmacKey(String key) {
        return key.matches("[0-9A-Fa-f]{64}");
    }

    private static void requirePositive(String name, Duration duration) {
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException(PREFIX + name + ": " + duration + " (expected: more than zero)");
        }
    }
}
