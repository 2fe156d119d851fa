package dev.refill.gateways.paypal;

import java.net.URI;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RequiresAction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PaypalSiteTest {

    private static final String API = "http://localhost:12111/paypal";
    private static final PaypalSite STAND_IN = PaypalSite.of(false, URI.create(API));
    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest
    @ValueSource(strings = {"https://api-m.paypal.com", "https://api-m.sandbox.paypal.com", "https://PAYPAL.com",
            "https://API-M.Sandbox.PayPal.com:8443/x"})
    void ofWhenPaypalIsAskedThenPaypals(String apiBase) {
        assertThat(PaypalSite.of(false, URI.create(apiBase))).isEqualTo(new PaypalSite.Paypals());
    }

    @ParameterizedTest
    @ValueSource(strings = {API, "https://psp.example", "https://paypal.com.evil.example", "https://evilpaypal.com"})
    void ofWhenMoneyMovesThenPaypalsWhateverIsAsked(String apiBase) {
        var site = PaypalSite.of(true, URI.create(apiBase));
        assertThat(site).isEqualTo(new PaypalSite.Paypals());
        assertThat(site.certificate(apiBase + "/v1/notifications/certs/CERT-1")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {API + "/v1/notifications/certs/CERT-1",
            "https://psp.example/v1/notifications/certs/CERT-1"})
    void certificateOfSomethingElseWherePaypalIsAskedThenNone(String address) {
        assertThat(new PaypalSite.Paypals().certificate(address)).isNull();
        assertThat(CertificateAddress.parse(address)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {API, "http://[::1]:12111/paypal", "https://psp.example"})
    void certificateAtTheApiThenOfATrial(String apiBase) {
        assertThat(PaypalSite.of(false, URI.create(apiBase)).certificate(apiBase + "/v1/notifications/certs/CERT-1"))
                .isEqualTo(new CertificateAddress(URI.create(apiBase + "/v1/notifications/certs/CERT-1"), false));
    }

    /** Not even PayPal's own are taken any more. */
    @ParameterizedTest
    @ValueSource(strings = {"", "http://localhost:12111/v1/notifications/certs/CERT-1",
            "https://localhost:12111/paypal/v1/notifications/certs/CERT-1",
            "http://localhost:12112/paypal/v1/notifications/certs/CERT-1",
            "http://localhost/paypal/v1/notifications/certs/CERT-1",
            "http://localhost:12111@evil.example/paypal/v1/notifications/certs/CERT-1",
            "http://localhost:12111.evil.example/paypal/v1/notifications/certs/CERT-1",
            "http://127.0.0.1:12111/paypal/v1/notifications/certs/CERT-1", API + "/v1/notifications/certs/",
            API + "/v1/notifications/certs/a/b", API + "/v1/notifications/certs/..", API + "/v1/oauth2/token",
            API + "/v1/notifications/certs/CERT-1?to=evil", API + "/v1/notifications/certs/CERT-1\n",
            "https://api.sandbox.paypal.com/v1/notifications/certs/CERT-1",
            "https://api.paypal.com/v1/notifications/certs/CERT-1"})
    void certificateElsewhereThenNone(String address) {
        assertThat(STAND_IN.certificate(address)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"http://localhost:12111/paypal/checkoutnow?token=5O1", "http://localhost:12111/"})
    void pageOfTheSameHostAndPortThenPayersAreSentThere(String address) {
        assertThat(observed(address)).isEqualTo(new RequiresAction(new ProviderReference("5O1"), URI.create(address)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "http://localhost:12111", "http://localhost:12111@evil.example/",
            "http://localhost:121110/", "https://localhost:12111/", "https://www.sandbox.paypal.com/checkoutnow",
            "javascript:alert(1)"})
    void pageElsewhereThenNoPage(String address) {
        assertThatThrownBy(() -> observed(address)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Object observed(String page) {
        var order = JSON.createObjectNode().put("id", "5O1").put("status", "PAYER_ACTION_REQUIRED");
        order.putArray("links").addObject().put("rel", "payer-action").put("href", page);
        return new PaypalOrders(STAND_IN).observed(order);
    }
}
