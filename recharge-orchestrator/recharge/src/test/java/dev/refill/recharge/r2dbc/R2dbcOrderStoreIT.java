package dev.refill.recharge.r2dbc;

import java.time.Clock;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;

import dev.refill.gateway.ProviderReference;
import dev.refill.groupcommit.Columns;
import dev.refill.groupcommit.GroupCommit;
import dev.refill.recharge.OrderWithdrawn;
import dev.refill.recharge.PaymentMeans;
import dev.refill.recharge.order.Order;
import dev.refill.recharge.order.OrderStore;
import dev.refill.recharge.order.OrderStoreContract;
import dev.refill.recharge.order.TestChanges;
import dev.refill.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The contract on PostgreSQL, with the orders proved after each test. */
class R2dbcOrderStoreIT implements OrderStoreContract {

    private final TestDatabase database = TestDatabase.with("recharge");
    private final OrderStore one = store();
    private final OrderStore other = store();
    private final TestChanges test = new TestChanges(Clock.systemUTC());

    private OrderStore store() {
        return new R2dbcOrderStore(database.client(), new GroupCommit.Limits(16, 10_000, LONGEST), id -> {});
    }

    @Override
    public OrderStore one() {
        return one;
    }

    @Override
    public OrderStore other() {
        return other;
    }

    @Override
    public TestChanges test() {
        return test;
    }

    @AfterEach
    void ordersAreRight() {
        try (database) {
            assertThat(new RechargeInvariants(database.client()).breaks().collectList().block(LONGEST)).isEmpty();
        }
    }

    /** As a node of the version before sends it, while newer ones run beside it. */
    private static final String ACCEPT_OF_THE_VERSION_BEFORE = """
            SELECT is_new, orders_last_hour
            FROM recharge.accept_all(:id, :claim, :client, :channel, :subscriber, :msisdn, :offer, :price, :currency, :unit,
                                     :credit, :bonus, :confirmed, :payment, :gateway, :card, :at, :next, 'CHARGING')
            """;

    private List<String> acceptedByTheVersionBefore(Order... orders) {
        Columns<Order> of = new Columns<>(List.of(orders));
        return Objects.requireNonNull(database.client().sql(ACCEPT_OF_THE_VERSION_BEFORE)
                .bind("id", of.texts(order -> order.id().value()))
                .bind("claim", of.texts(Order::claimId))
                .bind("client", of.texts(order -> order.recharge().owner().clientId()))
                .bind("channel", of.texts(order -> order.recharge().owner().channel().name()))
                .bind("subscriber", of.texts(order -> order.recharge().subscriber().value()))
                .bind("msisdn", of.texts(order -> order.recharge().msisdn().e164()))
                .bind("offer", of.texts(order -> order.recharge().quote().offer().value()))
                .bind("price", of.longs(order -> order.recharge().quote().price().minor()))
                .bind("currency", of.texts(order -> order.recharge().quote().price().currency().getCurrencyCode()))
                .bind("unit", of.texts(order -> order.recharge().quote().credit().unit().code()))
                .bind("credit", of.longs(order -> order.recharge().quote().credit().value()))
                .bind("bonus", of.longs(order -> order.recharge().quote().bonus().value()))
                .bind("confirmed", of.flags(Order::repeatConfirmed))
                .bind("payment", of.texts(order -> order.payment().operationKey().value()))
                .bind("gateway", of.texts(order -> order.payment().gateway().value()))
                .bind("card", of.texts(order -> "pm_card_visa"))
                .bind("at", of.times(order -> order.recharge().createdAt()))
                .bind("next", of.times(Order::nextAttemptAt))
                .map(row -> row.get("is_new", Boolean.class) + " " + row.get("orders_last_hour", Long.class))
                .all()
                .collectList()
                .block(LONGEST));
    }

    @Test
    void nodeOfTheVersionBeforeAcceptsOrdersBesideThisOne() {
        Order first = test.newOrder("claim-1", "+12025550101");
        Order again = test.newOrder("claim-1", "+12025550101");
        Order second = test.newOrder("claim-2", "+12025550101");

        assertThat(acceptedByTheVersionBefore(first, again, second)).containsExactly("true 0", "false 1", "true 1");
        assertThat(one.byId(first.id()).block(LONGEST)).isEqualTo(first);
        assertThat(one.byId(second.id()).block(LONGEST)).isEqualTo(second);
        assertThat(one.accept(again).block(LONGEST)).isEqualTo(new OrderStore.Acceptance.Known(first));
    }

    @Test
    void anOrderOfARuleIsNotKeptOnceItsCardIsRemoved() {
        Order order = test.newOrderOfARule("claim-1", "+12025550101");
        database.client().sql("""
                INSERT INTO recharge.kept_card (id, payment_id, subscriber_id, client_id, gateway, token, brand, last4, expiry_month,
                                                expiry_year, kept_at, removed_at, removed_by, forget_at)
                VALUES ('crd_' || repeat('0', 32), 'pay_1', 'sub_1', 'app', 'fake', :token, 'visa', '4242', 12, 2034, now(), now(), 'a', now())
                """)
                .bind("token", ((PaymentMeans.CardOnFile) order.payment().means()).token())
                .then().block(LONGEST);

        assertThatThrownBy(() -> one.accept(order).block(LONGEST)).isInstanceOf(OrderWithdrawn.class);
        assertThat(one.accept(test.newOrder("claim-2", "+12025550101")).block(LONGEST))
                .as("of somebody who is there").isInstanceOf(OrderStore.Acceptance.New.class);
    }

    @Test
    void changeByTheVersionBeforeIsOfTheOnlyPayment() {
        Order order = test.newOrder("claim-1", "+12025550101");
        one.accept(order).block(LONGEST);

        assertThat(database.client().sql("""
                SELECT n FROM recharge.change_all(ARRAY[:id], ARRAY[CAST(1 AS bigint)], ARRAY['CHARGING'], ARRAY['PROCESSING'],
                    ARRAY['CHARGING'], ARRAY[now()], ARRAY[now()], ARRAY[CAST(NULL AS text)], ARRAY[CAST(NULL AS text)], ARRAY['fake'],
                    ARRAY['ANSWER'], ARRAY[CAST(NULL AS text)], ARRAY[true], ARRAY['pi_1'], ARRAY[CAST(NULL AS text)],
                    ARRAY[CAST(NULL AS bigint)], ARRAY[CAST(NULL AS text)]) AS n
                """)
                .bind("id", order.id().value())
                .map(row -> Objects.requireNonNull(row.get("n", Long.class)))
                .all().collectList().block(LONGEST)).containsExactly(1L);
        assertThat(one.byId(order.id()).block(LONGEST)).satisfies(now -> {
            assertThat(now.payment().operationKey()).isEqualTo(order.payment().operationKey());
            assertThat(now.payment().reference()).isEqualTo(new ProviderReference("pi_1"));
        });
    }

    @ParameterizedTest
    @CsvSource({"paid_in_one_way, pm_1, +256770000001", "payer_is_a_number, , 256770000001", "payer_is_a_number, , ''",
            "payer_is_a_number, , +0256770000001"})
    void paymentInTwoWaysOrByNoPhoneIsNotKept(String rule, @Nullable String card, String payer) {
        assertThatThrownBy(() -> database.client().sql("""
                INSERT INTO recharge.payment (id, recharge_id, seq, gateway, card_on_file, payer_msisdn)
                VALUES ('pay_1', 'rch_1', 1, 'fake', nullif(:card, ''), :payer)
                """)
                .bind("card", card == null ? "" : card)
                .bind("payer", payer)
                .then()
                .block(LONGEST)).hasMessageContaining(rule);
    }

    @Test
    void acceptWhenOneOrderIsRefusedByTheDatabaseThenItsNeighboursAreKept() {
        List<String> results = Objects.requireNonNull(Flux.range(0, 40)
                .flatMap(n -> (n % 2 == 0 ? one : other)
                        .accept(test.newOrder(n == 20 ? "claim\0" : "claim-" + n, "+12025550101"))
                        .map(kept -> "kept")
                        .onErrorReturn("refused"), CROWD)
                .collectList()
                .block(LONGEST));

        assertThat(results.stream().filter("kept"::equals)).hasSize(39);
    }
}
