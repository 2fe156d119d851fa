package dev.refill.webhooks.outbound.web;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import reactor.core.publisher.Mono;

import dev.refill.webhooks.EndpointOwner;
import dev.refill.webhooks.MovableClock;
import dev.refill.webhooks.lifecycle.Bell;
import dev.refill.webhooks.outbound.MemoryOutbound;
import dev.refill.webhooks.outbound.TestOutbound;
import dev.refill.webhooks.outbound.destination.TargetGuard;
import dev.refill.webhooks.outbound.endpoint.EndpointIds;
import dev.refill.webhooks.outbound.endpoint.RegisterEndpoint;
import dev.refill.webhooks.outbound.endpoint.RotateSecret;

import static dev.refill.webhooks.outbound.TestOutbound.event;
import static dev.refill.webhooks.outbound.TestOutbound.get;
import static org.assertj.core.api.Assertions.assertThat;

class EndpointApiTest {

    private static final String ROOT = "/v1/webhook-endpoints";
    private static final Set<String> TYPES = Set.of("recharge.paid", "recharge.credited");

    private final MovableClock clock = new MovableClock();
    private final MemoryOutbound store = new MemoryOutbound(clock);
    private final TargetGuard guard = new TargetGuard(host -> Mono.fromCallable(() -> List.of(
            InetAddress.getAllByName(host.equals("partner.example") ? "1.1.1.1" : "10.0.0.1"))), false);
    private final WebTestClient api = api();
    private String client = TestOutbound.OWNER;

    private WebTestClient api() {
        EndpointOwner owners = exchange -> Mono.just(client).filter(name -> !name.isEmpty());
        EndpointRequests requests = new EndpointRequests(guard, TYPES, clock);
        RegisterEndpoint register = new RegisterEndpoint(guard, store, new EndpointIds(clock, () -> new Random()),
                TestOutbound.vault(), 2);
        RotateSecret rotate = new RotateSecret(store, TestOutbound.vault(), Duration.ofHours(24), clock);
        return WebTestClient.bindToController(new EndpointController(owners, requests, register, rotate, store),
                new DeliveryController(owners, requests, store, store, new Bell())).build();
    }

    private ResponseSpec call(HttpMethod method, String path, String body) {
        WebTestClient.RequestBodySpec request = api.method(method).uri(ROOT + path);
        return (body.isEmpty() ? request : request.contentType(MediaType.APPLICATION_JSON).bodyValue(body)).exchange();
    }

    private ResponseSpec post(String path, String body) {
        return call(HttpMethod.POST, path, body);
    }

    private ResponseSpec look(String path) {
        return call(HttpMethod.GET, path, "");
    }

    /** Answers the path of the new endpoint below the root. */
    private String registered(String url) {
        String location = post("", "{\"url\":\"" + url + "\"}").expectStatus().isCreated()
                .expectBody().returnResult().getResponseHeaders().getFirst("Location");
        return Objects.requireNonNull(location).substring(ROOT.length());
    }

    @Test
    void secretIsShownOnceAndTheTypesThatWereAsked() {
        post("", "{\"url\":\"https://partner.example/hooks\",\"types\":[\"recharge.paid\",\"recharge.paid\"]}")
                .expectStatus().isCreated()
                .expectHeader().valueEquals("Cache-Control", "no-store")
                .expectBody()
                .jsonPath("$.secret").value(secret -> assertThat((String) secret).startsWith("whsec_"))
                .jsonPath("$.types").isEqualTo(List.of("recharge.paid"))
                .jsonPath("$.state").isEqualTo("enabled");

        look("").expectStatus().isOk().expectBody()
                .jsonPath("$.endpoints.length()").isEqualTo(1)
                .jsonPath("$.endpoints[0].url").isEqualTo("https://partner.example/hooks")
                .jsonPath("$.endpoints[0].secret").doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{} | url", "{\"url\":7} | url", "{\"url\":\"http://partner.example/\"} | url",
            "{\"url\":\"https://10.0.0.1/\"} | url", "{\"url\":\"https://private.example/\"} | url",
            "{\"url\":\"https://partner.example/\",\"types\":[]} | types",
            "{\"url\":\"https://partner.example/\",\"types\":[\"recharge.unknown\"]} | types",
            "{\"url\":\"https://partner.example/\",\"types\":\"recharge.paid\"} | types",
            "{\"url\":\"https://partner.example/\",\"secret\":\"whsec_mine\"} | secret"})
    void registrationThatIsNotAsExpectedIsRefusedWithItsField(String body, String field) {
        post("", body).expectStatus().isEqualTo(422)
                .expectHeader().contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.type").isEqualTo("https://refill.dev/problems/invalid-request")
                .jsonPath("$.errors[0].field").isEqualTo(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "7", "{", "{\"url\":\"a\",\"url\":\"b\"}", "{} {}",
            "{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":1}}}}}"})
    void bodyThatIsNoPlainObjectIsRefused(String body) {
        post("", body).expectStatus().isBadRequest().expectBody()
                .jsonPath("$.type").isEqualTo("https://refill.dev/problems/malformed-body");
    }

    @Test
    void addressIsRegisteredOnceAndEndpointsAreCounted() {
        registered("https://partner.example/1");
        post("", "{\"url\":\"https://partner.example/1\"}").expectStatus().isEqualTo(409).expectBody()
                .jsonPath("$.type").isEqualTo("https://refill.dev/problems/endpoint-exists");
        registered("https://partner.example/2");
        post("", "{\"url\":\"https://partner.example/3\"}").expectStatus().isEqualTo(409).expectBody()
                .jsonPath("$.type").isEqualTo("https://refill.dev/problems/too-many-endpoints");
    }

    @Test
    void anotherClientAndAWrongIdFindNothingAndASubscriberIsToldThatItOwnsNone() {
        String endpoint = registered("https://partner.example/1");
        client = "another";
        for (String path : List.of(endpoint, "/whe_1", "/%2e%2e")) {
            look(path).expectStatus().isNotFound();
            call(HttpMethod.DELETE, path, "").expectStatus().isNotFound();
            look(path + "/deliveries").expectStatus().isNotFound();
            for (String action : List.of("/enable", "/disable", "/secrets", "/deliveries/evt_1/replay")) {
                post(path + action, "").expectStatus().isNotFound();
            }
            post(path + "/replays", "{\"since\":\"2026-01-01T00:00:00Z\"}").expectStatus().isNotFound();
        }
        client = "";
        look(endpoint).expectStatus().isForbidden();
    }

    @Test
    void disabledEnabledAndDeleted() {
        String endpoint = registered("https://partner.example/1");
        post(endpoint + "/disable", "").expectStatus().isOk().expectBody()
                .jsonPath("$.state").isEqualTo("disabled").jsonPath("$.disabledWhy").isEqualTo("by_owner");
        post(endpoint + "/enable", "").expectStatus().isOk().expectBody().jsonPath("$.state").isEqualTo("enabled");
        call(HttpMethod.DELETE, endpoint, "").expectStatus().isNoContent();
        look(endpoint).expectStatus().isNotFound();
    }

    @Test
    void newSecretsAreShownOnceAndNotMoreThanThreeSign() {
        String endpoint = registered("https://partner.example/1");
        for (int i = 0; i < 2; i++) {
            post(endpoint + "/secrets", "").expectStatus().isCreated().expectBody()
                    .jsonPath("$.secret").value(secret -> assertThat((String) secret).startsWith("whsec_"))
                    .jsonPath("$.earlierUntil").isEqualTo("2026-01-16T12:00:00Z");
        }
        post(endpoint + "/secrets", "").expectStatus().isEqualTo(409);
    }

    @Test
    void deliveriesAreListedPageByPageAndReplayed() {
        String endpoint = registered("https://partner.example/1");
        get(store.publish(List.of(event("1"), event("2"))));

        look(endpoint + "/deliveries?limit=1").expectStatus().isOk().expectBody()
                .jsonPath("$.deliveries[0].event").isEqualTo("evt_2")
                .jsonPath("$.deliveries[0].state").isEqualTo("pending")
                .jsonPath("$.next").isEqualTo(2);
        look(endpoint + "/deliveries?before=2").expectStatus().isOk().expectBody()
                .jsonPath("$.deliveries[0].event").isEqualTo("evt_1")
                .jsonPath("$.next").doesNotExist();
        for (String wrong : List.of("limit=0", "limit=201", "limit=x", "before=-1", "before=x")) {
            look(endpoint + "/deliveries?" + wrong).expectStatus().isEqualTo(422);
        }
        post(endpoint + "/deliveries/evt_1/replay", "").expectStatus().isAccepted().expectBody()
                .jsonPath("$.deliveries").isEqualTo(0);
        post(endpoint + "/deliveries/evt_9/replay", "").expectStatus().isNotFound();
    }

    @Test
    void replaysSinceATimeThatIsOneInThePast() {
        String endpoint = registered("https://partner.example/1");
        post(endpoint + "/disable", "");
        get(store.publish(List.of(event("1"))));
        post(endpoint + "/enable", "");

        post(endpoint + "/replays", "{\"since\":\"2026-01-01T00:00:00Z\"}").expectStatus().isAccepted().expectBody()
                .jsonPath("$.deliveries").isEqualTo(1).jsonPath("$.more").isEqualTo(false);
        for (String wrong : List.of("{}", "{\"since\":\"yesterday\"}", "{\"since\":\"2030-01-01T00:00:00Z\"}",
                "{\"since\":\"2026-01-01T00:00:00Z\",\"delivered\":\"yes\"}")) {
            post(endpoint + "/replays", wrong).expectStatus().isEqualTo(422);
        }
    }
}
