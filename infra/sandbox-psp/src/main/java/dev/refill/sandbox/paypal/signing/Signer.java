package dev.refill.sandbox.paypal.signing;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A key with its certificate, and the certificate of the authority that issued it. Making one takes a moment and blocks, and so
 * may signing.
 */
public record Signer(PrivateKey key, X509Certificate certificate, X509Certificate issuer) {

    public static final String ALGORITHM = "SHA256withRSA";

    private static final String AUTHORITY = "CN=Refill sandbox authority";
    /** The name that shops look for; that it is not PayPal's, the authority tells. */
    private static final String SIGNER = "CN=messageverificationcerts.sandbox.paypal.com,O=Refill sandbox";
    private static final int KEY_BITS = 2048;
    private static final Duration BEFORE = Duration.ofDays(1);
    private static final Duration LIFE = Duration.ofDays(3650);

    static Signer made(Clock clock) {
        try {
            KeyPair authority = pair("EC", 256);
            KeyPair signing = pair("RSA", KEY_BITS);
            Instant now = clock.instant();
            return new Signer(signing.getPrivate(),
                    issued(authority.getPrivate(), SIGNER, signing.getPublic(), false, now),
                    issued(authority.getPrivate(), AUTHORITY, authority.getPublic(), true, now));
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException impossible) {
            throw new IllegalStateException("Every Java platform can make certificates", impossible);
        }
    }

    /** Part of its address; another for each certificate. */
    public String id() {
        return "CERT-" + certificate.getSerialNumber().toString(16);
    }

    /** The certificate and its issuer's, as PEM. */
    public byte[] chain() {
        return (pem(certificate) + pem(issuer)).getBytes(StandardCharsets.US_ASCII);
    }

    /** What shops are to trust, as PEM. */
    public byte[] authority() {
        return pem(issuer).getBytes(StandardCharsets.US_ASCII);
    }

    /** @return Base64 */
    public String signature(String data) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(data.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM, impossible);
        }
    }

    private static KeyPair pair(String algorithm, int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    private static X509Certificate issued(PrivateKey by, String subject, PublicKey key, boolean authority, Instant now)
            throws GeneralSecurityException, OperatorCreationException, CertIOException {
        JcaX509v3CertificateBuilder wanted = new JcaX509v3CertificateBuilder(new X500Name(AUTHORITY),
                new BigInteger(64, new SecureRandom()), Date.from(now.minus(BEFORE)), Date.from(now.plus(LIFE)),
                new X500Name(subject), key);
        wanted.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        wanted.addExtension(Extension.keyUsage, true,
                new KeyUsage(authority ? KeyUsage.keyCertSign : KeyUsage.digitalSignature));
        return new JcaX509CertificateConverter()
                .getCertificate(wanted.build(new JcaContentSignerBuilder("SHA256withECDSA").build(by)));
    }

    private static String pem(X509Certificate certificate) {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("A certificate that was made or read has a form", impossible);
        }
    }
}
