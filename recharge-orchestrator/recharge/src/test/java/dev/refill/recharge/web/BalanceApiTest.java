package dev.refill.recharge.web;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.ledger.AccountId;
import dev.refill.ledger.Amount;
import dev.refill.ledger.Balance;
import dev.refill.ledger.Entry;
import dev.refill.ledger.EntryId;
import dev.refill.ledger.HistoryLine;
import dev.refill.ledger.Ledger;
import dev.refill.ledger.LedgerUnit;
import dev.refill.ledger.PostOutcome;
import dev.refill.recharge.ReadCredit;
import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.Subscriber;
import dev.refill.subscriber.SubscriberId;
import dev.refill.subscriber.Subscribers;

import static org.assertj.core.api.Assertions.assertThat;

class BalanceApiTest {

    private static final LedgerUnit AIRTIME = new LedgerUnit("airtime:USD");
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

    private static WebTestClient.BodyContentSpec balance(Map<AccountId, Long> books) {
        var ledger = new Holdings(books);
        var controller = new BalanceController(new VisibleSubscribers(new Ada(), new ApiSettings("US")),
                new ReadCredit(ledger, one -> Flux.just(OF_A_DISPUTE)), ledger);
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
