package dev.refill.gateways.paypal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CertificateAddressTest {

    @ParameterizedTest
    @CsvSource({"https://api.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594-1a5f47cb, true",
            "https://api-m.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594-1a5f47cb, true",
            "https://api.sandbox.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594-a5cafa77, false",
            "https://api-m.sandbox.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594-a5cafa77, false"})
    void addressOfPaypalsThenItsEnvironment(String address, boolean live) {
        assertThat(CertificateAddress.parse(address)).satisfies(parsed -> {
            assertThat(parsed.uri()).hasToString(address);
            assertThat(parsed.live()).isEqualTo(live);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "CERT-1", "http://api.paypal.com/v1/notifications/certs/CERT-1",
            "https://api.paypal.com:8443/v1/notifications/certs/CERT-1",
            "https://api.paypal.com:443/v1/notifications/certs/CERT-1",
            "https://api.paypal.com.evil.example/v1/notifications/certs/CERT-1",
            "https://evilpaypal.com/v1/notifications/certs/CERT-1",
            "https://www.paypal.com/v1/notifications/certs/CERT-1",
            "https://api.evil.paypal.com/v1/notifications/certs/CERT-1",
            "https://api.paypal.com@evil.example/v1/notifications/certs/CERT-1",
            "https://evil.example@api.paypal.com/v1/notifications/certs/CERT-1",
            "https://evil.example/#https://api.paypal.com/v1/notifications/certs/CERT-1",
            "https://api.paypal.com/v1/notifications/certs/CERT-1?to=evil.example",
            "https://api.paypal.com/v1/notifications/certs/CERT-1#evil",
            "https://api.paypal.com/v1/notifications/certs/../../../CERT-1",
            "https://api.paypal.com/v1/notifications/certs/..%2f..%2fCERT-1",
            "https://api.paypal.com/v1/notifications/certs/", "https://api.paypal.com/v1/notifications/certs/a/b",
            "https://api.paypal.com/v1/oauth2/token", "https://api.paypal.com//v1/notifications/certs/CERT-1",
            "HTTPS://API.PAYPAL.COM/v1/notifications/certs/CERT-1",
            "https:\\\\api.paypal.com\\v1\\notifications\\certs\\C",
            " https://api.paypal.com/v1/notifications/certs/CERT-1",
            "https://api.paypal.com/v1/notifications/certs/CERT-1\n", "https://127.0.0.1/v1/notifications/certs/CERT-1",
            "https://169.254.169.254/latest/meta-data", "file:///etc/passwd", "jar:https://api.paypal.com/x"})
    void anythingElseThenNone(String address) {
        assertThat(CertificateAddress.parse(address)).isNull();
    }

    @Test
    void addressThatIsTooLongThenNone() {
        assertThat(CertificateAddress.parse("https://api.paypal.com/v1/notifications/certs/" + "C".repeat(101)))
                .isNull();
    }
}
