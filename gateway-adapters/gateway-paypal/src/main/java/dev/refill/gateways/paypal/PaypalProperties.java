package dev.refill.gateways.paypal;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of the PayPal gateway, {@code refill.gateways.paypal.*}. There is no such gateway unless {@code client-id} is
 * set. Secrets come by environment or file.
 *
 * @param live whether real money moves; PayPal has a host for each environment, and so have its certificates
 * @param apiBase PayPal's address; not set: the one of the environment. In a trial it may be that of something in PayPal's
 *        place, whose certificates and pages are taken then instead of PayPal's
 * @param clientId of the REST app
 * @param clientSecret of the REST app
 * @param webhookIds PayPal's ids of our webhook, by which it signs; two while its address is being changed
 * @param certificates addresses of certificates that PayPal is known to sign with, fetched at the start; any other is
 *        fetched when a webhook names it first
 * @param authorities a file of certificates, as PEM, up to which PayPal's have to lead; not set: those that Java trusts,
 *        which will not do for something in PayPal's place
 * @param connectTimeout the longest wait for a connection
 * @param readTimeout the longest wait for an answer on an open connection
 * @param maxInFlight calls at one time; beyond it a charge is {@code NotSent}
 * @param breakerWindow calls that the circuit breaker looks back on
 * @param breakerFailureRate per cent of them without answer at which it opens
 * @param breakerOpenFor how long it then lets nothing through
 * @param maxTries tries of what was provably not sent, the first one included
 * @param firstRetryWait wait before the second try, doubled for each further one
 * @param longestRetryWait the most that is waited, also if PayPal asks for more
 */
@ConfigurationProperties("refill.gateways.paypal")
record PaypalProperties(
        @Nullable Boolean live,
        @Nullable URI apiBase,
        String clientId,
        String clientSecret,
        List<String> webhookIds,
        @Nullable List<String> certificates,
        @Nullable Path authorities,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("10s") Duration readTimeout,
        @DefaultValue("256") int maxInFlight,
        @DefaultValue("100") int breakerWindow,
        @DefaultValue("50") int breakerFailureRate,
        @DefaultValue("10s") Duration breakerOpenFor,
        @DefaultValue("3") int maxTries,
        @DefaultValue("100ms") Duration firstRetryWait,
        @DefaultValue("2s") Duration longestRetryWait) {

    private static final String LIVE = "https://api-m.paypal.com";
    private static final String SANDBOX = "https://api-m.sandbox.paypal.com";
    private static final Pattern ADDRESS = Pattern.compile(
            "(https://[^/?#@]+|http://(localhost|127\\.0\\.0\\.1|\\[::1])(:[0-9]+)?)(/[^/?#]+)*");

    PaypalProperties {
        require(live != null, "live", "true or false");
        apiBase = apiBase == null ? URI.create(Boolean.TRUE.equals(live) ? LIVE : SANDBOX) : apiBase;
        requireAddress(apiBase, Boolean.TRUE.equals(live));
        require(isKey(clientId) && !clientId.contains(":"), "client-id", "as in PayPal's dashboard");
        require(isKey(clientSecret), "client-secret", "as in PayPal's dashboard");
        require(webhookIds != null && !webhookIds.isEmpty()
                && webhookIds.stream().allMatch(id -> id.matches("[A-Za-z0-9]{1,50}")), "webhook-ids",
                "as in PayPal's dashboard");
        webhookIds = List.copyOf(webhookIds);
        certificates = certificates == null ? List.of() : List.copyOf(certificates);
        var site = PaypalSite.of(Boolean.TRUE.equals(live), apiBase);
        require(certificates.stream().allMatch(address -> site.certificate(address) != null), "certificates",
                "https://api.paypal.com/v1/notifications/certs/…");
        require(site instanceof PaypalSite.Paypals || authorities != null, "authorities",
                "a file of certificates, as api-base is not PayPal's");
        require(connectTimeout.isPositive(), "connect-timeout", "more than zero");
        require(readTimeout.isPositive(), "read-timeout", "more than zero");
        require(maxInFlight > 0, "max-in-flight", "1 or more");
    }

    boolean isLive() {
        return Boolean.TRUE.equals(live);
    }

    /** PayPal's address, that was set or that of the environment. */
    URI address() {
        return Objects.requireNonNull(apiBase);
    }

    /** Whose certificates and pages are taken. */
    PaypalSite site() {
        return PaypalSite.of(isLive(), address());
    }

    /** How long one call may take. */
    Duration wholeCall() {
        return connectTimeout.plus(readTimeout);
    }

    /** Certificates that are known to be needed. */
    List<CertificateAddress> knownCertificates() {
        return (certificates == null ? List.<String>of() : certificates).stream()
                .map(site()::certificate)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "PaypalProperties[live=" + live + ", apiBase=" + apiBase + ", webhookIds=" + webhookIds
                + ", maxInFlight=" + maxInFlight + "]";
    }

    /** Paths are put behind it. No setting lets a trial be taken for the real thing, or anything for PayPal where money moves. */
    private static void requireAddress(URI address, boolean live) {
        require(ADDRESS.matcher(address.toString()).matches(), "api-base",
                "an https:// address without a slash at its end; http:// on this machine only");
        require(!live || PaypalSite.isPaypals(address), "api-base", "PayPal's where money moves");
        require(!live || !address.toString().contains("sandbox"), "api-base", "not the sandbox where money moves");
        require(live || !address.toString().equals(LIVE), "live", "true at PayPal's live address");
    }

    /** What a header can hold. */
    private static boolean isKey(@Nullable String text) {
        return text != null && text.matches("[\\x21-\\x7e]{1,255}");
    }

    /** The value is never said, as it may be a secret. */
    private static void require(boolean holds, String name, String expected) {
        if (!holds) {
            throw new IllegalArgumentException("refill.gateways.paypal." + name + ": (expected: " + expected + ")");
        }
    }
}
