package dev.refill.gateways.paypal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPath;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

import org.jspecify.annotations.Nullable;

/**
 * Decides whether what was fetched is a certificate that PayPal signs webhooks with: the first one has PayPal's name for that,
 * and a chain that is valid now leads from it to an authority that we trust. Whether it was revoked is not asked.
 */
final class CertificateTrust {

    private static final int MOST_CERTIFICATES = 8;
    private static final int LONGEST_PATH = 4;
    private static final int SHORTEST_KEY = 2048;
    /** As PayPal's own SDK checks it; the sandbox has a name of its own in between. */
    private static final Pattern NAME = Pattern.compile("messageverificationcerts(\\.[a-z0-9-]{1,63})?\\.paypal\\.com");

    private final Set<TrustAnchor> anchors;
    private final Clock clock;

    CertificateTrust(Collection<X509Certificate> authorities, Clock clock) {
        this.anchors = authorities.stream()
                .map(authority -> new TrustAnchor(authority, null))
                .collect(Collectors.toUnmodifiableSet());
        this.clock = clock;
    }

    /**
     * @param authorities certificates as PEM; {@code null}: those that Java trusts
     * @throws IllegalArgumentException if there are none
     */
    static CertificateTrust of(@Nullable Path authorities, Clock clock) {
        return new CertificateTrust(authorities == null ? ofJava() : read(authorities), clock);
    }

    /**
     * Takes a while, as chains are built.
     *
     * @param pem certificates, the one that signs first
     * @throws CertificateRefusedException if it is none of PayPal's
     */
    SigningCertificate trusted(byte[] pem) {
        var certificates = parsed(pem);
        if (certificates.isEmpty() || certificates.size() > MOST_CERTIFICATES) {
            throw new CertificateRefusedException(
                    certificates.size() + " certificates (expected: 1 to " + MOST_CERTIFICATES + ")");
        }
        var signing = certificates.getFirst();
        requirePaypals(signing);
        var chain = chain(signing, certificates);
        return new SigningCertificate(signing.getPublicKey(), latest(chain, X509Certificate::getNotBefore),
                earliest(chain, X509Certificate::getNotAfter));
    }

    private static void requirePaypals(X509Certificate certificate) {
        if (!NAME.matcher(commonName(certificate)).matches()) {
            throw new CertificateRefusedException("name (expected: " + NAME + ")");
        }
        if (!(certificate.getPublicKey() instanceof RSAPublicKey key) || key.getModulus().bitLength() < SHORTEST_KEY) {
            throw new CertificateRefusedException("key (expected: RSA, " + SHORTEST_KEY + " bits or more)");
        }
        var usage = certificate.getKeyUsage();
        if (usage != null && !usage[0]) {
            throw new CertificateRefusedException("usage (expected: digital signatures)");
        }
    }

    private List<X509Certificate> chain(X509Certificate signing, List<X509Certificate> certificates) {
        try {
            var target = new X509CertSelector();
            target.setCertificate(signing);
            var parameters = new PKIXBuilderParameters(anchors, target);
            parameters.addCertStore(
                    CertStore.getInstance("Collection", new CollectionCertStoreParameters(certificates)));
            parameters.setRevocationEnabled(false);
            parameters.setMaxPathLength(LONGEST_PATH);
            parameters.setDate(Date.from(clock.instant()));
            return certificatesOf(CertPathBuilder.getInstance("PKIX").build(parameters).getCertPath());
        } catch (GeneralSecurityException e) {
            throw new CertificateRefusedException("chain: " + e.getClass().getSimpleName());
        }
    }

    private static List<X509Certificate> certificatesOf(CertPath path) {
        return path.getCertificates().stream().map(X509Certificate.class::cast).toList();
    }

    private static List<X509Certificate> parsed(byte[] pem) {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (CertificateException e) {
            throw new CertificateRefusedException("not certificates");
        }
    }

    private static String commonName(X509Certificate certificate) {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()
                    .stream()
                    .filter(part -> part.getType().equalsIgnoreCase("CN"))
                    .map(part -> String.valueOf(part.getValue()))
                    .collect(Collectors.joining(", "));
        } catch (InvalidNameException e) {
            return "";
        }
    }

    private static Instant latest(List<X509Certificate> chain, Function<X509Certificate, Date> date) {
        return moments(chain, date).max(Instant::compareTo).orElseThrow();
    }

    private static Instant earliest(List<X509Certificate> chain, Function<X509Certificate, Date> date) {
        return moments(chain, date).min(Instant::compareTo).orElseThrow();
    }

    private static Stream<Instant> moments(List<X509Certificate> chain, Function<X509Certificate, Date> date) {
        return chain.stream().map(date).map(Date::toInstant);
    }

    private static List<X509Certificate> read(Path authorities) {
        try {
            var read = parsed(Files.readAllBytes(authorities));
            if (read.isEmpty()) {
                throw new IllegalArgumentException(authorities + ": no certificates (expected: one or more, as PEM)");
            }
            return read;
        } catch (CertificateRefusedException e) {
            throw new IllegalArgumentException(authorities + ": no certificates (expected: one or more, as PEM)", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<X509Certificate> ofJava() {
        try {
            var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            return Arrays.stream(factory.getTrustManagers())
                    .filter(X509TrustManager.class::isInstance)
                    .map(X509TrustManager.class::cast)
                    .flatMap(manager -> Arrays.stream(manager.getAcceptedIssuers()))
                    .toList();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java's trusted authorities cannot be read", e);
        }
    }
}
