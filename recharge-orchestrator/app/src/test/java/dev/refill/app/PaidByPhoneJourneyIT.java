package dev.refill.app;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.refill.ledger.LedgerInvariants;
import dev.refill.recharge.r2dbc.RechargeInvariants;
import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.Subscriber;
import dev.refill.subscriber.SubscriberId;
import dev.refill.subscriber.Subscribers;
import dev.refill.testsupport.TestIssuer;
import dev.refill.testsupport.invariants.Invariants;
import dev.refill.testsupport.invariants.SqlSnapshot;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

/** From an order of the API to its credit, paid by phone: the application as it is shipped, and an MTN that says what a test wants. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PaidByPhoneJourneyIT {

    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final String PROBLEMS = "https://refill.dev/problems/";
    private static final String REQUESTS = "/collection/v1_0/requesttopay";
    private static final String PAYER = "+46701740605";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final WireMockServer mtn = new WireMockServer(wireMockConfig().dynamicPort());
    private TestIssuer issuer;
    private RunningApplication application;
    private String number;
    private int numbers;

    @BeforeAll
    void start() {
        mtn.start();
        issuer = TestIssuer.start();
        application = RunningApplication.trusting(issuer.uri(),
                "refill.recharge.gateway=momo",
                "refill.recharge.patience=10s",
                "refill.gateways.momo.target-environment=sandbox",
                "refill.gateways.momo.api-base=" + mtn.baseUrl(),
                "refill.gateways.momo.callback-base=http://refill.example/webhooks/momo",
                "refill.gateways.momo.callback-secrets=for-tests-only-00000000000000000000",
                "refill.gateways.momo.collection.subscription-key=sub",
                "refill.gateways.momo.collection.api-user=3b6a7c1e-0000-4000-8000-000000000001",
                "refill.gateways.momo.collection.api-key=key",
                "refill.offers.catalog[0].id=airtime-eur",
                "refill.offers.catalog[0].title=Airtime",
                "refill.offers.catalog[0].currency=EUR",
                "refill.offers.catalog[0].credit-unit=airtime:EUR",
                "refill.offers.catalog[0].least=100",
                "refill.offers.catalog[0].most=10000",
                "refill.offers.catalog[0].presets[0].price=1000",
                "refill.offers.catalog[0].presets[0].bonus=100");
    }

    @AfterAll
    void stop() {
        application.close();
        issuer.close();
        mtn.stop();
    }

    @BeforeEach
    void somebodyNewAndAnMtnThatAccepts() {
        number = "+120255501%02d".formatted(++numbers);
        bean(Subscribers.class).provision(new Subscriber(new SubscriberId("sub_phone" + numbers), new Msisdn(number),
                Subscriber.Status.ACTIVE)).block(LONGEST);
        mtn.resetAll();
        mtn.stubFor(post("/collection/token/").willReturn(okJson("""
                {"access_token":"token","token_type":"access_token","expires_in":3600}""")));
        mtn.stubFor(post(REQUESTS).willReturn(status(202)));
    }

    private <T> T bean(Class<T> type) {
        return application.context().getBean(type);
    }

    private String token() {
        return issuer.client("app", "recharges:write", "recharges:read");
    }

    private ResponseSpec place(String more, String key) {
        return application.client().post().uri("/v1/recharges")
                .header("Authorization", "Bearer " + token())
                .header("Idempotency-Key", key)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("""
                        {"msisdn": "%s", "offer": "airtime-eur", "amount": 1000, "currency": "EUR"%s}"""
                        .formatted(number, more))
                .exchange();
    }

    private JsonNode placed(String more) {
        return JSON
                .readTree(Objects.requireNonNull(place(more, UUID.randomUUID().toString()).expectStatus().isAccepted()
                        .expectBody().returnResult().getResponseBody()));
    }

    /** The one request that MTN has got. */
    private LoggedRequest asked() {
        List<LoggedRequest> asked = mtn.findAll(postRequestedFor(urlEqualTo(REQUESTS)));
        assertThat(asked).hasSize(1);
        return asked.getFirst();
    }

    /** What MTN keeps of a request from now on, for whoever asks and as its callback has it. */
    private String mtnSays(LoggedRequest asked, String status, String more) {
        JsonNode request = JSON.readTree(asked.getBody());
        String said = """
                {"externalId": "%s", "amount": "%s", "currency": "%s", "status": "%s"%s}""".formatted(
                request.path("externalId").stringValue(""), request.path("amount").stringValue(""),
                request.path("currency").stringValue(""), status, more);
        mtn.stubFor(get(REQUESTS + "/" + asked.getHeader("X-Reference-Id")).willReturn(okJson(said)));
        return said;
    }

    private ResponseSpec callback(LoggedRequest asked, String body) {
        return application.client().put().uri(URI.create(asked.getHeader("X-Callback-Url")).getPath())
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    /** The states of an order as its client sees them from now on, up to the last. */
    private List<String> statesOf(JsonNode order) {
        Flux<ServerSentEvent<String>> events = application.client().get()
                .uri("/v1/recharges/" + order.path("id").stringValue("") + "/events")
                .header("Authorization", "Bearer " + token())
                .accept(MediaType.TEXT_EVENT_STREAM)
                .exchange()
                .expectStatus().isOk()
                .returnResult(new ParameterizedTypeReference<ServerSentEvent<String>>() {
                })
                .getResponseBody();
        return Objects.requireNonNull(events.mapNotNull(ServerSentEvent::data)
                .map(data -> JSON.readTree(data).path("state").stringValue(""))
                .collectList()
                .block(LONGEST));
    }

    private List<String> postings() {
        return Objects.requireNonNull(bean(DatabaseClient.class).sql("""
                SELECT p.account || ' ' || p.unit || ' ' || p.amount AS line
                FROM balance.posting p JOIN balance.entry e USING (entry_id)
                WHERE EXISTS (SELECT FROM balance.posting b WHERE b.entry_id = e.entry_id AND b.account = :bucket)
                ORDER BY p.account
                """)
                .bind("bucket", "bucket:sub_phone" + numbers)
                .map(row -> Objects.requireNonNull(row.get("line", String.class)))
                .all()
                .collectList()
                .block(LONGEST));
    }

    private void booksAreRight() {
        assertThat(bean(LedgerInvariants.class).breaks().collectList().block(LONGEST)).isEmpty();
        assertThat(bean(RechargeInvariants.class).breaks().collectList().block(LONGEST)).isEmpty();
        assertThat(Invariants.always(SqlSnapshot.read(bean(DatabaseClient.class), null))).isEmpty();
    }

    @Test
    void orderIsConfirmedOnThePhoneAndCredited() {
        JsonNode order = placed(", \"mobileMoney\": \"+46 70-174 06 05\"");
        assertThat(order.path("state").stringValue("")).isEqualTo("charging");
        assertThat(order.path("mobileMoney").stringValue("")).isEqualTo("+46••••••605");
        LoggedRequest asked = asked();
        JsonNode request = JSON.readTree(asked.getBody());
        assertThat(request.at("/payer/partyId").stringValue("")).isEqualTo(PAYER.substring(1));
        assertThat(request.path("amount").stringValue("")).isEqualTo("10.00");

        String pending = mtnSays(asked, "PENDING", "");
        callback(asked, pending.replace("PENDING", "SUCCESSFUL")).expectStatus().is4xxClientError();
        assertThat(postings()).as("what MTN does not say").isEmpty();
        callback(asked, mtnSays(asked, "SUCCESSFUL", "")).expectStatus().is2xxSuccessful();

        assertThat(statesOf(order)).last().isEqualTo("credited");
        assertThat(postings()).containsExactly("bucket:sub_phone" + numbers + " airtime:EUR 1100",
                "deferred-revenue EUR -1000", "gateway-clearing:momo EUR 1000", "issued-bonus airtime:EUR -100",
                "issued-credit airtime:EUR -1000");
        asked();
        booksAreRight();
    }

    @Test
    void orderThatNamesNoPhoneAsksTheOneThatIsRechargedAndEndsWhenItRefuses() {
        JsonNode order = placed("");
        LoggedRequest asked = asked();
        assertThat(JSON.readTree(asked.getBody()).at("/payer/partyId").stringValue("")).isEqualTo(number.substring(1));

        callback(asked, mtnSays(asked, "FAILED", ", \"reason\": {\"code\": \"APPROVAL_REJECTED\", \"message\": \"…\"}"))
                .expectStatus().is2xxSuccessful();

        assertThat(statesOf(order)).last().isEqualTo("declined");
        assertThat(postings()).isEmpty();
        booksAreRight();
    }

    @Test
    void orderByCardIsRefusedWithWhatIsOfferedAndItsKeyStaysFree() {
        String key = UUID.randomUUID().toString();
        place(", \"cardOnFile\": \"pm_card_visa\"", key).expectStatus().isEqualTo(422)
                .expectHeader().contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.type").isEqualTo(PROBLEMS + "payment-method-not-offered")
                .jsonPath("$.errors[0].field").isEqualTo("cardOnFile")
                .jsonPath("$.offered.length()").isEqualTo(1)
                .jsonPath("$.offered[0]").isEqualTo("mobile_money");
        assertThat(mtn.findAll(postRequestedFor(urlEqualTo(REQUESTS)))).isEmpty();
        place("", key).expectStatus().isAccepted();
        asked();
    }

    @Test
    void phoneThatIsAskedIsNotTakenBack() {
        JsonNode order = placed("");
        application.client().post().uri("/v1/recharges/" + order.path("id").stringValue("") + "/cancel")
                .header("Authorization", "Bearer " + token())
                .exchange()
                .expectStatus().isEqualTo(409)
                .expectBody().jsonPath("$.type").isEqualTo(PROBLEMS + "not-cancellable");
    }
}
