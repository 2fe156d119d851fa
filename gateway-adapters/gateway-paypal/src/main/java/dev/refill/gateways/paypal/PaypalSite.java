package dev.refill.gateways.paypal;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Whose addresses are followed, by us to certificates and by payers to pages. They are PayPal's own wherever money moves, and
 * wherever PayPal is asked. Only a trial that asks something in PayPal's place follows those of that place, and then no others:
 * see docs/adr/0015-a-stand-in-for-paypal.md.
 */
sealed interface PaypalSite {

    /** {@code null} for whatever is no address of a certificate here, never an exception. */
    @Nullable
    CertificateAddress certificate(String text);

    /** Whether a payer may be sent there. */
    boolean isPage(String address);

    /** @param apiBase where we send our requests */
    static PaypalSite of(boolean live, URI apiBase) {
        return live || isPaypals(apiBase) ? new Paypals() : new StandIn(apiBase);
    }

    /** Whether it is on a host of PayPal's. */
    static boolean isPaypals(URI address) {
        var host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
        return host.equals("paypal.com") || host.endsWith(".paypal.com");
    }

    /** PayPal itself. Pages are told in its answers, which come by TLS. */
    record Paypals() implements PaypalSite {

        @Override
        public @Nullable CertificateAddress certificate(String text) {
            return CertificateAddress.parse(text);
        }

        @Override
        public boolean isPage(String address) {
            return address.startsWith("https://");
        }
    }

    /** Something in PayPal's place: certificates are at its API, and pages on the same host and port. */
    record StandIn(URI apiBase) implements PaypalSite {

        private static final String CERTIFICATES = "/v1/notifications/certs/";
        private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,100}");

        @Override
        public @Nullable CertificateAddress certificate(String text) {
            var folder = apiBase + CERTIFICATES;
            return text.startsWith(folder) && ID.matcher(text.substring(folder.length())).matches()
                    ? new CertificateAddress(URI.create(text), false)
                    : null;
        }

        @Override
        public boolean isPage(String address) {
            return address.startsWith(apiBase.getScheme() + "://" + apiBase.getRawAuthority() + "/");
        }
    }
}
