package dev.refill.recharge.web;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.ledger.AccountId;
import dev.refill.ledger.Amount;
import dev.refill.ledger.LedgerUnit;
import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.Subscriber;
import dev.refill.subscriber.SubscriberId;
import dev.refill.subscriber.Subscribers;
import dev.refill.tariff.plan.Service;
import dev.refill.usage.RemainingAllowance;
import dev.refill.usage.UsageCount;
import dev.refill.usage.UsageFilter;
import dev.refill.usage.UsageRecord;
import dev.refill.usage.UsageSummary;
import dev.refill.usage.Usages;
import dev.refill.usage.Used;

import static org.assertj.core.api.Assertions.assertThat;

class UsageApiTest {

    private static final SubscriberId ADA = new SubscriberId("sub_ada");
    private static final Amount FIVE = new Amount(new LedgerUnit("airtime:USD"), 5);
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final LocalDate TODAY = LocalDate.of(2026, 3, 2);

    private final List<UsageFilter> asked = new ArrayList<>();
    private final Usages usages = new Usages() {

        @Override
        public Flux<UsageRecord> history(SubscriberId subscriber, UsageFilter filter, int limit) {
            asked.add(filter);
            return Flux.fromStream(LongStream.of(9, 4).mapToObj(UsageApiTest::record)).take(limit)
                    .filter(one -> subscriber.equals(ADA));
        }

        @Override
        public Mono<UsageSummary> summary(SubscriberId subscriber) {
            return Mono.just(new UsageSummary(ZoneId.of("America/New_York"), TODAY,
                    List.of(new UsageCount(TODAY, Service.SMS, 1, FIVE)),
                    List.of(new UsageCount(LocalDate.of(2026, 3, 1), Service.SMS, 3, FIVE)),
                    List.of(new RemainingAllowance(new AccountId("bucket:sub_ada:pack"), "pack",
                            new Amount(new LedgerUnit("data:byte"), 40), 100, null))));
        }
    };

    /** The application does that at its start; it blocks. */
    @BeforeAll
    static void readTheNumberingPlan() {
        assertThat(Msisdn.parse("+12025550101", "US")).isPresent();
    }

    private static UsageRecord record(long position) {
        Service service = position == 9 ? Service.DATA : Service.VOICE;
        return new UsageRecord(position, "ses_" + position,
                new Used(service, service == Service.DATA ? "10" : "+12125550100", NOON, NOON.plusSeconds(60), 60,
                        FIVE));
    }

    private ResponseSpec get(String path, @Nullable String subscriber) {
        Jwt.Builder token = Jwt.withTokenValue("token").header("alg", "none").claim("client_id", "app")
                .issuedAt(Instant.EPOCH);
        Jwt jwt = subscriber == null ? token.build() : token.claim("subscriber_id", subscriber).build();
        return WebTestClient
                .bindToController(new UsageController(
                        new VisibleSubscribers(new Ada(), new ApiSettings("US")), usages))
                .controllerAdvice(new ApiErrors())
                .webFilter((exchange, chain) -> chain.filter(
                        exchange.mutate().principal(Mono.just(new JwtAuthenticationToken(jwt))).build()))
                .build()
                .get().uri("/v1/subscribers/12025550101/usage" + path).exchange();
    }

    @Test
    void historyShowsRecordsAndWhereTheNextPageBegins() {
        get("?limit=2", null).expectStatus().isOk().expectBody().json("""
                {"msisdn":"+12025550101","next":4,"usage":[
                  {"position":9,"id":"ses_9","service":"data","ratingGroup":10,"quantity":60,"charged":5,
                   "unit":"airtime:USD","from":"2026-03-02T12:00:00Z","until":"2026-03-02T12:01:00Z"},
                  {"position":4,"id":"ses_4","service":"voice","destination":"+12125550100","quantity":60,"charged":5,
                   "unit":"airtime:USD","from":"2026-03-02T12:00:00Z","until":"2026-03-02T12:01:00Z"}]}
                """, JsonCompareMode.STRICT);
        get("", "sub_ada").expectStatus().isOk().expectBody().jsonPath("$.next").doesNotExist();
        assertThat(asked).containsOnly(UsageFilter.ALL);
    }

    @Test
    void historyIsAskedForByTimeServiceAndPosition() {
        get("?from=2026-03-02T12:00:00Z&until=2026-03-02T13:00:00Z&service=sms&before=17", null)
                .expectStatus().isOk();
        assertThat(asked).containsExactly(new UsageFilter(NOON, NOON.plusSeconds(3_600), Service.SMS, 17L));
    }

    @ParameterizedTest
    @CsvSource({"from,yesterday", "until,+1000000000-12-31T23:59:59Z", "service,fax", "before,0", "limit,201",
            "limit,x"})
    void whenAParameterIsWrongThenItIsNamed(String name, String value) {
        get("?" + name + "=" + value.replace("+", "%2B"), null).expectStatus().isEqualTo(422)
                .expectBody().jsonPath("$.errors[0].field").isEqualTo(name);
        assertThat(asked).isEmpty();
    }

    @Test
    void summaryShowsCountersAndAllowances() {
        get("/summary", null).expectStatus().isOk().expectBody().json("""
                {"msisdn":"+12025550101","timeZone":"America/New_York",
                 "days":[{"day":"2026-03-02","service":"sms","quantity":1,"charged":5,"unit":"airtime:USD"}],
                 "months":[{"month":"2026-03","service":"sms","quantity":3,"charged":5,"unit":"airtime:USD"}],
                 "allowances":[{"allowance":"pack","bucket":"bucket:sub_ada:pack","unit":"data:byte","remaining":40,
                                "filled":100}]}
                """, JsonCompareMode.STRICT);
    }

    @Test
    void usageOfAnotherIsNotFound() {
        get("", "sub_bob").expectStatus().isNotFound();
        get("/summary", "sub_bob").expectStatus().isNotFound();
        assertThat(asked).isEmpty();
    }

    private record Ada() implements Subscribers {

        @Override
        public Mono<Subscriber> withNumber(Msisdn msisdn) {
            return Mono.just(new Subscriber(ADA, msisdn, Subscriber.Status.ACTIVE));
        }

        @Override
        public Mono<Subscriber> withId(SubscriberId id) {
            throw new UnsupportedOperationException("withId");
        }

        @Override
        public Mono<Subscriber> provision(Subscriber subscriber) {
            throw new UnsupportedOperationException("provision");
        }
    }
}
