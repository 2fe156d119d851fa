package dev.refill.recharge.web;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.bucket.BucketTerms;
import dev.refill.bucket.HeldBucket;
import dev.refill.bucket.Purse;
import dev.refill.ledger.AccountId;
import dev.refill.ledger.Amount;
import dev.refill.ledger.Balance;
import dev.refill.ledger.Entry;
import dev.refill.ledger.EntryId;
import dev.refill.ledger.HistoryLine;
import dev.refill.ledger.Ledger;
import dev.refill.ledger.LedgerUnit;
import dev.refill.ledger.PostOutcome;
import dev.refill.recharge.CreditHistory;
import dev.refill.recharge.ReadCredit;
import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.Subscriber;
import dev.refill.subscriber.SubscriberId;
import dev.refill.subscriber.Subscribers;
import dev.refill.tariff.Validity;

import static org.assertj.core.api.Assertions.assertThat;

class BalanceApiTest {

    private static final LedgerUnit AIRTIME = new LedgerUnit("airtime:USD");
    private static final AccountId DECEMBER = new AccountId("bucket:sub_ada:december");
    private static final AccountId JANUARY = new AccountId("bucket:sub_ada:january");
    private static final AccountId FEBRUARY = new AccountId("bucket:sub_ada:february");
    private static final Map<AccountId, Instant> END_OF = Map.of(
            DECEMBER, Instant.parse("2027-01-01T00:00:00Z"),
            JANUARY, Instant.parse("2027-02-01T00:00:00Z"),
            FEBRUARY, Instant.parse("2027-03-01T00:00:00Z"));
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2027-01-01T00:00:00Z"), ZoneOffset.UTC);
    private static final AccountId OF_A_DISPUTE = AccountId.frozenOf("dsp_01h00000000000000000000000");

    /** The application does that at its start; it blocks. */
    @BeforeAll
    static void readTheNumberingPlan() {
        assertThat(Msisdn.parse("+12025550101", "US")).isPresent();
    }

    @Test
    void balanceWhenNothingIsHeldBackOrOwedThenNotAWordOfIt() {
        balance(Map.of(AccountId.bucketOf("sub_ada"), 700L, AccountId.receivableOf("sub_ada"), 0L, OF_A_DISPUTE, 0L))
                .json("{\"msisdn\":\"+12025550101\",\"balances\":[{\"unit\":\"airtime:USD\",\"value\":700}]}",
                        JsonCompareMode.STRICT);
    }

    @Test
    void balanceWhenPaymentsWentBackThenWhatIsHeldBackAndOwed() {
        balance(Map.of(AccountId.bucketOf("sub_ada"), 0L, AccountId.receivableOf("sub_ada"), -400L,
                AccountId.frozenOf("sub_ada"), 200L, OF_A_DISPUTE, 500L))
                .json("""
                        {"msisdn":"+12025550101","balances":[{"unit":"airtime:USD","value":0,"frozen":700,"owed":400}]}
                        """, JsonCompareMode.STRICT);
    }

    @Test
    void balanceWhenTheBucketWasNeverPostedToThenWhatIsOwedAllTheSame() {
        balance(Map.of(AccountId.receivableOf("sub_ada"), -400L)).jsonPath("$.balances[0].owed").isEqualTo(400);
    }

    @Test
    void balanceWhenCreditEndsThenWhatEndsFirstAndWhatHasEndedDoesNotCount() {
        balance(Map.of(AccountId.bucketOf("sub_ada"), 700L, DECEMBER, 50L, JANUARY, 200L, FEBRUARY, 300L))
                .json("""
                        {"msisdn":"+12025550101","balances":[
                         {"unit":"airtime:USD","value":1200,"ends":{"value":200,"at":"2027-02-01T00:00:00Z"}}]}
                        """, JsonCompareMode.STRICT);
    }

    private static WebTestClient.BodyContentSpec balance(Map<AccountId, Long> books) {
        var ledger = new Holdings(books);
        var controller = new BalanceController(new VisibleSubscribers(new Ada(), new ApiSettings("US")),
                new ReadCredit(ledger, ledger::purseOf, one -> Flux.just(OF_A_DISPUTE), CLOCK),
                new CreditHistory(ledger, owner -> Flux.empty()));
        Jwt token = Jwt.withTokenValue("token").header("alg", "none").claim("client_id", "app").issuedAt(Instant.EPOCH)
                .build();
        return WebTestClient.bindToController(controller)
                .controllerAdvice(new ApiErrors())
                .webFilter((exchange, chain) -> chain.filter(
                        exchange.mutate().principal(Mono.just(new JwtAuthenticationToken(token))).build()))
                .build()
                .get()
                .uri("/v1/subscribers/12025550101/balance")
                .exchange()
                .expectStatus().isOk()
                .expectBody();
    }

    private record Holdings(Map<AccountId, Long> books) implements Ledger {

        /** Credit for ever, but for what is in lots. */
        Mono<Purse> purseOf(String owner) {
            return Flux.fromIterable(books.entrySet())
                    .filter(one -> one.getKey().isBucket())
                    .map(one -> new HeldBucket(new BucketTerms(one.getKey(), AIRTIME, Optional.empty(),
                            new Validity(Instant.EPOCH, END_OF.get(one.getKey())), 100), one.getValue()))
                    .collectList()
                    .map(Purse::of);
        }

        @Override
        public Mono<PostOutcome> post(Entry entry) {
            throw new UnsupportedOperationException("post");
        }

        @Override
        public Mono<Entry> entry(EntryId id) {
            throw new UnsupportedOperationException("entry");
        }

        @Override
        public Mono<Balance> balanceOf(AccountId account, LedgerUnit unit) {
            throw new UnsupportedOperationException("balanceOf");
        }

        @Override
        public Flux<Balance> balancesOf(AccountId account) {
            return Mono.justOrEmpty(books.get(account))
                    .map(value -> new Balance(account, new Amount(AIRTIME, value)))
                    .flux();
        }

        @Override
        public Flux<HistoryLine> history(AccountId account, @Nullable Long before, int limit) {
            throw new UnsupportedOperationException("history");
        }
    }

    private record Ada() implements Subscribers {

        @Override
        public Mono<Subscriber> withNumber(Msisdn msisdn) {
            return Mono.just(new Subscriber(new SubscriberId("sub_ada"), msisdn, Subscriber.Status.ACTIVE));
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
