package dev.refill.gateways.paypal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

import dev.refill.testkit.gateway.WebhookTranslatorContract;

/** Authorities and certificates as PayPal has them, made by another library than the one under test. */
final class TestCertificates {

    static final Instant NOW = WebhookTranslatorContract.NOW;
    static final String PAYPALS_NAME = "CN=messageverificationcerts.sandbox.paypal.com,O=PayPal\\, Inc.,L=San Jose,C=US";

    private static final AtomicLong SERIAL = new AtomicLong();
    private static final Duration YEAR = Duration.ofDays(365);

    private TestCertificates() {}

    /** One that may sign others. */
    record Authority(X509Certificate certificate, KeyPair keys) {

        static Authority root(String name) {
            var keys = rsa(2048);
            return new Authority(made(new Wanted("CN=" + name, "CN=" + name, keys, keys.getPrivate(), true)), keys);
        }

        Authority intermediate(String name) {
            var keys = rsa(2048);
            return new Authority(made(new Wanted("CN=" + name, subject(), keys, this.keys.getPrivate(), true)), keys);
        }

        Signer signs(Wanted wanted) {
            return new Signer(made(wanted), wanted.keys().getPrivate(), List.of(certificate));
        }

        /** What is to be signed by this authority; a test changes what it is about. */
        Wanted wanted() {
            return new Wanted(PAYPALS_NAME, subject(), rsa(2048), keys.getPrivate(), false);
        }

        private String subject() {
            return certificate.getSubjectX500Principal().getName();
        }
    }

    /** One that signs webhooks, with the chain that is given out with it. */
    record Signer(X509Certificate certificate, PrivateKey key, List<X509Certificate> chain) {

        byte[] pem() {
            var out = new ByteArrayOutputStream();
            write(out, certificate);
            chain.forEach(one -> write(out, one));
            return out.toByteArray();
        }

        Signer withChain(X509Certificate... others) {
            return new Signer(certificate, key, List.of(others));
        }
    }

    record Wanted(String subject, String issuer, KeyPair keys, PrivateKey by, boolean authority, Instant from,
            Instant to,
            int usage) {

        Wanted(String subject, String issuer, KeyPair keys, PrivateKey by, boolean authority) {
            this(subject, issuer, keys, by, authority, NOW.minus(YEAR), NOW.plus(YEAR),
                    authority ? KeyUsage.keyCertSign : KeyUsage.digitalSignature);
        }

        Wanted named(String other) {
            return new Wanted(other, issuer, keys, by, authority, from, to, usage);
        }

        Wanted with(KeyPair other) {
            return new Wanted(subject, issuer, other, by, authority, from, to, usage);
        }

        Wanted valid(Instant since, Instant until) {
            return new Wanted(subject, issuer, keys, by, authority, since, until, usage);
        }

        Wanted usedFor(int other) {
            return new Wanted(subject, issuer, keys, by, authority, from, to, other);
        }
    }

    static KeyPair rsa(int bits) {
        return pair("RSA", bits);
    }

    static KeyPair elliptic() {
        return pair("EC", 256);
    }

    static byte[] pem(X509Certificate certificate) {
        var out = new ByteArrayOutputStream();
        write(out, certificate);
        return out.toByteArray();
    }

    private static KeyPair pair(String algorithm, int bits) {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate made(Wanted wanted) {
        try {
            var builder = new JcaX509v3CertificateBuilder(new X500Name(wanted.issuer()),
                    BigInteger.valueOf(SERIAL.incrementAndGet()), Date.from(wanted.from()), Date.from(wanted.to()),
                    new X500Name(wanted.subject()), wanted.keys().getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(wanted.authority()));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(wanted.usage()));
            var encoded = builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(wanted.by())).getEncoded();
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(encoded));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(ByteArrayOutputStream out, X509Certificate certificate) {
        try {
            out.writeBytes("-----BEGIN CERTIFICATE-----\n".getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(Base64.getMimeEncoder(64, new byte[]{'\n'}).encode(certificate.getEncoded()));
            out.writeBytes("\n-----END CERTIFICATE-----\n".getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
