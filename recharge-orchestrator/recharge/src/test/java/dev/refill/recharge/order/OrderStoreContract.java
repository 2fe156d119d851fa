package dev.refill.recharge.order;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.Approved;
import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Money;
import dev.refill.gateway.ProviderReference;
import dev.refill.recharge.OrderWithdrawn;
import dev.refill.recharge.PaymentMeans;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.order.OrderStore.Acceptance;

import static org.assertj.core.api.Assertions.assertThat;

/** What every store of orders keeps, with many writers and from two nodes: each gets its own answer, none a neighbour's. */
public interface OrderStoreContract {

    Duration LONGEST = Duration.ofSeconds(30);
    int CROWD = 64;

    /** The orders of the running test as one node sees them. */
    OrderStore one();

    /** The same orders as another node sees them. */
    OrderStore other();

    /** Makes orders and changes for {@link #one()}; the same during one test. */
    TestChanges test();

    private OrderStore either(long n) {
        return n % 2 == 0 ? one() : other();
    }

    private static <T> List<T> all(Flux<Mono<T>> crowd) {
        return Objects.requireNonNull(crowd.flatMap(each -> each, CROWD).collectList().block(LONGEST));
    }

    @Test
    default void acceptWhenOneClaimComesManyTimesThenOneOrderIsMade() {
        List<Acceptance> acceptances = all(Flux.range(0, 200)
                .map(n -> either(n / 3).accept(test().newOrder("claim-" + n % 10, "+12025550101"))));

        assertThat(acceptances.stream().filter(Acceptance.New.class::isInstance)).hasSize(10);
        assertThat(acceptances.stream().filter(Acceptance.Known.class::isInstance)
                .map(known -> ((Acceptance.Known) known).order().claimId()).distinct()).hasSize(10);
    }

    @Test
    default void acceptWhenItsClaimWasWithdrawnThenNothingIsKept() {
        Order late = test().newOrderOfARule("claim-1", "+12025550101");
        for (int time = 0; time < 2; time++) {
            assertThat(other().withdraw("claim-1").blockOptional(LONGEST)).isEmpty();
            assertThat(one().accept(late).map(kept -> "kept").onErrorReturn(OrderWithdrawn.class, "withdrawn")
                    .block(LONGEST)).isEqualTo("withdrawn");
        }
        assertThat(one().byClaim("claim-1").blockOptional(LONGEST)).isEmpty();
        assertThat(one().accept(test().newOrderOfARule("claim-2", "+12025550101")).block(LONGEST))
                .isInstanceOf(Acceptance.New.class);
    }

    @Test
    default void withdrawWhenAnOrderIsKeptThenItIsFoundAndStays() {
        Order order = test().newOrderOfARule("claim-1", "+12025550101");
        one().accept(order).block(LONGEST);

        assertThat(other().withdraw("claim-1").block(LONGEST)).isEqualTo(order);
        assertThat(one().accept(test().newOrderOfARule("claim-1", "+12025550101")).block(LONGEST))
                .isEqualTo(new Acceptance.Known(order));
    }

    @Test
    default void whoeverComesFirstAnOrderIsKeptOrItsClaimWithdrawn() {
        List<String> answers = all(Flux.range(0, 200).map(n -> n % 2 == 0
                ? one().accept(test().newOrderOfARule("claim-" + n / 2, "+12025550101")).map(kept -> n / 2 + " kept")
                        .onErrorReturn(OrderWithdrawn.class, n / 2 + " withdrawn")
                : other().withdraw("claim-" + n / 2).map(found -> n / 2 + " kept")
                        .defaultIfEmpty(n / 2 + " withdrawn")));

        assertThat(answers).hasSize(200);
        assertThat(answers.stream().distinct()).as("both say the same").hasSize(100);
    }

    @Test
    default void acceptWhenOneNumberOrdersManyTimesThenEachSeesExactlyThoseBefore() {
        List<Acceptance> acceptances = all(Flux.range(0, 100)
                .map(n -> either(n).accept(test().newOrder("claim-" + n, "+12025550101"))));

        assertThat(acceptances.stream().map(fresh -> ((Acceptance.New) fresh).facts().ordersLastHour()))
                .containsExactlyInAnyOrderElementsOf(LongStream.range(0, 100).boxed().toList());
        assertThat(acceptances.stream().map(fresh -> ((Acceptance.New) fresh).facts().paidLastDay().longValueExact()))
                .containsExactlyInAnyOrderElementsOf(LongStream.range(0, 100).map(n -> n * 1_000).boxed().toList());
    }

    @Test
    default void changeWhenManyChangeOneVersionThenOneDoes() {
        Order order = accepted("claim-1");
        List<String> results = all(Flux.range(0, 100).map(n -> tried(n, order, test().outcomeUnknown())));

        assertThat(results.stream().filter("moved"::equals)).hasSize(1);
        assertThat(results.stream().filter("overtaken"::equals)).hasSize(99);
        assertThat(one().byId(order.id()).map(now -> now.recharge().version()).block(LONGEST)).isEqualTo(2);
    }

    @Test
    default void changeWhenTwoNodesChangeTheSameOrdersInAnyOrderThenNobodyFails() {
        List<Order> orders = IntStream.range(0, 30).mapToObj(n -> accepted("claim-" + n)).toList();
        List<String> results = all(Flux.range(0, 3_000)
                .map(n -> tried(n, orders.get(ThreadLocalRandom.current().nextInt(orders.size())),
                        test().outcomeUnknown())));

        assertThat(results).containsOnly("moved", "overtaken");
        assertThat(results.stream().filter("moved"::equals)).hasSizeLessThanOrEqualTo(orders.size());
    }

    @Test
    default void changeKeepsWhatItSaysOfThePayment() {
        Order unknown = Objects
                .requireNonNull(one().change(accepted("claim-1"), test().outcomeUnknown()).block(LONGEST));
        Order paid = Objects.requireNonNull(one().change(unknown, test().captured("pi_1")).block(LONGEST));

        assertThat(other().byId(paid.id()).block(LONGEST)).isEqualTo(paid);
        assertThat(other().byReference(paid.payment().gateway(), Objects.requireNonNull(paid.payment().reference()))
                .block(LONGEST)).isEqualTo(new OrderStore.Named(paid, paid.payment()));
    }

    @Test
    default void changeThatGoesOnElsewhereBeginsThePaymentThatIsTheOrdersFromThenOn() {
        Order order = accepted("claim-1");
        Payment first = order.payment();
        Order onward = Objects.requireNonNull(one().change(order, test().rerouted("b", "pi_a")).block(LONGEST));

        assertThat(onward.payment()).satisfies(next -> {
            assertThat(next.gateway()).isEqualTo(new GatewayId("b"));
            assertThat(next.triedBefore()).containsExactly(first.gateway());
            assertThat(next.operationKey()).isNotEqualTo(first.operationKey());
            assertThat(next.means()).isEqualTo(first.means());
            assertThat(next.reference()).isNull();
        });
        assertThat(other().byId(order.id()).block(LONGEST)).isEqualTo(onward);
        assertThat(other().byClaim("claim-1").block(LONGEST)).isEqualTo(onward);
        assertThat(other().byOperationKey(onward.payment().operationKey()).block(LONGEST))
                .isEqualTo(new OrderStore.Named(onward, onward.payment()))
                .satisfies(named -> assertThat(named.isFormer()).isFalse());
        assertThat(other().byOperationKey(first.operationKey()).block(LONGEST)).satisfies(named -> {
            assertThat(named.order()).isEqualTo(onward);
            assertThat(named.isFormer()).isTrue();
            assertThat(named.payment().gateway()).isEqualTo(first.gateway());
        });
        assertThat(other().byReference(first.gateway(), new ProviderReference("pi_a")).block(LONGEST))
                .satisfies(named -> assertThat(named.isFormer()).isTrue());
        assertThat(other().takeDue(test().now().plus(Duration.ofDays(1)), Duration.ofMinutes(1), 10)
                .map(Order::payment).collectList().block(LONGEST)).containsExactly(onward.payment());
    }

    @Test
    default void whatIsSaidAfterwardsIsSaidOfTheLatestPaymentAlone() {
        Order order = test().newOrderByPhone("claim-1", "+12025550101", "+256770000001");
        one().accept(order).block(LONGEST);
        Order onward = Objects.requireNonNull(one().change(order, test().rerouted("b", "pi_a")).block(LONGEST));
        Order again = Objects.requireNonNull(one().change(onward, test().rerouted("c", "pi_b")).block(LONGEST));
        Order paid = Objects.requireNonNull(one().change(again, test().captured("pi_c")).block(LONGEST));

        assertThat(other().byId(paid.id()).block(LONGEST)).isEqualTo(paid);
        assertThat(paid.payment().triedBefore()).containsExactly(new GatewayId("fake"), new GatewayId("b"));
        assertThat(other().byReference(new GatewayId("b"), new ProviderReference("pi_b")).block(LONGEST))
                .satisfies(named -> {
                    assertThat(named.isFormer()).isTrue();
                    assertThat(named.payment().isCaptured()).isFalse();
                });
    }

    @Test
    default void keptCardIsFollowedAtItsOwnProviderByThePage() {
        Order order = accepted("claim-1");
        Order onward = Objects.requireNonNull(
                one().change(order, test().rerouted(order.payment().gateway().value(), "pi_a")).block(LONGEST));

        assertThat(onward.payment().means()).isEqualTo(new PaymentMeans.HostedPage());
        assertThat(other().byId(order.id()).block(LONGEST)).isEqualTo(onward);
    }

    @Test
    default void orderWhoseCardIsToBeKeptSaysSoWhereverItIsPaid() {
        Order order = test().newOrderThatSavesItsCard("claim-1", "+12025550101");
        one().accept(order).block(LONGEST);
        assertThat(other().byId(order.id()).block(LONGEST)).isEqualTo(order);

        Order onward = Objects.requireNonNull(one().change(order, test().rerouted("b", "pi_a")).block(LONGEST));
        assertThat(onward.payment().means()).isEqualTo(new PaymentMeans.HostedPage(true));
        assertThat(other().byId(order.id()).block(LONGEST)).isEqualTo(onward);
    }

    @Test
    default void moneyOfAPaymentIsStrayOnlyOnceAnotherOneHasFollowed() {
        Order order = accepted("claim-1");
        Instant now = test().now();
        Approved seen = new Approved(new ProviderReference("pi_a"), TestOrders.PRICE);
        assertThat(one().keepStray(order.payment(), seen, now).block(LONGEST)).isNull();

        Order onward = Objects.requireNonNull(one().change(order, test().rerouted("b", "pi_a")).block(LONGEST));
        assertThat(one().keepStray(order.payment(), seen, now).block(LONGEST))
                .isEqualTo(new OrderStore.Stray(TestOrders.PRICE, now, true));
        assertThat(other().keepStray(order.payment(), new Approved(seen.reference(), Money.of(1, "USD")),
                now.plusSeconds(1)).block(LONGEST))
                .isEqualTo(new OrderStore.Stray(TestOrders.PRICE, now, false));
        assertThat(other().byId(order.id()).block(LONGEST)).as("the order is not touched").isEqualTo(onward);
    }

    @Test
    default void orderOfAPhoneIsReadAsItWasKept() {
        Order order = test().newOrderByPhone("claim-1", "+12025550101", "+256770000001");
        one().accept(order).block(LONGEST);
        Order waiting = Objects.requireNonNull(one().change(order, test().outcomeUnknown()).block(LONGEST));

        assertThat(other().byId(order.id()).block(LONGEST)).isEqualTo(waiting);
        assertThat(waiting.payment().payer()).isEqualTo(order.recharge().payer()).isNotNull();
    }

    @Test
    default void rescheduleByAHolderWhoseLeaseHasPassedThenNothingMoves() {
        Instant due = test().now().plus(Duration.ofDays(1));
        accepted("claim-1");
        Order late = Objects.requireNonNull(one().takeDue(due, Duration.ZERO, 1).blockLast(LONGEST));
        Order now = Objects.requireNonNull(other().takeDue(due, Duration.ofMinutes(3), 1).blockLast(LONGEST));

        one().reschedule(late, due.plusSeconds(1)).block(LONGEST);
        assertThat(one().byId(now.id()).map(Order::nextAttemptAt).block(LONGEST)).isEqualTo(now.nextAttemptAt());

        other().reschedule(now, due.plusSeconds(2)).block(LONGEST);
        assertThat(one().byId(now.id()).map(Order::nextAttemptAt).block(LONGEST)).isEqualTo(due.plusSeconds(2));
    }

    @Test
    default void takeDueTakesTheLongestOverdueFirstAndNothingTwice() {
        List<RechargeId> accepted = IntStream.range(0, 5).mapToObj(n -> accepted("claim-" + n).id()).toList();
        Instant due = test().now().plus(Duration.ofDays(1));
        IntStream.range(0, 5).forEach(n -> one().takeDue(due, Duration.ofSeconds(n), 1).blockLast(LONGEST));

        assertThat(taken(due.plusSeconds(4), 2)).hasSize(2);
        assertThat(taken(due.plusSeconds(4), 10)).hasSize(3);
        assertThat(taken(due.plusSeconds(4), 10)).isEmpty();
        assertThat(taken(due.plusSeconds(70), 10)).containsExactlyInAnyOrderElementsOf(accepted);
    }

    private List<RechargeId> taken(Instant now, int limit) {
        return Objects.requireNonNull(other().takeDue(now, Duration.ofMinutes(1), limit).map(Order::id).collectList()
                .block(LONGEST));
    }

    private Order accepted(String claim) {
        Order order = test().newOrder(claim, "+12025550101");
        assertThat(one().accept(order).block(LONGEST)).isInstanceOf(Acceptance.New.class);
        return order;
    }

    private Mono<String> tried(int n, Order order, OrderChange change) {
        return either(n).change(order, change)
                .map(moved -> "moved")
                .onErrorReturn(OrderOvertaken.class, "overtaken");
    }
}
