package dev.refill.portal;

import java.net.URI;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the portal.
 *
 * @param region the country, two letters, whose national numbers may be typed without country code
 * @param paymentOrigins where providers host their card pages, for example {@code https://checkout.stripe.com}: browsers
 *     follow the answer to <em>Pay</em> to these and nowhere else
 * @param historyPage how many lines of history are shown at a time, 1 to 100
 */
@ConfigurationProperties("refill.portal")
public record PortalProperties(@DefaultValue("US") String region, @DefaultValue List<URI> paymentOrigins,
        @DefaultValue("20") int historyPage) {

    public PortalProperties {
        paymentOrigins = List.copyOf(paymentOrigins);
        paymentOrigins.forEach(PortalProperties::requireOrigin);
        if (historyPage < 1 || historyPage > 100) {
            throw new IllegalArgumentException("history-page: " + historyPage + " (expected: 1 to 100)");
        }
    }

    /** Whether a browser may be sent from our own form to this page. */
    public boolean isPaymentPage(URI page) {
        return paymentOrigins.stream().anyMatch(origin -> sameOrigin(origin, page));
    }

    private static boolean sameOrigin(URI origin, URI page) {
        return origin.getScheme().equalsIgnoreCase(page.getScheme())
                && origin.getAuthority().equals(page.getAuthority());
    }

    private static void requireOrigin(URI origin) {
        boolean isOrigin = origin.getScheme() != null && origin.getHost() != null && origin.getUserInfo() == null
                && origin.getRawPath().isEmpty() && origin.getRawQuery() == null && origin.getRawFragment() == null;
        if (!isOrigin) {
            throw new IllegalArgumentException("payment-origins: " + origin + " (expected: scheme://host[:port])");
        }
    }
}
