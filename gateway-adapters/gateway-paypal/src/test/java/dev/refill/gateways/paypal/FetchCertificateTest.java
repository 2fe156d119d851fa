package dev.refill.gateways.paypal;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.reactive.function.client.ClientRequest;
import reactor.core.publisher.Mono;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FetchCertificateTest {

    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final CertificateAddress ADDRESS = Objects.requireNonNull(
            CertificateAddress.parse(PaypalSignedWebhooks.CERTIFICATE));

    private final WireMockServer server = new WireMockServer(wireMockConfig().dynamicPort());

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void fetchThenWhatIsThereAndNothingOfOursIsSent() {
        serves(ok("-----BEGIN CERTIFICATE-----"));
        assertThat(fetched()).asString(StandardCharsets.US_ASCII).isEqualTo("-----BEGIN CERTIFICATE-----");
        server.verify(1, getRequestedFor(urlEqualTo(ADDRESS.uri().getPath())).withoutHeader("Authorization")
                .withoutHeader("Cookie"));
    }

    @Test
    void fetchWhenNotSubscribedThenNothingIsSent() {
        fetch().fetch(ADDRESS);
        server.verify(0, getRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 204, 301, 302, 307, 400, 404, 429, 500, 503})
    void fetchWhenItIsNotThereThenAnError(int status) {
        serves(aResponse().withStatus(status).withHeader("Location", server.baseUrl() + "/elsewhere").withBody("…"));
        assertThatThrownBy(this::fetched).isInstanceOf(IllegalStateException.class);
        server.verify(0, getRequestedFor(urlEqualTo("/elsewhere")));
    }

    @Test
    void fetchWhenItIsEndlessThenAnError() {
        serves(ok("x".repeat((64 << 10) + 1)));
        assertThatThrownBy(this::fetched).isInstanceOf(RuntimeException.class);
    }

    @Test
    void fetchWhenItTricklesThenAnErrorInTime() {
        serves(ok("x".repeat(100)).withChunkedDribbleDelay(100, 60_000));
        assertThatThrownBy(this::fetched).hasMessageContaining("within 4000ms");
    }

    @Test
    void fetchWhenTheConnectionIsLostThenAnError() {
        serves(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
        assertThatThrownBy(this::fetched).isInstanceOf(RuntimeException.class);
    }

    private byte[] fetched() {
        return Objects.requireNonNull(fetch().fetch(ADDRESS).block(LONGEST));
    }

    /** On the wire of the adapter, but for where it leads to. */
    private FetchCertificate fetch() {
        var web = CertificateHttpClient.of(TestPaypal.properties(server.baseUrl(), 1)).mutate()
                .filter((request, next) -> Mono.defer(() -> next.exchange(ClientRequest.from(request)
                        .url(URI.create(server.baseUrl() + request.url().getPath()))
                        .build())))
                .build();
        return new FetchCertificate(web, Duration.ofSeconds(4));
    }

    private void serves(ResponseDefinitionBuilder answer) {
        server.stubFor(get(urlEqualTo(ADDRESS.uri().getPath())).willReturn(answer));
    }
}
