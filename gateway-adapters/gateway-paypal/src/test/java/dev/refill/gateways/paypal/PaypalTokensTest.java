package dev.refill.gateways.paypal;

import java.time.Clock;
import java.time.Duration;
import java.util.Objects;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.refill.gateway.ChargeOutcome;
import dev.refill.gateway.NotSent;
import dev.refill.gateway.NotSent.Reason;
import dev.refill.gateway.PaymentGateway;
import dev.refill.gateway.RequiresAction;
import dev.refill.testkit.gateway.TestCharges;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

class PaypalTokensTest {

    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final String TOKEN = "/v1/oauth2/token";
    private static final String ORDERS = "/v2/checkout/orders";

    private final ScriptedWireMock provider = new ScriptedWireMock();
    private final PaymentGateway gateway = PaypalGatewayConfiguration.adapter(
            TestPaypal.properties(provider.server().baseUrl(), 64), TestPaypal.PAYPALS, Clock.systemUTC());

    @BeforeAll
    static void warmUp() {
        TestPaypal.warmUp();
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    /** The payment that it was for was not sent, whatever became of the question. */
    @ParameterizedTest
    @CsvSource({"400,REFUSED", "401,REFUSED", "403,REFUSED", "404,REFUSED", "500,CONNECTION_REFUSED",
            "503,CONNECTION_REFUSED", "302,CONNECTION_REFUSED", "204,CONNECTION_REFUSED"})
    void chargeWhenThereIsNoTokenThenNotSent(int status, Reason reason) {
        gives(aResponse().withStatus(status));
        assertThat(charged()).isEqualTo(new NotSent(reason, null));
        provider.server().verify(0, postRequestedFor(urlEqualTo(ORDERS)));
    }

    @Test
    void chargeWhenTokensAreRateLimitedThenNotSentWithTheWaitAskedFor() {
        gives(aResponse().withStatus(429).withHeader("Retry-After", "7"));
        assertThat(charged()).isEqualTo(new NotSent(Reason.RATE_LIMITED, Duration.ofSeconds(7)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{}", "{\"access_token\":\"a\"}",
            "{\"access_token\":\"a\\r\\nX-Evil: 1\",\"expires_in\":3600}", "{\"access_token\":\"a\",\"expires_in\":0}"})
    void chargeWhenTheAnswerHoldsNoTokenThenNotSent(String body) {
        gives(okJson(body));
        assertThat(charged()).isEqualTo(new NotSent(Reason.CONNECTION_REFUSED, null));
    }

    @Test
    void chargeWhenTheTokensAnswerIsLostThenNotSentAndTheNextOneAsksAnew() {
        gives(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
        assertThat(charged()).isEqualTo(new NotSent(Reason.CONNECTION_REFUSED, null));
        gives(okJson(token("first")));
        assertThat(charged()).isInstanceOf(RequiresAction.class);
    }

    /** It was not carried out, so it is sent once more with another token; only once. */
    @Test
    void chargeWhenTheTokenIsRefusedThenAnotherIsAskedForOnce() {
        gives(okJson(token("first")));
        assertThat(charged()).isInstanceOf(RequiresAction.class);
        gives(okJson(token("second")));
        provider.server().stubFor(post(urlEqualTo(ORDERS)).withHeader("Authorization", equalTo("Bearer first"))
                .willReturn(aResponse().withStatus(401).withBody("{\"error\":\"invalid_token\"}")));
        assertThat(charged()).isInstanceOf(RequiresAction.class);
        assertThat(charged()).isInstanceOf(RequiresAction.class);
        provider.server().verify(2, postRequestedFor(urlEqualTo(TOKEN)));
    }

    @Test
    void chargeWhenEveryTokenIsRefusedThenNotSent() {
        provider.server().stubFor(post(urlEqualTo(ORDERS)).willReturn(aResponse().withStatus(401)));
        assertThat(charged()).isEqualTo(new NotSent(Reason.REFUSED, null));
        provider.server().verify(2, postRequestedFor(urlEqualTo(ORDERS)));
    }

    private ChargeOutcome charged() {
        return Objects.requireNonNull(gateway.charge(TestCharges.onHostedPage()).block(LONGEST));
    }

    private void gives(ResponseDefinitionBuilder answer) {
        provider.server().stubFor(post(urlEqualTo(TOKEN)).willReturn(answer));
    }

    private static String token(String value) {
        return "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":31668}".formatted(value);
    }
}
