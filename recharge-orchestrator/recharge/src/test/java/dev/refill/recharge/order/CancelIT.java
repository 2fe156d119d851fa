package dev.refill.recharge.order;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import dev.refill.gateway.Approved;
import dev.refill.gateway.Closed;
import dev.refill.gateway.GatewayEvent;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.Pending;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.Unknown;
import dev.refill.recharge.Cancellation;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.Recharges;
import dev.refill.recharge.StartRechargeCommand;
import dev.refill.webhooks.GatewayEventHandler;

import static org.assertj.core.api.Assertions.assertThat;

/** Cancelling and expiring unpaid orders, on a real database. */
class CancelIT {

    private static final Duration LONGEST = Duration.ofSeconds(20);
    /** Longer than most cancels take, so that now the one and now the other is faster. */
    private static final long MOST_HESITATION_MILLIS = 400;

    private final List<RechargeOffice> offices = new ArrayList<>();

    @AfterEach
    void booksAndOrdersAreRight() {
        for (RechargeOffice office : offices) {
            assertThat(office.breaks()).isEmpty();
            office.close();
        }
    }

    private RechargeOffice office(String... settings) {
        RechargeOffice office = new RechargeOffice(settings);
        offices.add(office);
        return office;
    }

    /** An order that waits for its customer on the provider's page. */
    private static Order unpaid(RechargeOffice office, String claim) {
        office.gateway.sendsToAPage();
        var card = RechargeOffice.tenDollars(claim);
        office.start(new StartRechargeCommand(claim, card.owner(), card.msisdn(), card.offer(), card.price(), null,
                true));
        Order order = office.theOrder(claim);
        assertThat(order.state()).isEqualTo(RechargeState.REQUIRES_ACTION);
        return order;
    }

    private static Cancellation cancel(RechargeOffice office, RechargeId id) {
        return office.the(Recharges.class).cancel(id, "app").blockOptional(LONGEST).orElseThrow();
    }

    private static Mono<?> webhook(RechargeOffice office, Order order, PaymentObservation seen) {
        return office.the(GatewayEventHandler.class).handle(new GatewayEvent.PaymentObserved(office.gateway.id(),
                "evt_" + order.id(), TestOrders.NOW, order.payment().operationKey(), seen));
    }

    @Test
    void unpaidOrderIsCancelledOnceTheProviderHasClosedItsPage() {
        RechargeOffice office = office();
        Order order = unpaid(office, "c1");

        assertThat(cancel(office, order.id())).isInstanceOf(Cancellation.Cancelled.class);

        assertThat(office.gateway.truth(order.payment().operationKey())).isInstanceOf(Closed.class);
        assertThat(office.theOrder("c1").state()).isEqualTo(RechargeState.CANCELLED);
        assertThat(office.theOrder("c1").recharge().paymentPage()).isNull();
        assertThat(cancel(office, order.id())).isInstanceOf(Cancellation.Cancelled.class);
    }

    @Test
    void orderThatWasPaidMeanwhileIsCredited() {
        RechargeOffice office = office();
        Order order = unpaid(office, "c1");
        office.gateway.pays(order.payment().operationKey(), TestOrders.PRICE);

        assertThat(cancel(office, order.id())).isInstanceOf(Cancellation.TooLate.class);

        assertThat(office.theOrder("c1").state()).isEqualTo(RechargeState.CREDITED);
        assertThat(office.airtime()).isEqualTo(1_100);
    }

    @Test
    void lostAnswerLeavesTheOrderWhereItIsUntilItIsCertain() {
        RechargeOffice office = office();
        Order order = unpaid(office, "c1");
        office.gateway.losesAnswersOfCancels(true);

        assertThat(cancel(office, order.id())).isInstanceOf(Cancellation.UnderWay.class);
        assertThat(office.theOrder("c1").state()).isEqualTo(RechargeState.CANCELLING);
        office.gateway.looksUpOnly(new Unknown("no answer"));
        office.resumeAfter(Duration.ofMinutes(1));
        assertThat(office.theOrder("c1").state()).isEqualTo(RechargeState.CANCELLING);

        office.gateway.looksUpAgain();
        office.resumeAfter(Duration.ofHours(2));
        assertThat(office.theOrder("c1").state()).isEqualTo(RechargeState.CANCELLED);
    }

    @Test
    void providerThatIsAtWorkOnItIsAskedAgain() {
        RechargeOffice office = office();
        Order order = unpaid(office, "c1");
        OperationKey key = order.payment().operationKey();
        office.gateway.knows(key, new Pending(new ProviderReference("pi_1")));

        assertThat(cancel(office, order.id())).isInstanceOf(Cancellation.UnderWay.class);
        office.gateway.pays(key, TestOrders.PRICE);
        office.resumeAfter(Duration.ofMinutes(1));

        assertThat(office.theOrder("c1").state()).isEqualTo(RechargeState.CREDITED);
    }

    @Test
    void orderOfUnknownOutcomeCannotBeCancelledNow() {
        RechargeOffice office = office();
        office.gateway.next(FakeGateway.Fault.LOSE_ANSWER_AFTER_CHARGING);
        office.start(RechargeOffice.tenDollars("c1"));

        assertThat(cancel(office, office.theOrder("c1").id())).isInstanceOf(Cancellation.TooLate.class);
        assertThat(office.theOrder("c1").state()).isEqualTo(RechargeState.UNKNOWN);
    }

    @Test
    void orderThatWasNeverSentIsCancelledAtOnce() {
        RechargeOffice office = office();
        office.gateway.next(FakeGateway.Fault.REFUSE_CONNECTION);
        office.start(RechargeOffice.tenDollars("c1"));

        assertThat(cancel(office, office.theOrder("c1").id())).isInstanceOf(Cancellation.Cancelled.class);
        office.resumeAfter(Duration.ofHours(1));
        assertThat(office.gateway.charges()).isZero();
    }

    @Test
    void pageThatIsStillOpenAtItsTimeIsClosed() {
        RechargeOffice office = office();
        Order order = unpaid(office, "c1");

        office.resumeAfter(Duration.ofMinutes(69));
        assertThat(office.theOrder("c1").state()).isEqualTo(RechargeState.REQUIRES_ACTION);
        office.resumeAfter(Duration.ofMinutes(11));

        assertThat(office.theOrder("c1").state()).isEqualTo(RechargeState.EXPIRED);
        assertThat(office.gateway.truth(order.payment().operationKey())).isInstanceOf(Closed.class);
    }

    @Test
    void pageWhoseClosingIsNotCertainLeavesTheOrderOpen() {
        RechargeOffice office = office();
        Order order = unpaid(office, "c1");
        office.gateway.losesAnswersOfCancels(false);

        office.resumeAfter(Duration.ofMinutes(80));
        assertThat(office.theOrder("c1").state()).isEqualTo(RechargeState.REQUIRES_ACTION);
        office.gateway.pays(order.payment().operationKey(), TestOrders.PRICE);
        office.resumeAfter(Duration.ofMinutes(20));

        assertThat(office.theOrder("c1").state()).isEqualTo(RechargeState.CREDITED);
    }

    @Test
    void paymentThatLandsAfterItsCancelIsCredited() {
        RechargeOffice office = office();
        Order order = unpaid(office, "c1");
        cancel(office, order.id());

        webhook(office, order, new Approved(new ProviderReference("pi_1"), TestOrders.PRICE)).block(LONGEST);

        assertThat(office.theOrder("c1").state()).isEqualTo(RechargeState.CREDITED);
        assertThat(office.airtime()).isEqualTo(1_100);
    }

    @Test
    void paymentThatLandsAfterItsCancelIsReviewedWhereThePolicyIsToGiveItBack() {
        RechargeOffice office = office("refill.recharge.late-payment=refund");
        Order order = unpaid(office, "c1");
        cancel(office, order.id());

        webhook(office, order, new Approved(new ProviderReference("pi_1"), TestOrders.PRICE)).block(LONGEST);

        assertThat(office.theOrder("c1").state()).isEqualTo(RechargeState.IN_REVIEW);
        assertThat(office.airtime()).isZero();
    }

    /** Both at once, many times over: who is charged is credited, who is not is not, and no order claims otherwise. */
    @Test
    void cancelAndPaymentAtOnceEndInWhatTheProviderSays() {
        RechargeOffice office = office("refill.recharge.risk.orders-per-number-and-hour=1000",
                "refill.recharge.risk.amount-per-number-and-day=100000000");
        List<Order> orders = IntStream.range(0, 60).mapToObj(n -> unpaid(office, "c" + n)).toList();

        // One is cancelled and one is paid before the race begins, so that neither side wins all.
        cancel(office, orders.getFirst().id());
        office.gateway.pays(orders.getLast().payment().operationKey(), TestOrders.PRICE);

        Flux.fromIterable(orders)
                .flatMap(order -> Mono.when(
                        office.the(Recharges.class).cancel(order.id(), "app").subscribeOn(Schedulers.parallel()),
                        pay(office, order).subscribeOn(Schedulers.parallel()),
                        office.the(Recharges.class).refresh(order.id()).subscribeOn(Schedulers.parallel())), 16)
                .blockLast(LONGEST);
        office.resumeAfter(Duration.ofMinutes(1));

        long paid = 0;
        for (int n = 0; n < orders.size(); n++) {
            boolean captured = office.gateway.truth(orders.get(n).payment().operationKey()) instanceof Approved;
            assertThat(office.theOrder("c" + n).state())
                    .isEqualTo(captured ? RechargeState.CREDITED : RechargeState.CANCELLED);
            paid += captured ? 1 : 0;
        }
        assertThat(office.airtime()).isEqualTo(paid * 1_100);
        assertThat(paid).as("neither side wins all").isBetween(1L, 59L);
        System.out.println("FIGURE 60 cancels against 60 payments: " + paid + " credited, " + (60 - paid)
                + " cancelled, 0 wrong");
    }

    private static Mono<?> pay(RechargeOffice office, Order order) {
        return Mono.delay(Duration.ofMillis(ThreadLocalRandom.current().nextLong(MOST_HESITATION_MILLIS)))
                .map(tick -> office.gateway.pays(order.payment().operationKey(), TestOrders.PRICE))
                .flatMap(paid -> paid
                        ? webhook(office, order, new Approved(new ProviderReference("pi_1"), TestOrders.PRICE))
                        : Mono.empty());
    }
}
