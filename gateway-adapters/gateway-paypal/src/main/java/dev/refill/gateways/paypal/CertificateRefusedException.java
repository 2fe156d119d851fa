package dev.refill.gateways.paypal;

/** What was fetched as a certificate is none of PayPal's. */
final class CertificateRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message without anything of what was fetched: it is logged */
    CertificateRefusedException(String message) {
        super(message, null, false, false);
    }
}
