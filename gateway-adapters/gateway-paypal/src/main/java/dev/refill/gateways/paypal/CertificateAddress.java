package dev.refill.gateways.paypal;

import java.net.URI;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Where a webhook says that the certificate of its signature is. Whoever sent the webhook wrote it, so nothing is taken but
 * what {@link PaypalSite} has, in one way of writing each, and nothing else is ever fetched.
 *
 * @param live whether it is of PayPal's live environment
 */
record CertificateAddress(URI uri, boolean live) {

    private static final Pattern FORM = Pattern.compile(
            "https://(?:api|api-m)(?<sandbox>\\.sandbox)?\\.paypal\\.com/v1/notifications/certs/[A-Za-z0-9-]{1,100}");

    /** An address on PayPal's own hosts; {@code null} for whatever is none, never an exception. */
    static @Nullable CertificateAddress parse(String text) {
        var form = FORM.matcher(text);
        return form.matches() ? new CertificateAddress(URI.create(text), form.group("sandbox") == null) : null;
    }
}
