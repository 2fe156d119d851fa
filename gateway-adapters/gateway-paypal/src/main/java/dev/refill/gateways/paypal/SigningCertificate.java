package dev.refill.gateways.paypal;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;

/**
 * A certificate of PayPal's that was found to be so.
 *
 * @param from since when each certificate up to the authority is valid
 * @param to until when all of them are
 */
record SigningCertificate(PublicKey key, Instant from, Instant to) {

    static final String ALGORITHM = "SHA256withRSA";

    boolean isValidAt(Instant moment) {
        return !moment.isBefore(from) && !moment.isAfter(to);
    }

    /** Whether the signature was made by the certificate's key; any bytes may be tried. */
    boolean signed(byte[] signature, byte[] data) {
        try {
            var verifier = Signature.getInstance(ALGORITHM);
            verifier.initVerify(key);
            verifier.update(data);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            // A signature that is not even of the key's length.
            return false;
        }
    }
}
