package dev.refill.gateways.paypal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.refill.gateways.paypal.TestCertificates.Authority;
import dev.refill.gateways.paypal.TestCertificates.Signer;
import dev.refill.testkit.gateway.TestClock;

import static dev.refill.gateways.paypal.TestCertificates.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CertificateTrustTest {

    private static final Authority ROOT = Authority.root("Root CA");
    private static final Authority CA = ROOT.intermediate("Issuing CA");
    private static final Clock CLOCK = new TestClock(() -> NOW);

    private final CertificateTrust trust = new CertificateTrust(List.of(ROOT.certificate()), CLOCK);

    @Test
    void chainUpToATrustedRootThenTrustedForAsLongAsAllOfItIsValid() {
        var signer = CA.signs(CA.wanted().valid(NOW.minusSeconds(60), NOW.plusSeconds(60)));
        var trusted = trust.trusted(signer.pem());
        assertThat(trusted).isEqualTo(new SigningCertificate(signer.certificate().getPublicKey(), NOW.minusSeconds(60),
                NOW.plusSeconds(60)));
        assertThat(trusted.isValidAt(NOW.plusSeconds(60))).isTrue();
        assertThat(trusted.isValidAt(NOW.plusSeconds(61))).isFalse();
        assertThat(trusted.isValidAt(NOW.minusSeconds(61))).isFalse();
    }

    @Test
    void chainWithItsRootAndOutOfOrderThenTrusted() {
        var signer = CA.signs(CA.wanted());
        assertThat(trust.trusted(signer.withChain(ROOT.certificate(), CA.certificate()).pem()).key())
                .isEqualTo(signer.certificate().getPublicKey());
    }

    @Test
    void liveNameThenTrusted() {
        assertThat(trust.trusted(CA.signs(CA.wanted().named("CN=messageverificationcerts.paypal.com")).pem()))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CN=paypal.com", "CN=www.paypal.com", "CN=messageverificationcerts.paypal.com.evil.example",
            "CN=messageverificationcerts-paypal.com", "CN=messageverificationcerts.a.b.paypal.com",
            "CN=evil.example,OU=messageverificationcerts.paypal.com",
            "CN=messageverificationcerts.paypal.com,CN=evil.example", "O=PayPal"})
    void nameOfAnybodyElseThenRefused(String name) {
        refused(CA.signs(CA.wanted().named(name)));
    }

    @Test
    void rightNameByItselfThenRefused() {
        var self = TestCertificates.rsa(2048);
        refused(new Signer(CA.signs(new TestCertificates.Wanted(TestCertificates.PAYPALS_NAME,
                TestCertificates.PAYPALS_NAME, self, self.getPrivate(), false)).certificate(), self.getPrivate(),
                List.of()));
    }

    @Test
    void chainUpToAnotherRootOfTheSameNameThenRefused() {
        var other = Authority.root("Root CA").intermediate("Issuing CA");
        refused(other.signs(other.wanted()));
    }

    @Test
    void chainWithAHoleThenRefused() {
        refused(CA.signs(CA.wanted()).withChain());
    }

    /** Whoever has a certificate from a good authority cannot make others by it. */
    @Test
    void signedByOneThatIsNoAuthorityThenRefused() {
        var site = CA.signs(CA.wanted().named("CN=evil.example"));
        var forger = new Authority(site.certificate(),
                new KeyPair(site.certificate().getPublicKey(), site.key()));
        refused(forger.signs(forger.wanted()).withChain(site.certificate(), CA.certificate()));
    }

    @Test
    void expiredThenRefused() {
        refused(CA.signs(CA.wanted().valid(NOW.minus(Duration.ofDays(2)), NOW.minus(Duration.ofDays(1)))));
    }

    @Test
    void notYetValidThenRefused() {
        refused(CA.signs(CA.wanted().valid(NOW.plus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(2)))));
    }

    @Test
    void keyThatIsTooShortThenRefused() {
        refused(CA.signs(CA.wanted().with(TestCertificates.rsa(1024))));
    }

    @Test
    void keyOfAnotherKindThenRefused() {
        refused(CA.signs(CA.wanted().with(TestCertificates.elliptic())));
    }

    @Test
    void certificateThatMayNotSignThenRefused() {
        refused(CA.signs(CA.wanted().usedFor(KeyUsage.keyEncipherment)));
    }

    @Test
    void pathThatIsTooLongThenRefused() {
        var authority = CA;
        var chain = new ArrayList<X509Certificate>(List.of(CA.certificate()));
        for (var depth = 0; depth < 5; depth++) {
            authority = authority.intermediate("CA " + depth);
            chain.add(authority.certificate());
        }
        refused(authority.signs(authority.wanted()).withChain(chain.toArray(X509Certificate[]::new)));
    }

    @Test
    void tooManyCertificatesThenRefused() {
        var nine = new X509Certificate[9];
        Arrays.fill(nine, CA.certificate());
        refused(CA.signs(CA.wanted()).withChain(nine));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "-----BEGIN CERTIFICATE-----\n", "{\"name\":\"RESOURCE_NOT_FOUND\"}",
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"})
    void whatIsNoCertificateThenRefused(String text) {
        assertThatThrownBy(() -> trust.trusted(text.getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(CertificateRefusedException.class);
    }

    @Test
    void authoritiesOfJavaThenOursIsNone() {
        assertThatThrownBy(() -> CertificateTrust.of(null, CLOCK).trusted(CA.signs(CA.wanted()).pem()))
                .isInstanceOf(CertificateRefusedException.class);
    }

    @Test
    void authoritiesOfAFileThenThoseAndNoOthers(@TempDir Path folder) throws IOException {
        var file = Files.write(folder.resolve("authorities.pem"), TestCertificates.pem(ROOT.certificate()));
        assertThat(CertificateTrust.of(file, CLOCK).trusted(CA.signs(CA.wanted()).pem())).isNotNull();
        var other = Authority.root("Other CA");
        assertThatThrownBy(() -> CertificateTrust.of(file, CLOCK).trusted(other.signs(other.wanted()).pem()))
                .isInstanceOf(CertificateRefusedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not certificates"})
    void fileWithoutAuthoritiesThenSaid(String text, @TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("authorities.pem"), text);
        assertThatThrownBy(() -> CertificateTrust.of(file, CLOCK)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("authorities.pem");
    }

    private void refused(Signer signer) {
        assertThatThrownBy(() -> trust.trusted(signer.pem())).isInstanceOf(CertificateRefusedException.class);
    }
}
