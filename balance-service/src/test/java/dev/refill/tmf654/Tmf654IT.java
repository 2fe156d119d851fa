package dev.refill.tmf654;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.spi.ConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.connection.SingleConnectionFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.config.EnableWebFlux;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

import dev.refill.balance.BalanceConfiguration;
import dev.refill.charging.ChargingNotices;
import dev.refill.ledger.AccountId;
import dev.refill.ledger.Amount;
import dev.refill.ledger.Entry;
import dev.refill.ledger.EntryId;
import dev.refill.ledger.Ledger;
import dev.refill.ledger.LedgerInvariants;
import dev.refill.ledger.LedgerUnit;
import dev.refill.ledger.Posting;
import dev.refill.lowbalance.LowBalanceNotices;
import dev.refill.revenue.Revenue;
import dev.refill.revenue.RevenuePool;
import dev.refill.revenue.RevenuePools;
import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.Subscriber;
import dev.refill.subscriber.SubscriberId;
import dev.refill.subscriber.Subscribers;
import dev.refill.testsupport.Overlap;
import dev.refill.testsupport.TestDatabase;
import dev.refill.tmf654.TopUpByPayment.Cancelling;
import dev.refill.tmf654.TopUpByPayment.Progress;
import dev.refill.tmf654.action.Action;
import dev.refill.tmf654.action.ActionKind;
import dev.refill.tmf654.action.Actions;
import dev.refill.tmf654.action.Actions.Filter;
import dev.refill.tmf654.action.Actions.Page;
import dev.refill.tmf654.action.BucketId;
import dev.refill.tmf654.action.CarryOn;
import dev.refill.tmf654.action.Conclusion;
import dev.refill.tmf654.action.KnownBuckets;
import dev.refill.tmf654.event.TellEvents;
import dev.refill.tmf654.store.R2dbcActions;
import dev.refill.usage.UsageNotices;

import static org.assertj.core.api.Assertions.assertThat;

/** TMF654 on real books: whatever is answered is checked against TM Forum's own description. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Tmf654IT {

    private static final Caller CRM = new Caller("crm", "crm", null, true);
    private static final LedgerUnit AIRTIME = new LedgerUnit("airtime:USD");
    private static final LedgerUnit USD = new LedgerUnit("USD");
    private static final Duration ALWAYS = Duration.ofHours(1);
    private static final int MANY = 16;

    private final TestDatabase database = TestDatabase.with("balance");
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private final FakePayments payments = new FakePayments();
    private final FakeHub hub = new FakeHub();
    private final Set<String> succeeded = ConcurrentHashMap.newKeySet();
    private final AtomicInteger answers = new AtomicInteger();
    private WebTestClient client;
    private Caller caller = CRM;
    private Instant now = Instant.parse("2026-03-02T15:00:00Z");
    private int serial;
    private String alice = "";
    private String bob = "";

    @EnableWebFlux
    @Configuration(proxyBeanMethods = false)
    static class Web {}

    /** Payments that come as far as the test says, by the id of their top-up. */
    private final class FakePayments implements TopUpByPayment {

        private final Map<String, Purchase> begun = new HashMap<>();
        private final Map<String, Progress> progress = new HashMap<>();
        private final List<String> cancelledBy = new ArrayList<>();
        private Function<String, Cancelling> cancels = FakePayments::cancelled;
        private @Nullable URI page;

        private static Cancelling cancelled(String payment) {
            return new Cancelling.Wished(new Progress.Cancelled(payment));
        }

        @Override
        public Mono<Progress> start(Purchase purchase) {
            return switch (String.valueOf(purchase.card())) {
                case "declined" -> Mono.just(new Progress.Failed("rch_" + purchase.id(), "declined"));
                case "refused" -> Mono.just(new Progress.Refused("too_many_from_client"));
                case "late" -> begun.put(purchase.id(), purchase) == null
                        ? Mono.error(new IllegalStateException("nobody knows"))
                        : Mono.just(new Progress.Refused("too_many_from_client"));
                case "silent" -> begun.put(purchase.id(), purchase) == null
                        ? Mono.error(new IllegalStateException("nobody knows"))
                        : page == null
                                ? credited(purchase)
                                : Mono.just(new Progress.UnderWay("rch_" + purchase.id(), page));
                case "null" -> Mono.fromSupplier(() -> {
                    begun.put(purchase.id(), purchase);
                    return new Progress.UnderWay("rch_" + purchase.id(), URI.create("https://pay.example/1"));
                });
                default -> credited(purchase);
            };
        }

        private Mono<Progress> credited(Purchase purchase) {
            String payment = "rch_" + purchase.id();
            return subscribers().withNumber(purchase.number())
                    .flatMap(owner -> credit("ent_" + payment, owner.id().value(), purchase.price().value()))
                    .thenReturn(new Progress.Credited(payment, new EntryId("ent_" + payment)));
        }

        @Override
        public Mono<Progress> look(String id) {
            return Mono.justOrEmpty(progress.get(id));
        }

        /** Somebody has paid it after all. */
        private void paid(String id, String owner) {
            String payment = "rch_" + id;
            Tmf654IT.this.credit("ent_" + payment, owner, 1_000).block();
            progress.put(id, new Progress.Credited(payment, new EntryId("ent_" + payment)));
        }

        @Override
        public Mono<Cancelling> cancel(String payment, String client) {
            cancelledBy.add(client);
            return Mono.just(cancels.apply(payment));
        }
    }

    private static final class FakeHub implements Hub {

        private final List<News> told = new ArrayList<>();
        private final Map<String, List<String>> subscribed = new HashMap<>();
        private Predicate<News> refuses = news -> false;
        private RuntimeException refusal = new IllegalStateException("not now");

        @Override
        public Mono<Outcome> subscribe(String client, URI callback, List<String> eventTypes) {
            return Mono.just(switch (callback.getHost()) {
                case "denied.example" -> new Outcome.Denied("it is denied");
                case "taken.example" -> new Outcome.CallbackTaken();
                case "many.example" -> new Outcome.TooMany(20);
                default -> {
                    subscribed.put(client, eventTypes);
                    yield new Outcome.Done("whe_1", "whsec_1");
                }
            });
        }

        @Override
        public Mono<Boolean> unsubscribe(String client, String id) {
            return Mono.just(subscribed.remove(client) != null);
        }

        @Override
        public Mono<Void> tell(List<News> news) {
            return news.stream().anyMatch(refuses)
                    ? Mono.error(refusal)
                    : Mono.fromRunnable(() -> told.addAll(news));
        }

        @Override
        public URI base() {
            return URI.create("https://refill.example");
        }
    }

    @BeforeAll
    void start() {
        Clock clock = new Clock() {

            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test",
                Map.of("refill.tmf654.every", "1h", "refill.revenue.recognise-every", "1h",
                        "refill.transfer.limits.least-left", "0")));
        context.registerBean(ConnectionFactory.class, database::connections);
        context.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
        context.registerBean(Clock.class, () -> clock);
        context.registerBean(ChargingNotices.class, () -> sessions -> Mono.empty());
        context.registerBean(dev.refill.transfer.Callers.class,
                () -> exchange -> Mono.just(new dev.refill.transfer.Caller("a channel", null)));
        context.registerBean("tmf654Callers", Callers.class, () -> exchange -> Mono.just(caller));
        context.registerBean(TopUpByPayment.class, () -> payments);
        context.registerBean(Hub.class, () -> hub);
        context.registerBean(UsageNotices.class, () -> reached -> Mono.empty());
        context.registerBean(LowBalanceNotices.class, () -> crossings -> Mono.empty());
        context.registerBean(RevenuePools.class, () -> new RevenuePools(List.of()));
        context.register(BalanceConfiguration.class, Web.class);
        context.refresh();
        client = WebTestClient.bindToApplicationContext(context).configureClient()
                .baseUrl("http://refill.example" + Specification.basePath())
                .responseTimeout(Duration.ofSeconds(20))
                .build();
    }

    @BeforeEach
    void twoSubscribers() {
        caller = CRM;
        payments.cancels = FakePayments::cancelled;
        alice = subscriber();
        bob = subscriber();
    }

    @AfterEach
    void booksAgree() {
        assertThat(context.getBean(LedgerInvariants.class).breaks().collectList().block()).isEmpty();
        assertThat(number("""
                SELECT count(*) FROM balance.bucket AS b
                FULL JOIN (SELECT owner, unit, sum(held) AS held FROM balance.tmf_action GROUP BY owner, unit) AS a
                    ON b.account = 'frozen:' || a.owner || ':reserved' AND b.unit = a.unit
                WHERE (b.account LIKE '%:reserved' OR a.held > 0) AND b.balance IS DISTINCT FROM a.held
                """)).as("what is held back is what reservations hold").isZero();
        assertThat(number("""
                SELECT count(*) FROM balance.tmf_action
                WHERE (kind = 'adjust' OR kind = 'top_up' AND reference IS NULL) AND status = 'completed'
                  AND NOT EXISTS (SELECT FROM balance.entry WHERE entry_id = 'ent_' || id)
                """)).as("what is done is in the books").isZero();
    }

    @AfterAll
    void stop() {
        assertThat(succeeded).as("operations that did what they are for").isEqualTo(Specification.operations());
        System.out.println("FIGURE " + answers + " answers of all " + succeeded.size()
                + " operations of TMF654 4.0.0 Final, each as it describes them");
        context.close();
        database.close();
    }

    private Subscribers subscribers() {
        return context.getBean(Subscribers.class);
    }

    private String subscriber() {
        String id = "sub_t" + ++serial;
        subscribers().provision(new Subscriber(new SubscriberId(id), new Msisdn("+1202555%04d".formatted(serial)),
                Subscriber.Status.ACTIVE)).block();
        return id;
    }

    private String numberOf(String subscriber) {
        return Objects.requireNonNull(subscribers().withId(new SubscriberId(subscriber)).block()).msisdn().e164();
    }

    private Mono<Void> credit(String entry, String owner, long amount) {
        return context.getBean(Ledger.class)
                .post(new Entry(new EntryId(entry), "recharge", "test", now, List.of(
                        new Posting(AccountId.bucketOf(owner), new Amount(AIRTIME, amount)),
                        new Posting(new AccountId("issued-credit"), new Amount(AIRTIME, -amount)))))
                .then();
    }

    private void give(String owner, long amount) {
        credit("ent_test" + ++serial, owner, amount).block();
    }

    private long number(String sql) {
        return Objects.requireNonNull(
                database.client().sql(sql).map(row -> row.get(0, Long.class)).one().block());
    }

    /** An answer that was checked against the specification. */
    private record Answer(int status, HttpHeaders headers, JsonNode body) {

        Answer is(int expected) {
            assertThat(status).as("%s", body).isEqualTo(expected);
            return this;
        }

        String text(String pointer) {
            return body.at(pointer).asString("");
        }

        String id() {
            return text("/id");
        }
    }

    private Answer call(String method, String path, @Nullable String body, @Nullable String key) {
        var request = client.method(HttpMethod.valueOf(method)).uri(path)
                .headers(headers -> {
                    if (key != null) {
                        headers.set("Idempotency-Key", key);
                    }
                });
        if (body != null) {
            request.contentType(MediaType.APPLICATION_JSON).bodyValue(body);
        }
        var result = request.exchange().expectBody(String.class).returnResult();
        String text = result.getResponseBody();
        JsonNode json = text == null ? MissingNode.getInstance() : JsonMapper.shared().readTree(text);
        int status = result.getStatus().value();
        String place = path.replaceFirst("\\?.*", "");
        assertThat(Specification.faults(method, place, status, json))
                .as("%s %s: %s %s", method, path, status, text)
                .isEmpty();
        answers.incrementAndGet();
        if (result.getStatus().is2xxSuccessful()) {
            succeeded.add(Specification.operation(method, place));
        }
        return new Answer(status, result.getResponseHeaders(), json);
    }

    private Answer get(String path) {
        return call("GET", path, null, null);
    }

    private Answer post(String resource, String body) {
        return call("POST", resource, body, null);
    }

    private static String amount(long amount) {
        return "\"amount\":{\"amount\":" + amount + ",\"units\":\"airtime:USD\"}";
    }

    private static String of(String subscriber) {
        return "\"partyAccount\":{\"id\":\"" + subscriber + "\"}";
    }

    private long held(String subscriber) {
        return get("/bucket/" + subscriber + ".airtime:USD").is(200).body().at("/remainingValue/amount").longValue();
    }

    private static void error(Answer answer, int status, String code) {
        assertThat(answer.is(status).text("/code")).as("%s", answer.body()).isEqualTo(code);
        assertThat(answer.text("/status")).isEqualTo(Integer.toString(status));
    }

    @Test
    void topUpWithoutPaymentThenBucketIsFilledAndImpactIsOfItsPosting() {
        give(alice, 300);
        Answer done = post("/topupBalance", """
                {%s,"logicalResource":{"id":"msisdn","value":"%s"},"voucher":"1234-5678","reason":"as agreed"}
                """.formatted(amount(500), numberOf(alice))).is(201);
        assertThat(done.text("/status")).isEqualTo("completed");
        assertThat(done.headers().getLocation()).hasToString(done.text("/href"));
        assertThat(done.text("/bucket/id")).isEqualTo(alice + ".airtime:USD");
        assertThat(done.body().at("/impactedBucket/0/amountBefore/amount").longValue()).isEqualTo(300);
        assertThat(done.body().at("/impactedBucket/0/amountAfter/amount").longValue()).isEqualTo(800);
        assertThat(done.text("/impactedBucket/0/item/0/itemType")).isEqualTo("credit");
        assertThat(held(alice)).isEqualTo(800);
        assertThat(get("/topupBalance/" + done.id()).is(200).body()).isEqualTo(done.body());
    }

    @Test
    void fieldsThatNobodyKnowsComeBackAsTheyWereSent() {
        String sent = """
                {"@type":"OperatorTopup","@baseType":"TopupBalance","@schemaLocation":"https://operator.example/topup.json",
                 %s,%s,"channel":{"id":"7","name":"shop","@type":"OperatorChannel","till":{"no":[1,2.50]}},
                 "relatedParty":[{"id":"9","@referredType":"Individual","role":"cashier"}],"campaign":{"code":"A","tags":["x",null]},
                 "status":"completed","impactedBucket":[{"item":[]}],"id":"mine"}
                """.formatted(amount(500), of(alice));
        JsonNode request = JsonMapper.shared().readTree(sent);
        Answer done = post("/topupBalance", sent).is(201);
        for (JsonNode shown : List.of(done.body(), get("/topupBalance/" + done.id()).body(),
                get("/balanceAction/" + done.id()).body())) {
            assertThat(List.of("@type", "@baseType", "@schemaLocation", "channel", "relatedParty", "campaign"))
                    .allSatisfy(field -> assertThat(shown.get(field)).isEqualTo(request.get(field)));
        }
        assertThat(done.id()).startsWith("top_");
        assertThat(done.body().path("impactedBucket")).as("said by us, not by the request").hasSize(1);
        Answer bucket = post("/bucket",
                """
                {"usageType":"data","name":"weekend","@type":"OperatorBucket","colour":"green",%s}"""
                        .formatted(of(alice)))
                .is(201);
        assertThat(get("/bucket/" + bucket.id()).text("/colour") + get("/bucket/" + bucket.id()).text("/@type"))
                .isEqualTo("greenOperatorBucket");
    }

    @Test
    void adjustmentsGiveAndTakeAndAreKeptIfTheyFail() {
        post("/adjustBalance", "{%s,%s,\"adjustType\":\"goodWillCredit\"}".formatted(amount(100), of(alice))).is(201);
        Answer taken = post("/adjustBalance",
                "{%s,%s,\"adjustType\":\"generalDebit\"}".formatted(amount(40), of(alice))).is(201);
        assertThat(taken.text("/impactedBucket/0/item/0/itemType")).isEqualTo("debit");
        assertThat(taken.body().at("/impactedBucket/0/item/0/amount/amount").longValue()).isEqualTo(40);
        Answer tooMuch = post("/adjustBalance",
                "{%s,%s,\"adjustType\":\"generalDebit\"}".formatted(amount(61), of(alice)));
        error(tooMuch, 409, "insufficient-balance");
        assertThat(held(alice)).isEqualTo(60);
        assertThat(get(location(tooMuch)).is(200).text("/status")).isEqualTo("failed");
    }

    private static String location(Answer answer) {
        return Objects.requireNonNull(answer.headers().getLocation()).getPath()
                .substring(Specification.basePath().length());
    }

    @Test
    void reservationIsHeldUsedUpInPartsAndGivenBack() {
        give(alice, 1_000);
        String id = post("/reserveBalance", "{%s,%s}".formatted(amount(600), of(alice))).is(201).id();
        Answer bucket = get("/bucket/" + alice + ".airtime:USD").is(200);
        assertThat(bucket.body().at("/remainingValue/amount").longValue()).isEqualTo(400);
        assertThat(bucket.body().at("/reservedValue/amount").longValue()).isEqualTo(600);
        assertThat(bucket.text("/reserveBalance/0/id")).isEqualTo(id);

        String use = "{\"reserveBalance\":{\"id\":\"%s\"},\"adjustType\":\"reservationDebit\"%s}";
        post("/adjustBalance", use.formatted(id, "," + amount(100))).is(201);
        error(post("/adjustBalance", use.formatted(id, "," + amount(501))), 409, "reservation-too-small");
        assertThat(get("/reserveBalance/" + id).text("/status")).isEqualTo("created");

        Answer cancelled = call("PATCH", "/reserveBalance/" + id, "{\"status\":\"cancelled\"}", null).is(200);
        assertThat(cancelled.text("/status")).isEqualTo("cancelled");
        assertThat(cancelled.body().path("impactedBucket")).as("taken and given back").hasSize(2);
        assertThat(held(alice)).isEqualTo(900);
        error(post("/adjustBalance", use.formatted(id, "")), 409, "reservation-over");
    }

    @Test
    void reservationWithoutAmountIsUsedUpWholly() {
        give(alice, 1_000);
        String id = post("/reserveBalance", "{%s,%s}".formatted(amount(600), of(alice))).is(201).id();
        Answer used = post("/adjustBalance", "{\"reserveBalance\":{\"id\":\"%s\"}}".formatted(id)).is(201);
        assertThat(used.body().at("/amount/amount").longValue()).isEqualTo(600);
        assertThat(get("/reserveBalance/" + id).text("/status")).isEqualTo("completed");
        assertThat(held(alice)).isEqualTo(400);
        call("DELETE", "/reserveBalance/" + id, null, null).is(204);
        assertThat(held(alice)).as("the books stay").isEqualTo(400);
    }

    @Test
    void reservationIsUsedUpOnlyForWhomItIs() {
        give(alice, 1_000);
        String id = post("/reserveBalance", "{%s,%s}".formatted(amount(600), of(alice))).is(201).id();
        String use = "{%s,\"reserveBalance\":{\"id\":\"%s\"},%%s}".formatted(amount(100), id);
        String number = "\"logicalResource\":{\"id\":\"%s\"}";
        String bucket = "\"bucket\":{\"id\":\"%s.airtime:USD\"}";
        Stream.of(of(bob), number.formatted(numberOf(bob)), number.formatted("+12025559998"), bucket.formatted(bob))
                .forEach(other -> error(post("/adjustBalance", use.formatted(other)), 409, "other-bucket"));
        Stream.of(of(alice), number.formatted(numberOf(alice)), bucket.formatted(alice))
                .forEach(own -> post("/adjustBalance", use.formatted(own)).is(201));
    }

    @Test
    void bucketHasOnlySoManyReservations() {
        give(alice, 1_000);
        database.client().sql("""
                INSERT INTO balance.tmf_action (id, kind, client, fingerprint, owner, account, unit, amount, status, requested_at,
                                                expires_at, told, content)
                SELECT 'rsv_' || lpad(n::text, 32, '0'), 'reserve', 'other', '', '%1$s', 'bucket:%1$s', 'airtime:USD', 1, 'created',
                       now(), '9999-01-01T00:00:00Z', 1, '{}'
                FROM generate_series(1, 999) AS n
                """.formatted(alice)).then().block();
        String reserve = "{%s,%s}".formatted(amount(1), of(alice));
        post("/reserveBalance", reserve).is(201);
        error(post("/reserveBalance", reserve), 409, "too-many-reservations");
        error(post("/reserveBalance", reserve.replace("USD", "EUR")), 409, "insufficient-balance");
        database.client().sql("DELETE FROM balance.tmf_action WHERE client = 'other'").then().block();
        post("/reserveBalance", reserve).is(201);
    }

    @Test
    void reservationThatEndsIsReleased() {
        give(alice, 1_000);
        String id = post("/reserveBalance", "{%s,%s,\"expirationDate\":\"%s\"}".formatted(amount(600), of(alice),
                now.plusSeconds(60))).is(201).id();
        now = now.plusSeconds(60);
        assertThat(get("/bucket/" + alice + ".airtime:USD").body().at("/reservedValue/amount").longValue()).isZero();
        error(post("/adjustBalance", "{\"reserveBalance\":{\"id\":\"%s\"}}".formatted(id)), 409, "reservation-over");
        assertThat(context.getBean(CarryOn.class).releaseEnded(100).block()).isPositive();
        assertThat(get("/reserveBalance/" + id).text("/status")).isEqualTo("cancelled");
        assertThat(held(alice)).isEqualTo(1_000);
    }

    @Test
    void manyUseUpOneReservationThenNoMoreThanIsHeldIsTaken() {
        give(alice, 1_000);
        String id = post("/reserveBalance", "{%s,%s}".formatted(amount(500), of(alice))).is(201).id();
        String use = "{%s,\"reserveBalance\":{\"id\":\"%s\"}}".formatted(amount(100), id);
        List<Integer> answers = Flux.range(0, MANY)
                .flatMap(i -> Mono.fromCallable(() -> post("/adjustBalance", use).status())
                        .subscribeOn(Schedulers.boundedElastic()), MANY)
                .collectList()
                .block(Duration.ofSeconds(30));
        assertThat(answers).hasSize(MANY).filteredOn(status -> status == 201).hasSize(5);
        assertThat(get("/reserveBalance/" + id).text("/status")).isEqualTo("completed");
    }

    @Test
    void transferMovesAmountAndFee() {
        give(alice, 1_000);
        Answer done = post("/transferBalance", """
                {%s,%s,"receiverLogicalResource":{"id":"%s"},"costOwner":"originator"}
                """.formatted(amount(500), of(alice), numberOf(bob))).is(201);
        assertThat(done.text("/status")).isEqualTo("completed");
        assertThat(done.body().at("/transferCost/amount").longValue()).isEqualTo(10);
        assertThat(done.body().path("impactedBucket")).hasSize(2);
        assertThat(held(alice)).isEqualTo(490);
        assertThat(held(bob)).isEqualTo(500);
        error(post("/transferBalance", "{%s,%s,\"receiverPartyAccount\":{\"id\":\"%s\"}}".formatted(amount(500),
                of(alice), bob)), 409, "insufficient-balance");
        error(post("/transferBalance", "{%s,%s,\"receiverPartyAccount\":{\"id\":\"%s\"}}".formatted(amount(100),
                of(alice), alice)), 409, "to-oneself");
    }

    private static String paid(String method, String subscriber) {
        return """
                {"amount":{"amount":1000,"units":"USD"},"product":{"id":"airtime-usd"},"paymentMethod":{"id":"%s"},%s}
                """.formatted(method, of(subscriber));
    }

    private Answer pay(String method, String subscriber) {
        return call("POST", "/topupBalance", paid(method, subscriber), "pay-" + ++serial);
    }

    @Test
    void paidTopUpTakesAKey() {
        error(post("/topupBalance", paid("tok_1", alice)), 400, "idempotency-key-missing");
        assertThat(get("/topupBalance?partyAccount.id=" + alice).is(200).body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"3530111333300000", "6200000000000005", "30569309025904", "6304000000000000000",
            "501800000009", "tok..1", ".tok", "tok 1"})
    void paidTopUpTakesNoCardNumberForAToken(String method) {
        error(pay(method, alice), 400, "invalid-request");
        assertThat(get("/topupBalance?partyAccount.id=" + alice).is(200).body()).isEmpty();
    }

    @Test
    void paidTopUpTakesATokenOfParts() {
        pay("shopper-1.8415718415172204", alice).is(201);
    }

    @Test
    void paidTopUpIsARechargeWhoseImpactIsThatOfItsEntry() {
        caller = new Caller("app", "app", null, false);
        Answer done = pay("tok_1", alice).is(201);
        assertThat(done.text("/status")).isEqualTo("completed");
        assertThat(done.text("/payment/id")).isEqualTo("rch_" + done.id());
        assertThat(done.text("/impactedBucket/0/bucket/id")).isEqualTo(alice + ".airtime:USD");
        assertThat(held(alice)).isEqualTo(1_000);
        error(pay("declined", alice), 409, "declined");
        error(post("/topupBalance", "{%s,%s}".formatted(amount(1), of(alice))), 403, "forbidden");
    }

    @Test
    void paymentOnThePageIsUnderWayUntilItIsSeen() {
        Answer begun = pay("hosted-page", alice).is(201);
        assertThat(begun.text("/status")).isEqualTo("created");
        assertThat(begun.text("/payment/paymentPage")).isEqualTo("https://pay.example/1");
        error(call("DELETE", "/topupBalance/" + begun.id(), null, null), 409, "wrong-status");
        payments.paid(begun.id(), alice);
        after(ALWAYS);
        Answer seen = get("/topupBalance/" + begun.id());
        assertThat(seen.text("/status")).isEqualTo("completed");
        assertThat(seen.body().at("/impactedBucket/0/amountAfter/amount").longValue()).isEqualTo(1_000);

        String other = pay("hosted-page", alice).is(201).id();
        assertThat(call("PATCH", "/topupBalance/" + other, "{\"status\":\"cancelled\",\"description\":\"not wanted\"}",
                null).is(200).text("/status")).isEqualTo("cancelled");
        assertThat(payments.cancelledBy).endsWith("crm");
    }

    private Answer cancel(String topUp) {
        return call("PATCH", "/topupBalance/" + topUp, "{\"status\":\"cancelled\"}", null);
    }

    @Test
    void wishToCancelIsDoneOnlyIfItIsKept() {
        String id = pay("hosted-page", alice).is(201).id();
        Progress open = new Progress.UnderWay("rch_" + id, URI.create("https://pay.example/1"));
        payments.cancels = payment -> new Cancelling.TooLate(open);
        error(cancel(id), 409, "wrong-status");
        payments.cancels = payment -> new Cancelling.Wished(open);
        assertThat(cancel(id).is(200).text("/status")).isEqualTo("created");
        payments.paid(id, alice);
        payments.cancels = payment -> new Cancelling.TooLate(Objects.requireNonNull(payments.progress.get(id)));
        error(cancel(id), 409, "wrong-status");
        assertThat(get("/topupBalance/" + id).text("/status")).isEqualTo("completed");
    }

    @Test
    void topUpIsNotBegunAfterItsLastMoment() {
        String id = pay("silent", alice).is(201).id();
        after(Duration.ofMinutes(10));
        Answer late = get("/topupBalance/" + id);
        assertThat(late.text("/status") + " " + late.text("/failure")).isEqualTo("failed not_begun");
        after(ALWAYS);
        payments.paid(id, alice);
        after(Duration.ofDays(1));
        assertThat(get("/topupBalance/" + id).text("/status")).as("it was begun after all").isEqualTo("completed");
    }

    @Test
    void topUpIsCancelledBeforeAnybodyKnowsThatItIsBegun() {
        String id = pay("silent", alice).is(201).id();
        payments.cancelledBy.clear();
        assertThat(cancel(id).is(200).text("/status")).isEqualTo("cancelled");
        Progress open = new Progress.UnderWay("rch_" + id, URI.create("https://pay.example/1"));
        payments.cancels = payment -> new Cancelling.TooLate(open);
        after(Duration.ofMinutes(1));
        assertThat(payments.cancelledBy).as("there is nothing").isEmpty();
        payments.progress.put(id, open);
        after(Duration.ofMinutes(1));
        assertThat(get("/topupBalance/" + id).text("/status")).isEqualTo("cancelled");
        payments.cancels = FakePayments::cancelled;
        after(Duration.ofMinutes(1));
        assertThat(payments.cancelledBy).as("until it is").containsExactly("crm", "crm");
        assertThat(get("/topupBalance/" + id).text("/status")).isEqualTo("cancelled");
        payments.paid(id, alice);
        after(Duration.ofDays(1));
        assertThat(get("/topupBalance/" + id).text("/status")).as("paid all the same").isEqualTo("completed");
    }

    @Test
    void topUpOfWhosePaymentIsLearnedMeanwhileIsNotCancelledWithoutIt() {
        String id = pay("silent", alice).is(201).id();
        Answer overtaken = Overlap.of(database,
                "UPDATE balance.tmf_action SET reference = 'rch_1', version = version + 1 WHERE id = '" + id + "'",
                Mono.fromCallable(() -> cancel(id)).subscribeOn(Schedulers.boundedElastic()));
        error(overtaken, 409, "overtaken");

        Actions actions = context.getBean(Actions.class);
        Action seen = Objects.requireNonNull(actions.find(id).block());
        Action learned = actions.conclude(seen, new Conclusion(seen.status(), null, "rch_2", null, null), now,
                now.plus(ALWAYS)).block();
        assertThat(Objects.requireNonNull(learned).version()).isEqualTo(seen.version() + 1);
    }

    /** Looks after whatever is due so much later. */
    private void after(Duration time) {
        now = now.plus(time);
        CarryOn carryOn = context.getBean(CarryOn.class);
        while (Objects.requireNonNull(carryOn.round().block()) > 0) {
            assertThat(now).as("each has one turn").isNotNull();
        }
    }

    @Test
    void paymentsThatRestDoNotKeepOthersFromTheirTurn() {
        for (int i = 0; i < MANY; i++) {
            pay("hosted-page", bob).is(201);
        }
        String id = pay("hosted-page", alice).is(201).id();
        payments.paid(id, alice);
        after(ALWAYS);
        assertThat(get("/topupBalance/" + id).text("/status")).isEqualTo("completed");
    }

    @Test
    void refusalIsTheEndOnlyWhenNothingElseCanHaveBegun() {
        String key = "late-" + alice;
        String id = call("POST", "/topupBalance", paid("late", alice), key).is(201).id();
        assertThat(call("POST", "/topupBalance", paid("late", alice), key).is(201).text("/status"))
                .isEqualTo("created");
        after(Duration.ofSeconds(59));
        assertThat(get("/topupBalance/" + id).text("/status")).as("the first may still come").isEqualTo("created");
        after(Duration.ofSeconds(1));
        assertThat(get("/topupBalance/" + id).text("/failure")).isEqualTo("too_many_from_client");

        Answer refused = pay("refused", bob);
        error(refused, 409, "too-many-from-client");
        payments.paid(location(refused).replaceFirst(".*/", ""), bob);
        after(Duration.ofMinutes(1));
        assertThat(get(location(refused)).text("/status")).as("another node had begun it").isEqualTo("completed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"declined", "expired", "cancelled"})
    void moneyThatComesAfterTheEndCompletesTheTopUp(String end) {
        String id = pay("hosted-page", alice).is(201).id();
        payments.progress.put(id, end.equals("cancelled")
                ? new TopUpByPayment.Progress.Cancelled("rch_" + id)
                : new TopUpByPayment.Progress.Failed("rch_" + id, end));
        after(ALWAYS);
        assertThat(get("/topupBalance/" + id).text("/status")).isEqualTo(end.equals("cancelled") ? end : "failed");
        call("DELETE", "/topupBalance/" + id, null, null).is(204);
        now = now.plus(Duration.ofDays(7));
        after(Duration.ZERO);
        payments.paid(id, alice);
        after(Duration.ofDays(2));
        Answer paid = get("/topupBalance/" + id).is(200);
        assertThat(paid.text("/status") + paid.text("/failure")).isEqualTo("completed");
        assertThat(paid.body().path("impactedBucket")).hasSize(1);
    }

    @Test
    void paymentOfWhichNobodyKnowsIsBegunAgainUnderItsOwnId() {
        Answer begun = call("POST", "/topupBalance", paid("silent", alice), "\"" + alice + "\"").is(201);
        assertThat(begun.text("/status")).isEqualTo("created");
        after(Duration.ofMinutes(1));
        Answer again = call("POST", "/topupBalance", paid("silent", alice), alice).is(201);
        assertThat(again.id()).isEqualTo(begun.id());
        assertThat(again.text("/status")).isEqualTo("completed");
        assertThat(held(alice)).isEqualTo(1_000);
    }

    @Test
    void sameKeyIsTheSameActionAndAnotherBodyUnderItIsRefused() {
        String body = "{%s,%s}".formatted(amount(500), of(alice));
        String id = call("POST", "/topupBalance", body, "k-" + alice).is(201).id();
        assertThat(call("POST", "/topupBalance", body, "k-" + alice).is(201).id()).isEqualTo(id);
        assertThat(post("/topupBalance", body).is(201).id()).as("without a key").isNotEqualTo(id);
        assertThat(held(alice)).isEqualTo(1_000);
        error(call("POST", "/topupBalance", "{%s,%s}".formatted(amount(501), of(alice)), "k-" + alice), 409,
                "idempotency-key-reused");
        error(call("POST", "/topupBalance", body, "a,b"), 400, "idempotency-key-malformed");
        String bucket = "{\"usageType\":\"data\",%s}".formatted(of(alice));
        assertThat(call("POST", "/bucket", bucket, "b").is(201).id())
                .isEqualTo(call("POST", "/bucket", bucket, "b").is(201).id());
        error(call("POST", "/bucket", bucket.replace("data", "sms"), "b"), 409, "idempotency-key-reused");
    }

    @Test
    void sameKeyManyTimesAtOnceIsOneEntry() {
        String body = "{%s,%s}".formatted(amount(500), of(alice));
        List<String> ids = Flux.range(0, MANY)
                .flatMap(i -> Mono.fromCallable(() -> call("POST", "/topupBalance", body, "many-" + alice).is(201).id())
                        .subscribeOn(Schedulers.boundedElastic()), MANY)
                .distinct()
                .collectList()
                .block(Duration.ofSeconds(30));
        assertThat(ids).hasSize(1);
        assertThat(held(alice)).isEqualTo(500);
    }

    @Test
    void bucketIsMadeFilledAndDeletedWhenEmpty() {
        Answer made = post("/bucket", """
                {"usageType":"data","name":"weekend","validFor":{"endDateTime":"2027-01-01T00:00:00Z"},%s}
                """.formatted(of(alice))).is(201);
        assertThat(made.text("/status")).isEqualTo("active");
        assertThat(made.text("/remainingValue/units")).isEqualTo("data:byte");
        String in = "{\"amount\":{\"amount\":5000},\"bucket\":{\"id\":\"%s\"}%s}";
        post("/topupBalance", in.formatted(made.id(), "")).is(201);
        error(call("DELETE", "/bucket/" + made.id(), null, null), 409, "bucket-in-use");
        post("/adjustBalance", in.formatted(made.id(), ",\"adjustType\":\"generalDebit\"")).is(201);
        call("DELETE", "/bucket/" + made.id(), null, null).is(204);
        error(get("/bucket/" + made.id()), 404, "not-found");
        error(call("DELETE", "/bucket/" + made.id(), null, null), 404, "not-found");
        give(alice, 1);
        error(call("DELETE", "/bucket/" + alice + ".airtime:USD", null, null), 409, "bucket-in-use");
        error(post("/topupBalance", in.formatted(alice + ":nothing.data:byte", "")), 409, "bucket-unknown");
    }

    @Test
    void bucketIsNotDeletedWhileASessionGivesBackToIt() {
        String id = post("/bucket", "{\"usageType\":\"data\",%s}".formatted(of(alice))).is(201).id();
        String in = "{\"amount\":{\"amount\":5000},\"bucket\":{\"id\":\"%s\"},\"adjustType\":\"%s\"}";
        post("/adjustBalance", in.formatted(id, "goodWillCredit")).is(201);
        post("/adjustBalance", in.formatted(id, "generalDebit")).is(201);
        BucketId bucket = BucketId.parse(id).orElseThrow();
        assertThat(Overlap.of(database, """
                SELECT balance.post('ent_back%1$s', 'charging', 'test', now(), ARRAY['%2$s', 'issued-credit'],
                                    ARRAY['data:byte', 'data:byte'], ARRAY[7, -7])
                """.formatted(++serial, bucket.account().value()),
                context.getBean(KnownBuckets.class).delete(bucket, now))).isFalse();
        assertThat(get("/bucket/" + id).is(200).body().at("/remainingValue/amount").longValue()).isEqualTo(7);
    }

    @Test
    void bucketThatEndedIsNeitherFilledNorSpent() {
        String id = post("/bucket", """
                {"usageType":"monetary","remainingValue":{"units":"airtime:USD"},"validFor":{"endDateTime":"%s"},%s}
                """.formatted(now.plusSeconds(60), of(alice))).is(201).id();
        String in = "{\"amount\":{\"amount\":500},\"bucket\":{\"id\":\"%s\"}%s}";
        post("/topupBalance", in.formatted(id, "")).is(201);
        assertThat(get("/accumulatedBalance/" + alice + ".airtime:USD").is(200).body().at("/totalBalance/amount")
                .longValue()).isEqualTo(500);
        now = now.plusSeconds(60);
        error(post("/topupBalance", in.formatted(id, "")), 409, "bucket-ended");
        error(post("/adjustBalance", in.formatted(id, ",\"adjustType\":\"generalDebit\"")), 409, "bucket-ended");
        assertThat(get("/bucket/" + id).text("/status")).isEqualTo("expired");
        error(get("/accumulatedBalance/" + alice + ".airtime:USD"), 404, "not-found");
    }

    @Test
    void accumulatedBalanceIsTheSumOfBucketsOfAUnit() {
        give(alice, 100);
        String bucket = post("/bucket",
                "{\"usageType\":\"monetary\",\"remainingValue\":{\"units\":\"airtime:USD\"},%s}".formatted(of(alice)))
                .is(201).id();
        post("/topupBalance", "{\"amount\":{\"amount\":20},\"bucket\":{\"id\":\"%s\"}}".formatted(bucket)).is(201);
        Answer sum = get("/accumulatedBalance/" + alice + ".airtime:USD").is(200);
        assertThat(sum.body().at("/totalBalance/amount").longValue()).isEqualTo(120);
        assertThat(sum.body().path("bucket")).hasSize(2);
        Answer list = get("/accumulatedBalance?partyAccount.id=" + alice).is(200);
        assertThat(list.body()).hasSize(1);
        assertThat(list.body().path(0)).isEqualTo(sum.body());
    }

    @Test
    void listsArePagedCountedAndSelected() {
        give(alice, 1_000);
        List<String> ids = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            ids.addFirst(post("/topupBalance", "{%s,%s}".formatted(amount(i), of(alice))).is(201).id());
        }
        ids.addFirst(post("/reserveBalance", "{%s,%s}".formatted(amount(5), of(alice))).is(201).id());

        Answer page = get("/topupBalance?partyAccount.id=" + alice + "&offset=1&limit=1&fields=amount,status").is(206);
        assertThat(page.headers().getFirst("X-Total-Count")).isEqualTo("3");
        assertThat(page.headers().getFirst("X-Result-Count")).isEqualTo("1");
        assertThat(page.body().path(0).propertyNames()).containsExactlyInAnyOrder("id", "href", "amount", "status");
        assertThat(page.text("/0/id")).isEqualTo(ids.get(2));

        Answer all = get("/balanceAction?logicalResource.id=" + numberOf(alice).substring(1)).is(200);
        assertThat(all.body().valueStream().map(action -> action.path("id").stringValue())).isEqualTo(ids);
        assertThat(all.text("/0/actionType")).isEqualTo("reserveBalance");
        assertThat(get("/topupBalance?partyAccount.id=" + alice + "&offset=3").is(206).body()).isEmpty();
        assertThat(get("/topupBalance?partyAccount.id=sub_nobody").is(200).body()).isEmpty();
        post("/bucket", "{\"usageType\":\"data\",%s}".formatted(of(alice))).is(201);
        assertThat(get("/bucket?partyAccount.id=" + alice + "&limit=1").is(206).headers().getFirst("X-Total-Count"))
                .isEqualTo("2");
        error(get("/bucket?limit=1"), 400, "invalid-request");
        error(get("/accumulatedBalance"), 400, "invalid-request");
        assertThat(get("/topupBalance/" + ids.get(1) + "?fields=status").is(200).body().propertyNames())
                .containsExactlyInAnyOrder("id", "href", "status");
    }

    @Test
    void pageReadsOnlyItsOwnersActionsUnderAPlanForAllParameters() {
        PostgresqlConnection connection = Objects.requireNonNull(database.unpooled().create().block());
        try {
            var single = new SingleConnectionFactory(connection, database.unpooled().getMetadata(), true);
            DatabaseClient own = DatabaseClient.create(single);
            connection.beginTransaction()
                    .then(own.sql("SET LOCAL plan_cache_mode = force_generic_plan").then())
                    .then(own.sql("""
                            INSERT INTO balance.tmf_action (id, kind, client, fingerprint, owner, account, unit, amount, status,
                                                            failure, requested_at, content)
                            SELECT 'top_' || lpad(n::text, 32, '0'), 'top_up', 'crm', '', 'sub_many' || n % 50,
                                   'bucket:sub_many' || n % 50, 'airtime:USD', 1, 'failed', 'declined', now(), '{}'
                            FROM generate_series(1, 5000) AS n
                            """).then())
                    .then(own.sql("ANALYZE balance.tmf_action").then())
                    .block();
            Actions actions = new R2dbcActions(single);
            Filter filter = new Filter(ActionKind.TOP_UP, new SubscriberId("sub_many7"), "crm");
            List<Long> first = reads(own, actions.page(filter, 0, 10));
            List<Long> later = reads(own, actions.page(filter, 80, 10));
            assertThat(first.getFirst()).as("actions that are read").isLessThan(250);
            assertThat(later.getFirst()).as("actions that are read").isLessThan(250);
            assertThat(later.getLast()).as("looks at postings").isEqualTo(first.getLast()).isPositive();
        } finally {
            connection.close().block();
        }
    }

    /** How many actions were read for a page of ten, and how often postings were looked for, in the transaction. */
    private static List<Long> reads(DatabaseClient own, Mono<Page<Action>> page) {
        List<Long> before = readsSoFar(own);
        assertThat(Objects.requireNonNull(page.block()).items()).hasSize(10);
        List<Long> after = readsSoFar(own);
        return List.of(after.getFirst() - before.getFirst(), after.getLast() - before.getLast());
    }

    private static List<Long> readsSoFar(DatabaseClient own) {
        return Objects.requireNonNull(own.sql("""
                SELECT sum(seq_tup_read + idx_tup_fetch) FILTER (WHERE relname = 'tmf_action')::bigint AS actions,
                       sum(seq_scan + coalesce(idx_scan, 0)) FILTER (WHERE relname LIKE 'posting%')::bigint AS looks
                FROM pg_stat_xact_user_tables
                """)
                .map(row -> List.of(Objects.requireNonNull(row.get("actions", Long.class)),
                        Objects.requireNonNull(row.get("looks", Long.class))))
                .one()
                .block());
    }

    @ParameterizedTest
    @ValueSource(strings = {"topupBalance", "adjustBalance", "transferBalance", "reserveBalance"})
    void whatWasAskedForIsListedShownChangedAndDeleted(String resource) {
        give(alice, 1_000);
        String id = post("/" + resource,
                "{%s,%s,\"adjustType\":\"generalDebit\",\"receiverPartyAccount\":{\"id\":\"%s\"}}"
                        .formatted(amount(100), of(alice), bob))
                .is(201).id();
        Answer changed = call("PATCH", "/" + resource + "/" + id, "{\"reason\":\"a reason\"}", null).is(200);
        assertThat(get("/" + resource + "/" + id).is(200).body()).isEqualTo(changed.body());
        assertThat(get("/" + resource + "?partyAccount.id=" + alice).is(200).body().path(0)).isEqualTo(changed.body());
        call("DELETE", "/" + resource + "/" + id, null, null).is(204);
        error(get("/" + resource + "/" + id), 404, "not-found");
        error(get("/balanceAction/" + id), 404, "not-found");
        assertThat(get("/" + resource + "?partyAccount.id=" + alice).is(200).body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=201", "offset=-1", "offset=x", "name=x", "partyAccount.id=x"})
    void listWithAWrongParameterIsRefused(String query) {
        error(get("/topupBalance?" + query), 400, "invalid-request");
    }

    @Test
    void subscribersSeeAndMoveOnlyWhatIsTheirs() {
        give(alice, 1_000);
        give(bob, 1_000);
        String ofBob = post("/topupBalance", "{%s,%s}".formatted(amount(1), of(bob))).is(201).id();
        caller = new Caller("alice", "app", alice, true);
        error(get("/bucket/" + bob + ".airtime:USD"), 404, "not-found");
        error(get("/accumulatedBalance/" + bob + ".airtime:USD"), 404, "not-found");
        error(get("/topupBalance/" + ofBob), 404, "not-found");
        error(get("/balanceAction/" + ofBob), 404, "not-found");
        error(call("PATCH", "/topupBalance/" + ofBob, "{\"reason\":\"x\"}", null), 404, "not-found");
        error(call("DELETE", "/topupBalance/" + ofBob, null, null), 404, "not-found");
        assertThat(get("/topupBalance?partyAccount.id=" + bob).is(200).body()).isEmpty();
        assertThat(get("/bucket").is(200).body()).hasSize(1);
        error(post("/transferBalance",
                "{%s,%s,\"receiverPartyAccount\":{\"id\":\"%s\"}}".formatted(amount(100), of(bob),
                        alice)),
                409, "subscriber-unknown");
        Answer given = post("/transferBalance",
                "{%s,%s,\"receiverPartyAccount\":{\"id\":\"%s\"}}".formatted(amount(100),
                        of(alice), bob))
                .is(201);
        assertThat(given.body().path("impactedBucket")).as("not what the receiver has").hasSize(1);
    }

    @Test
    void whatIsSaidMayChangeAndWhatIsDoneMayNot() {
        String id = post("/topupBalance", "{%s,%s,\"reason\":\"a\"}".formatted(amount(5), of(alice))).is(201).id();
        Answer changed = call("PATCH", "/topupBalance/" + id, "{\"description\":\"b\",\"@type\":\"T\"}", null).is(200);
        assertThat(changed.text("/description") + changed.text("/reason") + changed.text("/@type")).isEqualTo("baT");
        error(call("PATCH", "/topupBalance/" + id, "{%s}".formatted(amount(6)), null), 400, "invalid-request");
        error(call("PATCH", "/topupBalance/" + id, "{\"status\":\"completed\"}", null), 400, "invalid-request");
        error(call("PATCH", "/topupBalance/" + id, "{\"status\":\"cancelled\"}", null), 409, "wrong-status");
        error(call("PATCH", "/adjustBalance/" + id, "{\"reason\":\"c\"}", null), 404, "not-found");
        caller = new Caller("crm", "crm", null, false);
        error(call("PATCH", "/topupBalance/" + id, "{\"reason\":\"c\"}", null), 403, "forbidden");
        caller = CRM;
        call("DELETE", "/topupBalance/" + id, null, null).is(204);
        error(get("/topupBalance/" + id), 404, "not-found");
        assertThat(get("/topupBalance?partyAccount.id=" + alice).body()).isEmpty();
        assertThat(held(alice)).as("the books stay").isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "[] | malformed-body", "{\"a\":1,\"a\":2} | malformed-body", "`` | malformed-body",
            "{} | invalid-request",
            "{\"amount\":{\"amount\":1.5,\"units\":\"airtime:USD\"},WHO} | invalid-request",
            "{\"amount\":{\"amount\":0,\"units\":\"airtime:USD\"},WHO} | invalid-request",
            "{\"amount\":{\"amount\":-5,\"units\":\"airtime:USD\"},WHO} | invalid-request",
            "{\"amount\":{\"amount\":1e13,\"units\":\"airtime:USD\"},WHO} | invalid-request",
            "{\"amount\":{\"amount\":1e-999999,\"units\":\"airtime:USD\"},WHO} | invalid-request",
            "{\"amount\":{\"amount\":\"5\",\"units\":\"airtime:USD\"},WHO} | invalid-request",
            "{\"amount\":{\"amount\":5,\"units\":\"gold:ounce\"},WHO} | invalid-request",
            "{\"amount\":{\"amount\":5},WHO} | invalid-request",
            "{\"amount\":{\"units\":\"airtime:USD\"},WHO} | invalid-request",
            "{\"amount\":{\"amount\":5,\"units\":\"airtime:USD\"}} | invalid-request",
            "{\"amount\":{\"amount\":5,\"units\":\"airtime:USD\"},WHO,\"description\":5} | invalid-request",
            "{\"amount\":{\"amount\":5,\"units\":\"airtime:USD\"},WHO,\"channel\":{\"name\":\"x\"}} | invalid-request",
            "{\"amount\":{\"amount\":5,\"units\":\"airtime:USD\"},WHO,\"requestedDate\":\"today\"} | invalid-request",
            "{\"amount\":{\"amount\":5,\"units\":\"airtime:USD\"},WHO,\"requestedDate\":\"2026-03-02T15:00Z\"} | invalid-request",
            "{\"amount\":{\"amount\":5,\"units\":\"airtime:USD\"},WHO,\"@schemaLocation\":\"\"} | invalid-request",
            "{\"amount\":{\"amount\":5,\"units\":\"airtime:USD\"},WHO,\"@schemaLocation\":\"a/b.json\"} | invalid-request",
            "{\"amount\":{\"amount\":5,\"units\":\"airtime:USD\"},WHO,\"isAutoTopup\":true} | invalid-request",
            "{\"amount\":{\"amount\":5,\"units\":\"USD\"},WHO,\"paymentMethod\":{\"id\":\"tok\"}} | invalid-request"})
    void requestThatIsWrongIsRefusedInTmForumsForm(String body, String code) {
        error(post("/topupBalance", body.replace("WHO", of(alice))), 400, code);
    }

    @Test
    void wholeAmountMayBeWrittenAsADecimal() {
        post("/topupBalance", "{\"amount\":{\"amount\":500.00,\"units\":\"airtime:USD\"},%s}".formatted(of(alice)))
                .is(201);
        assertThat(held(alice)).isEqualTo(500);
    }

    @Test
    void hubTellsWhatBecameOfActionsInTmForumsForm() {
        TellEvents events = context.getBean(TellEvents.class);
        while (Objects.requireNonNull(events.round(1_000).block()) > 0) {
            hub.told.clear();
        }
        hub.told.clear();
        give(alice, 1_000);
        String id = post("/reserveBalance", "{%s,%s,\"colour\":\"green\"}".formatted(amount(600), of(alice))).is(201)
                .id();
        post("/adjustBalance", "{%s,%s,\"adjustType\":\"generalDebit\"}".formatted(amount(9_999), of(alice))).is(409);
        events.round(100).block();
        call("PATCH", "/reserveBalance/" + id, "{\"reason\":\"x\"}", null).is(200);
        events.round(100).block();
        call("PATCH", "/reserveBalance/" + id, "{\"status\":\"cancelled\"}", null).is(200);
        events.round(100).block();
        call("DELETE", "/reserveBalance/" + id, null, null).is(204);
        assertThat(events.round(100).block()).isEqualTo(1);
        assertThat(events.round(100).block()).as("told once").isZero();

        assertThat(hub.told).extracting(Hub.News::eventType).containsExactly("ReserveBalanceCreateEvent",
                "AdjustBalanceCreateEvent", "ReserveBalanceAttributeValueChangeEvent", "ReserveBalanceCancelEvent",
                "ReserveBalanceDeleteEvent");
        assertThat(hub.told).extracting(Hub.News::client).containsOnly("crm");
        assertThat(hub.told).extracting(Hub.News::id).doesNotHaveDuplicates();
        hub.told.forEach(news -> assertThat(
                Specification.faults(news.eventType(), JsonMapper.shared().readTree(news.body()))).isEmpty());
        assertThat(
                JsonMapper.shared().readTree(hub.told.getFirst().body()).at("/event/reserveBalance/colour").asString())
                .isEqualTo("green");
    }

    @Test
    void subscriptionsAreTakenAndGivenUp() {
        Answer made = post("/hub", """
                {"callback":"https://crm.example/listener","query":"eventType=TopupBalanceCreateEvent,TopupBalanceCancelEvent"}
                """).is(201);
        assertThat(made.text("/secret")).isEqualTo("whsec_1");
        assertThat(hub.subscribed).containsEntry("crm", List.of("TopupBalanceCreateEvent", "TopupBalanceCancelEvent"));
        call("DELETE", "/hub/" + made.id(), null, null).is(204);
        error(call("DELETE", "/hub/" + made.id(), null, null), 404, "not-found");
        error(post("/hub", "{}"), 400, "invalid-request");
        error(post("/hub", "{\"callback\":\"https://crm.example\",\"query\":\"status=failed\"}"), 400,
                "invalid-request");
        error(post("/hub", "{\"callback\":\"https://denied.example\"}"), 400, "invalid-request");
        error(post("/hub", "{\"callback\":\"https://taken.example\"}"), 409, "callback-taken");
        error(post("/hub", "{\"callback\":\"https://many.example\"}"), 409, "too-many-subscriptions");
        caller = new Caller("alice", "app", alice, false);
        error(post("/hub", "{\"callback\":\"https://crm.example\"}"), 403, "forbidden");
        error(call("DELETE", "/hub/whe_1", null, null), 403, "forbidden");
    }

    @Test
    void numbersThatGrowAsTheyAreKeptComeBackAndARowThatCannotBeReadKeepsNoOtherBack() {
        String big = "\"odds\":12345678901234567890123456789012345678e99";
        give(alice, 1_000);
        String until = ",\"expirationDate\":\"" + now.plusSeconds(60) + "\"";
        String id = post("/reserveBalance", "{%s,%s,%s%s}".formatted(amount(5), of(alice), big, until)).is(201).id();
        assertThat(get("/reserveBalance/" + id).is(200).body().path("odds").doubleValue())
                .isEqualTo(1.2345678901234567E+136);
        String page = pay("hosted-page", alice).is(201).id();
        String spoilt = post("/reserveBalance", "{%s,%s%s}".formatted(amount(5), of(alice), until)).is(201).id();
        String other = pay("hosted-page", alice).is(201).id();
        keep("'{' || content", spoilt, other);
        assertThat(get("/balanceAction?partyAccount.id=" + alice).is(206).body()).hasSize(2);
        payments.paid(page, alice);
        after(ALWAYS);
        assertThat(get("/topupBalance/" + page).text("/status")).isEqualTo("completed");
        context.getBean(CarryOn.class).releaseEnded(100).block();
        assertThat(get("/reserveBalance/" + id).text("/status")).isEqualTo("cancelled");
        context.getBean(TellEvents.class).round(1_000).block();
        assertThat(hub.told).extracting(Hub.News::id).anyMatch(told -> told.startsWith("evt_" + page));
        keep("substr(content, 2)", spoilt, other);
    }

    private void keep(String content, String one, String other) {
        database.client()
                .sql("UPDATE balance.tmf_action SET content = %s WHERE id IN (:one, :other)".formatted(content))
                .bind("one", one)
                .bind("other", other)
                .then()
                .block();
    }

    @Test
    void tokenOfAKeptCardIsShownToNobody() {
        String sent = paid("tok_secret", alice).replace("\"paymentMethod\":{",
                "\"paymentMethod\":{\"@type\":\"Card\",\"href\":\"https://psp.example/tok_secret\",\"more\":{\"a\":\"tok_secret\"},");
        Answer done = call("POST", "/topupBalance", sent, "card-" + alice).is(201);
        context.getBean(TellEvents.class).round(1_000).block();
        assertThat(done.text("/paymentMethod/id") + done.text("/paymentMethod/@type")).isEqualTo("kept-cardCard");
        assertThat(List.of(done.body().toString(), get("/balanceAction/" + done.id()).body().toString(),
                hub.told.getLast().body())).noneMatch(text -> text.contains("tok_secret"));
        assertThat(pay("hosted-page", alice).text("/paymentMethod/id"))
                .isEqualTo("hosted-page");
    }

    @Test
    void whatOneClientAskedForIsNoOthersUnlessThatOneMayAdjust() {
        caller = new Caller("app", "app", null, false);
        String id = pay("hosted-page", alice).is(201).id();
        for (Caller other : List.of(new Caller("shop", "shop", null, false),
                new Caller("alice", "shop", alice, false))) {
            caller = other;
            error(get("/topupBalance/" + id), 404, "not-found");
            error(get("/balanceAction/" + id), 404, "not-found");
            assertThat(get("/balanceAction?partyAccount.id=" + alice).is(200).body()).isEmpty();
            error(call("PATCH", "/topupBalance/" + id, "{\"status\":\"cancelled\"}", null), 404, "not-found");
            error(call("DELETE", "/topupBalance/" + id, null, null), 404, "not-found");
        }
        caller = CRM;
        assertThat(get("/topupBalance?partyAccount.id=" + alice).is(200).body()).hasSize(1);
        call("PATCH", "/topupBalance/" + id, "{\"status\":\"cancelled\"}", null).is(200);
        assertThat(payments.cancelledBy).endsWith("crm");
    }

    @Test
    void longBodiesAreRefusedAndAnEventThatCannotBeToldKeepsNoOtherBack() {
        String notes = "\"notes\":[" + "\"0123456789\",".repeat(1_250) + "0]";
        error(post("/topupBalance",
                "{%s,%s,%s,%s}".formatted(amount(5), of(alice), notes, notes.replace("notes", "n"))),
                400, "malformed-body");
        String first = post("/topupBalance", "{%s,%s,%s}".formatted(amount(5), of(alice), notes)).is(201).id();
        String second = post("/topupBalance", "{%s,%s}".formatted(amount(5), of(alice))).is(201).id();
        hub.refuses = news -> news.id().contains(first);
        context.getBean(TellEvents.class).round(1_000).block();
        assertThat(hub.told).extracting(Hub.News::id).contains("evt_" + second + "_1")
                .doesNotContain("evt_" + first + "_1");
        hub.refuses = news -> false;
        assertThat(context.getBean(TellEvents.class).round(1_000).block()).isEqualTo(1);
    }

    @Test
    void whatCanNeverBeToldIsTriedOnce() {
        context.getBean(TellEvents.class).round(1_000).block();
        post("/topupBalance", "{%s,%s}".formatted(amount(5), of(alice))).is(201);
        hub.refusal = new IllegalArgumentException("it is no event");
        hub.refuses = news -> true;
        assertThat(context.getBean(TellEvents.class).round(1_000).block()).isZero();
        hub.refuses = news -> false;
        hub.refusal = new IllegalStateException("not now");
        assertThat(context.getBean(TellEvents.class).round(1_000).block()).isZero();
    }

    @Test
    void repeatIsAnsweredAsTheFirstWhateverWouldBeSaidByNow() {
        give(alice, 1_000);
        String reserve = "{%s,%s,\"expirationDate\":\"%s\"}".formatted(amount(5), of(alice), now.plusSeconds(60));
        String reservation = call("POST", "/reserveBalance", reserve, "r-" + alice).is(201).id();
        String use = "{\"reserveBalance\":{\"id\":\"%s\"}}".formatted(reservation);
        String used = call("POST", "/adjustBalance", use, "u-" + alice).is(201).id();
        String transfer = "{%s,%s,\"receiverPartyAccount\":{\"id\":\"%s\"}}".formatted(amount(100), of(alice), bob);
        String given = call("POST", "/transferBalance", transfer, "t-" + alice).is(201).id();
        call("DELETE", "/reserveBalance/" + reservation, null, null).is(204);
        database.client().sql("UPDATE balance.subscriber SET status = 'CLOSED' WHERE id = '" + bob + "'").then()
                .block();
        now = now.plusSeconds(61);
        assertThat(call("POST", "/reserveBalance", reserve, "r-" + alice).is(201).id()).isEqualTo(reservation);
        assertThat(call("POST", "/adjustBalance", use, "u-" + alice).is(201).id()).isEqualTo(used);
        assertThat(call("POST", "/transferBalance", transfer, "t-" + alice).is(201).id()).isEqualTo(given);
        error(call("POST", "/transferBalance", transfer.replace("100", "101"), "t-" + alice), 409,
                "idempotency-key-reused");
    }

    @Test
    void bucketIsMadeOncePerKeyAndNotAfterItsEnd() {
        String key = "b-" + alice;
        String body = "{\"usageType\":\"data\",\"validFor\":{\"endDateTime\":\"%s\"},%s}"
                .formatted(now.plusSeconds(60), of(alice));
        String id = call("POST", "/bucket", body, key).is(201).id();
        error(call("POST", "/bucket", body.replace(alice, bob), key), 409, "idempotency-key-reused");
        now = now.plusSeconds(61);
        assertThat(call("POST", "/bucket", body, key).is(201).id()).isEqualTo(id);
        error(call("POST", "/bucket", body, "another-" + alice), 400, "invalid-request");
        error(call("POST", "/bucket", body.replace("2026-", "+12026-"), null), 400, "invalid-request");
        call("DELETE", "/bucket/" + id, null, null).is(204);
        error(call("POST", "/bucket", body, key), 409, "bucket-gone");
        subscribers().provision(new Subscriber(new SubscriberId("sub_" + "x".repeat(40)),
                new Msisdn("+12025559999"), Subscriber.Status.ACTIVE)).block();
        assertThat(post("/bucket", "{\"usageType\":\"sms\",%s}".formatted(of("sub_" + "x".repeat(40)))).is(201).id())
                .endsWith(".sms:message");
    }

    @Test
    void deletedBucketMakesRoomForAnother() {
        database.client().sql("""
                INSERT INTO balance.bucket_terms (account, unit, owner, valid_from, priority)
                SELECT 'bucket:%1$s:n' || n, 'data:byte', '%1$s', 'epoch', 100 FROM generate_series(1, 199) AS n
                """.formatted(alice)).then().block();
        String bucket = "{\"usageType\":\"data\",%s}".formatted(of(alice));
        String id = post("/bucket", bucket).is(201).id();
        error(post("/bucket", bucket), 409, "too-many-buckets");
        call("DELETE", "/bucket/" + id, null, null).is(204);
        error(post("/topupBalance", "{\"amount\":{\"amount\":5},\"bucket\":{\"id\":\"%s\"}}".formatted(id)), 409,
                "bucket-unknown");
        post("/bucket", bucket).is(201);
    }

    @ParameterizedTest
    @CsvSource({"gold:ounce, 400, invalid-request", "airtime:usd, 400, invalid-request",
            "data:byte, 409, bucket-unknown"})
    void mainBucketHoldsCreditOnly(String unit, int status, String code) {
        error(post("/topupBalance", "{\"amount\":{\"amount\":5},\"bucket\":{\"id\":\"%s.%s\"}}".formatted(alice, unit)),
                status, code);
        error(post("/topupBalance", "{\"amount\":{\"amount\":5,\"units\":\"%s\"},%s}".formatted(unit, of(alice))),
                status, code);
    }

    @Test
    void subscriberWhoseIdBeginsWithAnothersHasBucketsOfItsOwn() {
        String longer = alice + "0";
        subscribers().provision(new Subscriber(new SubscriberId(longer), new Msisdn("+1303555%04d".formatted(serial)),
                Subscriber.Status.ACTIVE)).block();
        give(alice, 5);
        give(longer, 7);
        post("/bucket", "{\"usageType\":\"data\",%s}".formatted(of(longer))).is(201);
        assertThat(get("/bucket?partyAccount.id=" + alice).is(200).body()).hasSize(1);
        assertThat(get("/bucket?partyAccount.id=" + longer).is(200).body()).hasSize(2);
    }

    @Test
    void paymentPageThatComesLaterIsTold() {
        String id = pay("silent", alice).is(201).id();
        TellEvents events = context.getBean(TellEvents.class);
        events.round(1_000).block();
        payments.page = URI.create("https://pay.example/2");
        after(Duration.ofMinutes(1));
        payments.page = null;
        events.round(1_000).block();
        assertThat(hub.told.getLast().eventType()).isEqualTo("TopupBalanceAttributeValueChangeEvent");
        assertThat(JsonMapper.shared().readTree(hub.told.getLast().body()).at("/event/topupBalance/payment/paymentPage")
                .asString()).isEqualTo("https://pay.example/2");
        assertThat(hub.told.getLast().id()).contains(id);
    }

    @Test
    void reservationsThatAreUsedUpAndDebitsAreEarnedAndReversalsAreNot() {
        context.getBean(Ledger.class)
                .post(new Entry(new EntryId("ent_sold" + ++serial), "recharge", "test", now, List.of(
                        new Posting(new AccountId("gateway-clearing:test"), new Amount(USD, 100_000)),
                        new Posting(new AccountId("deferred-revenue"), new Amount(USD, -100_000)),
                        new Posting(AccountId.bucketOf(alice), new Amount(AIRTIME, 100_000)),
                        new Posting(new AccountId("issued-credit"), new Amount(AIRTIME, -100_000)))))
                .block();
        long before = gone();
        String reservation = post("/reserveBalance", "{%s,%s}".formatted(amount(600), of(alice))).is(201).id();
        post("/adjustBalance", "{\"reserveBalance\":{\"id\":\"%s\"}}".formatted(reservation)).is(201);
        String adjust = "{%s,%s,\"adjustType\":\"%s\"}";
        post("/adjustBalance", adjust.formatted(amount(40), of(alice), "feeDebit")).is(201);
        assertThat(gone() - before).isEqualTo(640);
        post("/adjustBalance", adjust.formatted(amount(70), of(alice), "goodWillCredit")).is(201);
        post("/adjustBalance", adjust.formatted(amount(70), of(alice), "goodWillReversal")).is(201);
        assertThat(gone() - before).isEqualTo(640);
        assertThat(context.getBean(Revenue.class).recognise(new RevenuePool(USD, AIRTIME)).block()).isPositive();
        assertThat(number(
                "SELECT count(*) FROM balance.account WHERE account IN ('revenue:reserved', 'revenue:adjusted')"))
                .isEqualTo(2);
    }

    /** Credit that is used, and by no network. */
    private long gone() {
        return number("""
                SELECT coalesce(sum(balance), 0)::bigint FROM balance.account
                WHERE account IN ('used-credit:reserved', 'used-credit:adjusted') AND unit = 'airtime:USD'
                """);
    }

    @Test
    void whatIsNotThereIsNotFound() {
        Stream.of("/bucket/x", "/bucket/sub_nobody.airtime:USD", "/topupBalance/x",
                "/topupBalance/top_" + "0".repeat(32),
                "/adjustBalance/x", "/transferBalance/x", "/reserveBalance/x", "/accumulatedBalance/x",
                "/balanceAction/x").forEach(path -> error(get(path), 404, "not-found"));
        error(post("/topupBalance", "{%s,%s}".formatted(amount(5), of("sub_nobody"))), 409, "subscriber-unknown");
        error(post("/adjustBalance", "{\"reserveBalance\":{\"id\":\"x\"}}"), 409, "reservation-unknown");
        error(post("/transferBalance", "{%s,%s,\"receiverPartyAccount\":{\"id\":\"sub_nobody\"}}".formatted(amount(100),
                of(alice))), 409, "receiver-unknown");
    }
}
