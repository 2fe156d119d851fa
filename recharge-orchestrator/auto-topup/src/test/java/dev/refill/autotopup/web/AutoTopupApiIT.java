package dev.refill.autotopup.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import reactor.core.publisher.Mono;

import dev.refill.autotopup.AutoTopupProperties;
import dev.refill.autotopup.TestOperator;
import dev.refill.autotopup.rule.AutoTopups;
import dev.refill.autotopup.run.RunStore;
import dev.refill.recharge.card.KeptCardId;
import dev.refill.recharge.card.KeptCards;
import dev.refill.subscriber.Subscribers;

import static org.assertj.core.api.Assertions.assertThat;

/** The API over real rules; who calls is told by a filter here, and by the token in the application. */
class AutoTopupApiIT {

    private static final String PATH = "/v1/auto-topups";

    private final TestOperator operator = new TestOperator(Clock.systemUTC());
    private final AutoTopupController controller = new AutoTopupController(operator.the(AutoTopups.class),
            operator.the(RunStore.class), operator.the(Subscribers.class), operator.the(KeptCards.class),
            operator.the(AutoTopupProperties.class));
    private final WebTestClient app = client("app", null);
    private final WebTestClient alice = client("portal", "sub_alice");
    private final WebTestClient bob = client("portal", "sub_bob");
    private final String number = operator.subscriber("alice");

    AutoTopupApiIT() {
        operator.subscriber("bob");
    }

    @AfterEach
    void close() {
        operator.close();
    }

    private WebTestClient client(String client, @Nullable String subscriber) {
        var jwt = new Jwt("token", Instant.EPOCH, Instant.EPOCH.plusSeconds(1), Map.of("alg", "none"),
                subscriber == null
                        ? Map.of("sub", client, "client_id", client)
                        : Map.of("sub", subscriber, "client_id", client, "subscriber_id", subscriber));
        return WebTestClient.bindToController(controller)
                .webFilter((exchange, chain) -> chain.filter(exchange.mutate()
                        .principal(Mono.just(new JwtAuthenticationToken(jwt)))
                        .build()))
                .configureClient()
                .responseTimeout(Duration.ofSeconds(30))
                .build();
    }

    private String body() {
        return """
                {"msisdn":"%s","offer":"airtime-usd","amount":1000,"currency":"USD","cardOnFile":"pm_secret","acceptedTerms":"1",
                 "schedule":{"frequency":"monthly","day":31,"at":"09:00","timeZone":"America/New_York"}}"""
                .formatted(number);
    }

    private static ResponseSpec create(WebTestClient as, String key, String body) {
        return as.post().uri(PATH).header("Idempotency-Key", key).contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    private String created(WebTestClient as) {
        String location = create(as, "a-key", body()).expectStatus().isCreated()
                .expectHeader().valueEquals("ETag", "\"1\"")
                .expectBody(String.class)
                .value(shown -> assertThat(shown).doesNotContain("pm_secret"))
                .returnResult()
                .getResponseHeaders()
                .getFirst("Location");
        return Objects.requireNonNull(location);
    }

    private static ResponseSpec post(WebTestClient as, String path, String tag) {
        return as.post().uri(path).header("If-Match", tag).exchange();
    }

    private static ResponseSpec patch(WebTestClient as, String path, String tag, String body) {
        return as.patch().uri(path).header("If-Match", tag).contentType(MediaType.APPLICATION_JSON).bodyValue(body)
                .exchange();
    }

    @Test
    void aRuleFromBeginningToEnd() {
        String rule = created(alice);
        alice.get().uri(rule).exchange().expectStatus().isOk().expectBody()
                .jsonPath("$.state").isEqualTo("active")
                .jsonPath("$.schedule.timeZone").isEqualTo("America/New_York")
                .jsonPath("$.limits.perDay").isEqualTo(3)
                .jsonPath("$.nextAt").exists()
                .jsonPath("$.cardOnFile").doesNotExist();
        patch(alice, rule, "\"1\"", "{\"amount\":2000,\"acceptedTerms\":\"1\"}").expectStatus().isOk().expectBody()
                .jsonPath("$.amount").isEqualTo(2_000);
        post(alice, rule + "/pause", "\"2\"").expectStatus().isOk().expectBody()
                .jsonPath("$.state").isEqualTo("paused").jsonPath("$.why").isEqualTo("by_request");
        post(alice, rule + "/resume", "\"3\"").expectStatus().isOk().expectBody().jsonPath("$.state")
                .isEqualTo("active");
        post(alice, rule + "/cancel", "\"4\"").expectStatus().isOk().expectBody().jsonPath("$.state")
                .isEqualTo("cancelled");
        post(alice, rule + "/resume", "\"5\"").expectStatus().isEqualTo(409).expectBody()
                .jsonPath("$.type").isEqualTo("https://refill.dev/problems/auto-topup-cancelled");
        alice.get().uri(rule + "/runs").exchange().expectStatus().isOk().expectBody().jsonPath("$.runs").isArray();
        alice.get().uri(PATH + "?msisdn=" + number.substring(1)).exchange().expectStatus().isOk().expectBody()
                .jsonPath("$.autoTopups.length()").isEqualTo(1);
    }

    @Test
    void oneThatIsCancelledIsListedBehindThoseThatAreNot() {
        String cancelled = created(alice);
        String older = cancelled.substring(cancelled.lastIndexOf('/') + 1);
        String location = create(alice, "another", body()).expectStatus().isCreated().expectBody().returnResult()
                .getResponseHeaders().getFirst("Location");
        String newer = Objects.requireNonNull(location).substring(location.lastIndexOf('/') + 1);
        post(alice, location + "/cancel", "\"1\"").expectStatus().isOk();
        alice.get().uri(PATH + "?msisdn=" + number.substring(1)).exchange().expectStatus().isOk().expectBody()
                .jsonPath("$.autoTopups[0].id").isEqualTo(older)
                .jsonPath("$.autoTopups[1].id").isEqualTo(newer);
    }

    @Test
    void theTermsToAgreeToAreShown() {
        alice.get().uri(PATH + "/terms").exchange().expectStatus().isOk().expectBody()
                .jsonPath("$.version").isEqualTo("1").jsonPath("$.text").isNotEmpty();
    }

    @Test
    void theSameKeyIsTheSameRuleAndAnotherRequestUnderItIsRefused() {
        String rule = created(alice);
        create(alice, "\"a-key\"", body()).expectStatus().isCreated().expectHeader().location(rule);
        create(alice, "a-key", body().replace("1000", "2000")).expectStatus().isEqualTo(422).expectBody()
                .jsonPath("$.type").isEqualTo("https://refill.dev/problems/idempotency-key-reused");
        alice.post().uri(PATH).contentType(MediaType.APPLICATION_JSON).bodyValue(body()).exchange()
                .expectStatus().isBadRequest();
    }

    @Test
    void aKeptCardIsNamedByItsIdAndIsOnesOwn() {
        String own = operator.keptCard("alice", "cus_1.pm_own");
        String bobs = operator.keptCard("bob", "cus_2.pm_bobs");
        String byId = body().replace("\"cardOnFile\":\"pm_secret\"", "\"savedCard\":\"" + own + "\"");
        String location = create(alice, "k1", byId).expectStatus().isCreated()
                .expectBody(String.class)
                .value(shown -> assertThat(shown).doesNotContain("pm_own"))
                .returnResult().getResponseHeaders().getFirst("Location");
        create(alice, "k2", byId.replace(own, bobs)).expectStatus().isEqualTo(422).expectBody()
                .jsonPath("$.errors[0].field").isEqualTo("savedCard");
        create(alice, "k3", byId.replace(own, "pm_own")).expectStatus().isEqualTo(422).expectBody()
                .jsonPath("$.errors[0].field").isEqualTo("savedCard");
        patch(alice, Objects.requireNonNull(location), "\"1\"",
                "{\"savedCard\":\"" + bobs + "\",\"acceptedTerms\":\"1\"}")
                .expectStatus().isEqualTo(422);
        patch(alice, location, "\"1\"", "{\"savedCard\":\"" + own + "\",\"acceptedTerms\":\"1\"}").expectStatus()
                .isOk();
    }

    @Test
    void aCardThatWasKeptThroughAnotherClientIsNoChannels() {
        String own = operator.keptCard("alice", "cus_1.pm_own");
        String byId = body().replace("\"cardOnFile\":\"pm_secret\"", "\"savedCard\":\"" + own + "\"");
        WebTestClient shop = client("shop", null);
        create(shop, "k1", byId).expectStatus().isEqualTo(422).expectBody()
                .jsonPath("$.errors[0].field").isEqualTo("savedCard");
        String location = create(app, "k1", byId).expectStatus().isCreated().expectBody().returnResult()
                .getResponseHeaders().getFirst("Location");
        String another = create(shop, "k2", body()).expectStatus().isCreated().expectBody().returnResult()
                .getResponseHeaders().getFirst("Location");
        patch(shop, Objects.requireNonNull(another), "\"1\"", "{\"savedCard\":\"" + own + "\",\"acceptedTerms\":\"1\"}")
                .expectStatus().isEqualTo(422);

        operator.the(KeptCards.class).remove(new KeptCardId(own), "alice").block();
        create(app, "k1", byId).expectStatus().isCreated().expectHeader().location(Objects.requireNonNull(location));
        create(app, "k1", byId.replace("1000", "2000")).expectStatus().isEqualTo(422).expectBody()
                .jsonPath("$.type").isEqualTo("https://refill.dev/problems/idempotency-key-reused");
        create(app, "k2", byId).expectStatus().isEqualTo(422);
    }

    @Test
    void anotherSubscribersAndAnotherClientsRulesAreNotFound() {
        String rule = created(alice);
        for (WebTestClient other : new WebTestClient[]{bob, app}) {
            other.get().uri(rule).exchange().expectStatus().isNotFound();
            other.get().uri(rule + "/runs").exchange().expectStatus().isNotFound();
            patch(other, rule, "\"1\"", "{\"amount\":2000,\"acceptedTerms\":\"1\"}").expectStatus().isNotFound();
            post(other, rule + "/cancel", "\"1\"").expectStatus().isNotFound();
        }
        create(bob, "another", body()).expectStatus().isNotFound();
        bob.get().uri(PATH + "?msisdn=" + number.substring(1)).exchange().expectStatus().isNotFound();
        app.get().uri(PATH + "?msisdn=" + number.substring(1)).exchange().expectStatus().isOk().expectBody()
                .jsonPath("$.autoTopups.length()").isEqualTo(0);
        String ofTheApp = create(app, "another", body()).expectStatus().isCreated().expectBody().returnResult()
                .getResponseHeaders().getFirst("Location");
        alice.get().uri(Objects.requireNonNull(ofTheApp)).exchange().expectStatus().isOk();
    }

    @Test
    void changesNeedTheVersionThatWasSeen() {
        String rule = created(alice);
        alice.post().uri(rule + "/pause").exchange().expectStatus().isEqualTo(428);
        for (String tag : new String[]{"\"2\"", "1", "W/\"1\"", "*"}) {
            post(alice, rule + "/pause", tag).expectStatus().isEqualTo(412);
        }
    }

    @Test
    void whatIsWrongIsNamed() {
        String rule = created(alice);
        create(alice, "k1", "{").expectStatus().isBadRequest();
        create(alice, "k2", "[]").expectStatus().isBadRequest();
        create(alice, "k3", body().replace("1000", "1")).expectStatus().isEqualTo(422).expectBody()
                .jsonPath("$.errors[0].field").isEqualTo("amount");
        create(alice, "k4", body().replace("pm_secret", "pm secret")).expectStatus().isEqualTo(422)
                .expectBody(String.class)
                .value(shown -> assertThat(shown).contains("cardOnFile")
                        .doesNotContain("pm secret"));
        create(alice, "k\u00e9", body()).expectStatus().isBadRequest();
        create(alice, "k5", body().replace("\"acceptedTerms\":\"1\"", "\"acceptedTerms\":\"0\"")).expectStatus()
                .isEqualTo(422)
                .expectBody().jsonPath("$.errors[0].field").isEqualTo("acceptedTerms");
        create(alice, "k6", body().replace("\"acceptedTerms\":\"1\",", "")).expectStatus().isEqualTo(422);
        patch(alice, rule, "\"1\"", "{\"amount\":2000}").expectStatus().isEqualTo(422).expectBody()
                .jsonPath("$.errors[0].field").isEqualTo("acceptedTerms");
        patch(alice, rule, "\"1\"", "{\"schedule\":null}").expectStatus().isEqualTo(422);
        patch(alice, rule, "\"1\"", "{\"currency\":\"EUR\"}").expectStatus().isEqualTo(422);
        alice.get().uri(PATH + "?msisdn=none").exchange().expectStatus().isEqualTo(422);
        alice.get().uri(PATH + "/none").exchange().expectStatus().isNotFound();
    }
}
