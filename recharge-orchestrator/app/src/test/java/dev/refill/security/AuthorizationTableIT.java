package dev.refill.security;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Mono;

import dev.refill.app.RunningApplication;
import dev.refill.finance.reconcile.Pair;
import dev.refill.finance.reconcile.PairId;
import dev.refill.finance.reconcile.Reconciliation;
import dev.refill.finance.reconcile.Side;
import dev.refill.finance.reconcile.breaks.BreakQuery;
import dev.refill.finance.reconcile.breaks.Breaks;
import dev.refill.finance.reconcile.rule.Line;
import dev.refill.finance.reconcile.rule.LineKey;
import dev.refill.security.Row.Access;
import dev.refill.subscriber.Language;
import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.Subscriber;
import dev.refill.subscriber.SubscriberId;
import dev.refill.subscriber.Subscribers;
import dev.refill.subscriber.Terms;
import dev.refill.testsupport.BadToken;
import dev.refill.testsupport.TestIssuer;
import dev.refill.webhooks.OutboundEvent;
import dev.refill.webhooks.OutboundWebhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthorizationTableIT {

    private static final String FIRST = "sub_test0101";
    private static final String FIRST_NUMBER = "+12025550101";
    private static final String SECOND = "sub_test0102";
    private static final String SECOND_NUMBER = "+12025550102";

    private TestIssuer issuer;
    private RunningApplication application;
    private String order;
    private String endpoint;
    private String refund;
    private String session;
    private String transfer;
    /** By the placeholder that stands for it. */
    private final Map<String, String> made = new HashMap<>();

    @BeforeAll
    void start() {
        issuer = TestIssuer.start();
        application = RunningApplication.trusting(issuer.uri());
        provision(FIRST, FIRST_NUMBER);
        provision(SECOND, SECOND_NUMBER);
        order = orderOfTheFirst();
        endpoint = endpointOfTheClient("http://127.0.0.1:9/hooks");
        refund = rejectedRefund();
        keepADeadEvent();
        keepAStrayPayment();
        keepAPlan();
        keepASealedDay();
        session = sessionOfTheClient();
        transfer = transferOfTheFirst();
        made.put("{autoTopup}", autoTopupOfTheFirst());
        made.put("{card}", cardOfTheFirst("crd_0123456789abcdef0123456789abcdef"));
        made.put("{bankFile}", bankFile());
        made.put("{break}", openBreak());
        made.put("{bucket}", made("bucket", client("balances:adjust")));
        made.put("{hub}", made("hub", client("tmf654")));
        made.put("{topup}", made("topupBalance", subscriber(FIRST, FIRST_NUMBER, "tmf654")));
        made.put("{adjustment}", made("adjustBalance", client("balances:adjust")));
        made.put("{gift}", made("transferBalance", subscriber(FIRST, FIRST_NUMBER, "tmf654")));
        made.put("{reservation}", made("reserveBalance", client("balances:adjust")));
    }

    private String made(String resource, String token) {
        String[] id = new String[1];
        call(tmf(resource, null), token).expectStatus().isCreated()
                .expectBody().jsonPath("$.id").value(String.class, found -> id[0] = found);
        return Objects.requireNonNull(id[0]);
    }

    private String bankFile() {
        Row send = AuthorizationTable.ROWS.stream()
                .filter(row -> row.endpoint().equals("POST /v1/operations/bank-files"))
                .findFirst()
                .orElseThrow();
        String[] id = new String[1];
        call(send, client("finance:write")).expectStatus().isAccepted()
                .expectBody().jsonPath("$.id").value(String.class, found -> id[0] = found);
        return Objects.requireNonNull(id[0]);
    }

    /** By the first run of a pair. */
    private String openBreak() {
        Pair pair = new Pair(new PairId("test"), false);
        LocalDate day = LocalDate.parse("2026-03-01");
        Line line = new Line("ref_1", new LineKey("charge:pi_1"), day, Currency.getInstance("USD"), 1, 0,
                Instant.parse("2026-03-01T12:00:00Z"), null);
        Reconciliation reconciliation = application.context().getBean(Reconciliation.class);
        reconciliation.takeIn(pair, Side.OURS, Mono.just(line)).block(Duration.ofSeconds(5));
        reconciliation.reconcile(pair, day).block(Duration.ofSeconds(5));
        return application.context().getBean(Breaks.class).list(new BreakQuery(pair.id(), null, null, null, 1))
                .map(found -> found.id().value())
                .single()
                .blockOptional(Duration.ofSeconds(5))
                .orElseThrow();
    }

    private String transferOfTheFirst() {
        application.context().getBean(DatabaseClient.class).sql("""
                SELECT balance.post('ent_credit', 'recharge', 'test', now(), ARRAY['bucket:sub_test0101', 'issued-credit'],
                                    ARRAY['airtime:USD', 'airtime:USD'], ARRAY[1000, -1000])
                """)
                .then()
                .block(Duration.ofSeconds(5));
        Row give = AuthorizationTable.ROWS.stream()
                .filter(row -> row.endpoint().equals("POST /v1/transfers"))
                .findFirst()
                .orElseThrow();
        String[] id = new String[1];
        call(give, subscriber(FIRST, FIRST_NUMBER, "transfers")).expectStatus().isCreated()
                .expectBody().jsonPath("$.id").value(String.class, found -> id[0] = found);
        return Objects.requireNonNull(id[0]);
    }

    private String cardOfTheFirst(String id) {
        application.context().getBean(DatabaseClient.class).sql("""
                INSERT INTO recharge.kept_card (id, payment_id, subscriber_id, client_id, gateway, token, brand, last4,
                                                expiry_month, expiry_year, kept_at)
                VALUES (:id, :id, :subscriber, 'demo-app', 'stripe', 'cus_1.pm_1', 'visa', '4242', 12, 2034, now())
                """)
                .bind("id", id)
                .bind("subscriber", FIRST)
                .then()
                .block(Duration.ofSeconds(5));
        return id;
    }

    private String autoTopupOfTheFirst() {
        Row create = AuthorizationTable.ROWS.stream()
                .filter(row -> row.endpoint().equals("POST /v1/auto-topups"))
                .findFirst()
                .orElseThrow();
        String[] id = new String[1];
        call(create, subscriber(FIRST, FIRST_NUMBER, "recharges:write")).expectStatus().isCreated()
                .expectBody().jsonPath("$.id").value(String.class, found -> id[0] = found);
        return Objects.requireNonNull(id[0]);
    }

    private void keepAPlan() {
        Row put = AuthorizationTable.ROWS.stream()
                .filter(row -> row.endpoint().equals("POST /v1/tariffs/{plan}/versions"))
                .findFirst()
                .orElseThrow();
        call(put, client("operations")).expectStatus().isCreated();
    }

    /** The last one of a month. The application may have sealed it before. */
    private void keepASealedDay() {
        DatabaseClient database = application.context().getBean(DatabaseClient.class);
        database.sql("""
                SELECT balance.post('ent_january', 'recharge', 'test', '2026-01-31T12:00:00Z',
                    '{deferred-revenue,gateway-clearing:test}', '{USD,USD}', '{-1000,1000}')""")
                .then()
                .then(database.sql("SELECT balance.close_day('2026-01-31', '2026-02-01T00:00:00Z', 'anna', 'a test')")
                        .then())
                .thenMany(Mono.defer(() -> database.sql("SELECT balance.seal_on(1000000)").then()
                        .then(database.sql("SELECT seal FROM balance.closed_day WHERE seal IS NOT NULL").fetch()
                                .first()))
                        .repeatWhenEmpty(100, tries -> tries.delayElements(Duration.ofMillis(50))))
                .blockLast(Duration.ofSeconds(10));
    }

    private String sessionOfTheClient() {
        Row begin = AuthorizationTable.ROWS.stream()
                .filter(row -> row.endpoint().equals("POST /v1/charging/sessions"))
                .findFirst()
                .orElseThrow();
        String[] id = new String[1];
        call(begin, client("charging")).expectStatus().isOk()
                .expectBody().jsonPath("$.id").value(String.class, found -> id[0] = found);
        return Objects.requireNonNull(id[0]);
    }

    private void keepAStrayPayment() {
        application.context().getBean(DatabaseClient.class)
                .sql("""
                     INSERT INTO recharge.stray (payment_id, recharge_id, gateway, reference, captured_minor,
                                                 captured_currency, at)
                     VALUES ('pay_01jd3v5k8m2n4p6q8r0s2t4v6w', 'rch_01jd3v5k8m2n4p6q8r0s2t4v6w', 'stripe', 'pi_stray', 1000,
                             'USD', now())
                     """)
                .then()
                .block(Duration.ofSeconds(5));
    }

    private void keepADeadEvent() {
        application.context().getBean(DatabaseClient.class)
                .sql("""
                     INSERT INTO webhooks.inbox (gateway, event_id, event_type, body, state, attempt, last_error,
                                                 received_at, finished_at)
                     VALUES ('stripe', 'evt_stuck', 'a.type', '{}', 'dead', 12, 'broken', now(), now())
                     """)
                .then()
                .block(Duration.ofSeconds(5));
    }

    @AfterAll
    void stop() {
        application.close();
        issuer.close();
    }

    private void provision(String subscriber, String number) {
        application.context().getBean(Subscribers.class)
                .provision(new Subscriber(new SubscriberId(subscriber), new Msisdn(number), Subscriber.Status.ACTIVE,
                        new Terms("classic", Language.ENGLISH, null, null, 0)))
                .block(Duration.ofSeconds(5));
    }

    private String orderOfTheFirst() {
        Row place = AuthorizationTable.ROWS.getFirst();
        String location = call(place, subscriber(FIRST, FIRST_NUMBER, "recharges:write"))
                .expectStatus().is2xxSuccessful()
                .expectBody()
                .returnResult()
                .getResponseHeaders()
                .getFirst("Location");
        assertThat(location).startsWith("/v1/recharges/rch_");
        return Objects.requireNonNull(location).substring("/v1/recharges/".length());
    }

    private String rejectedRefund() {
        String id = "rfd_00000000000000000000000000";
        application.context().getBean(DatabaseClient.class).sql("""
                INSERT INTO recharge.refund (id, claim_id, recharge_id, version, state, gateway, amount_minor, currency,
                                             credit_unit, credit, bonus, when_spent, reason, requested_by, decided_by,
                                             created_at, changed_at)
                VALUES (:id, 'claim', :recharge, 2, 'REJECTED', 'stripe', 1, 'USD', 'airtime:USD', 1, 0, 'OWE', 'as agreed',
                        'anna', 'bert', now(), now())
                """)
                .bind("id", id)
                .bind("recharge", order)
                .then()
                .block(Duration.ofSeconds(5));
        return id;
    }

    /** With one event that was sent to it. */
    private String endpointOfTheClient(String url) {
        String location = application.client().post().uri("/v1/webhook-endpoints")
                .header("Authorization", "Bearer " + client("webhooks:manage"))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"url\":\"" + url + "\",\"types\":[\"recharge.credited\"]}")
                .exchange()
                .expectStatus().isCreated()
                .expectBody()
                .returnResult()
                .getResponseHeaders()
                .getFirst("Location");
        application.context().getBean(OutboundWebhooks.class)
                .publish(List.of(new OutboundEvent("evt_1", "recharge.credited", Instant.parse("2026-01-05T00:00:00Z"),
                        "demo-app", "{}")))
                .block(Duration.ofSeconds(5));
        return Objects.requireNonNull(location).substring("/v1/webhook-endpoints/".length());
    }

    @Test
    void everyEndpointHasARow() {
        Set<String> rows = AuthorizationTable.ROWS.stream().map(Row::endpoint)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(Endpoints.of(application.context()))
                .as("endpoints without a row, or rows without an endpoint: mend AuthorizationTable and the rules of the chains")
                .containsExactlyInAnyOrderElementsOf(rows);
    }

    @TestFactory
    Stream<DynamicTest> whoMayCall() {
        return AuthorizationTable.ROWS.stream().flatMap(row -> switch (row.access()) {
            case Access.Open open -> Stream.of(dynamicTest(row.endpoint() + " by anybody", () -> isOpen(row)));
            case Access.Form form -> Stream.of(dynamicTest(row.endpoint() + " without the form's token",
                    () -> call(row, null).expectStatus().isForbidden()));
            case Access.SignIn signIn -> Stream.of(dynamicTest(row.endpoint() + " by anybody leads to the sign-in",
                    () -> call(row, null).expectStatus().isFound()
                            .expectHeader().location("/oauth2/authorization/" + signIn.registration())));
            case Access.Token token -> tokenTests(row, token);
        });
    }

    private Stream<DynamicTest> tokenTests(Row row, Access.Token token) {
        String scope = token.scope();
        Stream<DynamicTest> nobody = Stream.of(
                dynamicTest(row.endpoint() + " without token", () -> refused(row, null, 401)),
                dynamicTest(row.endpoint() + " with a token that is none", () -> refused(row, "none", 401)),
                dynamicTest(row.endpoint() + " with another scope", () -> refused(row, client("another:scope"), 403)),
                dynamicTest(row.endpoint() + " with the right token", () -> isLetIn(row, token)));
        Stream<DynamicTest> bad = Arrays.stream(BadToken.values()).map(kind -> dynamicTest(
                row.endpoint() + " with a token that is " + kind, () -> refused(row, bad(kind, scope), 401)));
        Stream<DynamicTest> another = token.forAnother() == 0
                ? Stream.empty()
                : Stream.of(dynamicTest(
                        row.endpoint() + " by another subscriber",
                        () -> call(row, subscriber(SECOND, SECOND_NUMBER, scope)).expectStatus()
                                .isEqualTo(token.forAnother())));
        Stream<DynamicTest> program = token.ofAPerson()
                ? Stream.of(dynamicTest(row.endpoint() + " by a program for itself", () -> isForPeople(row, scope)))
                : Stream.empty();
        return Stream.of(nobody, bad, another, program).flatMap(tests -> tests);
    }

    private void isOpen(Row row) {
        call(row, null).expectStatus().value(status -> assertThat(status).isNotIn(401, 403, 405, 500));
    }

    private void refused(Row row, @Nullable String token, int status) {
        call(row, token)
                .expectStatus().isEqualTo(status)
                .expectHeader().valueMatches("WWW-Authenticate", "Bearer.*")
                .expectHeader().contentType(row.path().startsWith("/tmf-api/")
                        ? MediaType.APPLICATION_JSON
                        : MediaType.APPLICATION_PROBLEM_JSON);
    }

    private void isForPeople(Row row, String scope) {
        call(row, client(scope))
                .expectStatus().isForbidden()
                .expectBody().jsonPath("$.type").isEqualTo("https://refill.dev/problems/sign-in-needed");
    }

    /** So that a refusal above is the token's fault and not the request's. */
    private void isLetIn(Row row, Access.Token access) {
        call(row, rightToken(access)).expectStatus()
                .value(status -> assertThat(status).isIn(200, 201, 202, 204, 409, 412));
    }

    private String rightToken(Access.Token access) {
        if (access.ofAPerson()) {
            return issuer.person("carl", access.scope());
        }
        return access.forAnother() == 0
                ? client(access.scope())
                : subscriber(FIRST, FIRST_NUMBER, access.scope());
    }

    @Test
    void webhookEndpointsAreTheClientsOwnAndNoSubscribers() {
        endpoint = endpointOfTheClient("http://127.0.0.1:9/own");
        List<Row> rows = AuthorizationTable.ROWS.stream()
                .filter(row -> row.path().startsWith("/v1/webhook-endpoints/"))
                .toList();
        assertThat(rows).hasSize(8).allSatisfy(row -> {
            call(row, issuer.client("demo-retail", "webhooks:manage")).expectStatus().isNotFound();
            call(row, subscriber(FIRST, FIRST_NUMBER, "webhooks:manage")).expectStatus().isForbidden();
        });
    }

    /** Also not by whoever looks after orders, and whoever may look may not send. */
    @Test
    void bankFilesAreForThoseWhoKeepTheBooks() {
        List<Row> rows = AuthorizationTable.ROWS.stream().filter(row -> row.path().contains("/bank-files")
                || row.path().contains("/reconciliation")).toList();
        assertThat(rows).hasSize(10).allSatisfy(row -> {
            call(row, client("operations")).expectStatus().isForbidden();
            call(row, client(row.method().equals("GET") ? "finance:write" : "finance:read"))
                    .expectStatus().isForbidden();
        });
    }

    @Test
    void keptCardsAreTheirOwnersAndOfTheClientThroughWhichTheyWereKept() {
        String card = cardOfTheFirst("crd_fedcba9876543210fedcba9876543210");
        String other = issuer.client("demo-retail", "recharges:read", "recharges:write");
        Row list = new Row("GET /v1/subscribers/{msisdn}/cards", new Access.Open(),
                "/v1/subscribers/" + FIRST_NUMBER + "/cards");
        call(list, other).expectStatus().isOk().expectBody().jsonPath("$.cards").isEmpty();
        call(list, client("recharges:read")).expectStatus().isOk().expectBody().jsonPath("$.cards").isNotEmpty();
        call(list, subscriber(FIRST, FIRST_NUMBER, "recharges:read")).expectStatus().isOk().expectBody()
                .jsonPath("$.cards").isNotEmpty();
        call(new Row("DELETE /v1/subscribers/{msisdn}/cards/{id}", new Access.Open(), list.path() + "/" + card), other)
                .expectStatus().isNotFound();
        call(ordering("\"savedCard\":\"" + card + "\""), other).expectStatus().isEqualTo(422)
                .expectBody().jsonPath("$.errors[0].field").isEqualTo("savedCard");
    }

    @Test
    void aCardIsKeptByTheTokenOfTheSubscriberWhoIsRechargedAlone() {
        Row keeping = ordering("\"saveCard\":true");
        call(keeping, client("recharges:write")).expectStatus().isEqualTo(422)
                .expectBody().jsonPath("$.errors[0].field").isEqualTo("saveCard");
        call(keeping, subscriber(SECOND, SECOND_NUMBER, "recharges:write")).expectStatus().isEqualTo(422);
        call(keeping, subscriber(FIRST, FIRST_NUMBER, "recharges:write")).expectStatus().is2xxSuccessful();
    }

    private static Row ordering(String more) {
        String body = "{\"msisdn\":\"" + FIRST_NUMBER
                + "\",\"offer\":\"airtime-usd\",\"amount\":1000,\"currency\":\"USD\",\"confirmRepeat\":true," + more
                + "}";
        return new Row("POST /v1/recharges", new Access.Token("recharges:write", body, 0), "/v1/recharges");
    }

    @Test
    void creditWithoutAPaymentTakesAClientsOwnTokenThatAdjusts() {
        Row given = tmf("topupBalance", AuthorizationTable.TMF_VOUCHER);
        call(given, issuer.client("demo-app", "tmf654")).expectStatus().isForbidden();
        call(given, issuer.client("demo-app", "tmf654", "balances:adjust")).expectStatus().isCreated();
        List<Row> adjustments = Stream.of("bucket", "adjustBalance", "reserveBalance")
                .map(resource -> tmf(resource, null))
                .toList();
        assertThat(Stream.concat(Stream.of(given), adjustments.stream())).allSatisfy(
                row -> call(row, issuer.subscriber(FIRST, FIRST_NUMBER, "tmf654", "balances:adjust"))
                        .expectStatus().isForbidden());
    }

    /** @param body {@code null}: that of its row */
    private static Row tmf(String resource, @Nullable String body) {
        Row row = AuthorizationTable.ROWS.stream()
                .filter(one -> one.endpoint().equals("POST /tmf-api/prepayBalanceManagement/v4/" + resource))
                .findFirst()
                .orElseThrow();
        return body == null ? row : new Row(row.endpoint(), new Access.Token("tmf654", body, 0), row.path());
    }

    /** The tampered token claims more than was signed, so it must begin with less. */
    private String bad(BadToken kind, String scope) {
        return issuer.bad(kind, kind == BadToken.TAMPERED ? "another:scope" : scope);
    }

    private String client(String scope) {
        return issuer.client("demo-app", scope);
    }

    private String subscriber(String id, String number, String scope) {
        return issuer.subscriber(id, number, scope);
    }

    private WebTestClient.ResponseSpec call(Row row, @Nullable String token) {
        WebTestClient client = row.isManagement() ? application.managementClient() : application.client();
        String path = made.entrySet().stream().reduce(row.path(),
                (left, found) -> left.replace(found.getKey(), found.getValue()), (one, other) -> other);
        WebTestClient.RequestBodySpec request = client.method(HttpMethod.valueOf(row.method()))
                .uri(path.replace("{order}", order == null ? "" : order)
                        .replace("{endpoint}", endpoint == null ? "" : endpoint)
                        .replace("{refund}", refund == null ? "" : refund)
                        .replace("{session}", session == null ? "" : session)
                        .replace("{transfer}", transfer == null ? "" : transfer))
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .header("If-Match", "\"0\"");
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (row.access() instanceof Access.Token(String scope, String body, int another, boolean ofAPerson)
                && body != null) {
            request.contentType(body.startsWith("<") ? MediaType.APPLICATION_XML : MediaType.APPLICATION_JSON)
                    .bodyValue(body);
        }
        return request.exchange();
    }
}
