package dev.refill.recharge.order;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import dev.refill.gateway.Approved;
import dev.refill.gateway.Closed;
import dev.refill.gateway.Money;
import dev.refill.gateway.NotAskable;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.Unknown;
import dev.refill.recharge.Decision;
import dev.refill.recharge.DecisionOutcome;
import dev.refill.recharge.DecisionOutcome.Why;
import dev.refill.recharge.OrderFile;
import dev.refill.recharge.RechargeEvent;
import dev.refill.recharge.RechargeOperations;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.lifecycle.RestingGauges;

import static org.assertj.core.api.Assertions.assertThat;

/** What people can do to an order in review, on a real database, and what they cannot. */
class ReviewIT {

    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final ProviderReference REFERENCE = new ProviderReference("pi_1");
    private static final PaymentObservation PAID = new Approved(REFERENCE, TestOrders.PRICE);

    /** What comes late is for a person, unless a test says otherwise. */
    private RechargeOffice office = new RechargeOffice("refill.recharge.late-payment=refund");

    @AfterEach
    void booksAndOrdersAreRight() {
        assertThat(office.breaks()).isEmpty();
        office.close();
    }

    /** An order that nobody could find anything out about, in review. */
    private Order givenUp(String claim) {
        office.gateway.next(FakeGateway.Fault.LOSE_ANSWER_BEFORE_CHARGING);
        office.start(RechargeOffice.tenDollars(claim));
        office.gateway.looksUpOnly(new Unknown("no answer"));
        office.resumeAfter(Duration.ofDays(7));
        office.gateway.looksUpAgain();
        Order order = office.theOrder(claim);
        assertThat(order.state()).isEqualTo(RechargeState.IN_REVIEW);
        return order;
    }

    private OrderFile file(Order order) {
        return Objects.requireNonNull(office.the(RechargeOperations.class).find(order.id()).block(LONGEST));
    }

    private DecisionOutcome decide(Order order, Decision decision) {
        return office.the(RechargeOperations.class)
                .decide(order.id(), order.recharge().version(), decision, "ada", "case 7")
                .blockOptional(LONGEST)
                .orElseThrow();
    }

    private void providerSays(Order order, PaymentObservation seen) {
        office.gateway.knows(order.payment().operationKey(), seen);
    }

    @Test
    void queueTellsCauseAndSinceOldestFirstAndPageByPage() {
        List<Order> orders = IntStream.range(0, 5).mapToObj(n -> givenUp("c" + n)).toList();
        RechargeOperations operations = office.the(RechargeOperations.class);

        operations.list(RechargeState.IN_REVIEW, null, 2).as(StepVerifier::create)
                .assertNext(first -> {
                    assertThat(first.recharge().id()).isEqualTo(orders.getFirst().id());
                    assertThat(first.cause()).isEqualTo(RechargeEvent.GIVEN_UP);
                    assertThat(first.nextLook()).isNull();
                })
                .expectNextCount(1)
                .verifyComplete();
        operations.list(RechargeState.IN_REVIEW, orders.get(1).id(), 200).map(resting -> resting.recharge().id())
                .as(StepVerifier::create)
                .expectNext(orders.get(2).id(), orders.get(3).id(), orders.get(4).id())
                .verifyComplete();
        operations.list(RechargeState.UNKNOWN, null, 10).as(StepVerifier::create).verifyComplete();
    }

    @Test
    void gaugesCountTheQueueAndWhatRestsTooLong() {
        givenUp("c1");
        office.gateway.next(FakeGateway.Fault.LOSE_ANSWER_AFTER_CHARGING);
        office.start(RechargeOffice.tenDollars("c2"));
        office.clock.advance(Duration.ofHours(2));

        office.the(RestingGauges.class).count().block(LONGEST);

        assertThat(gauge("refill.recharge.resting", "in_review")).isEqualTo(1);
        assertThat(gauge("refill.recharge.resting", "unknown")).isEqualTo(1);
        assertThat(gauge("refill.recharge.overdue", "unknown")).isEqualTo(1);
        assertThat(gauge("refill.recharge.resting", "paid")).isZero();
    }

    private double gauge(String name, String state) {
        return office.the(MeterRegistry.class).get(name).tag("state", state).gauge().value();
    }

    @Test
    void fileHoldsEveryChangeWithActorCauseEvidenceAndTime() {
        OrderFile file = file(givenUp("c1"));

        assertThat(file.cause()).isEqualTo(RechargeEvent.GIVEN_UP);
        assertThat(file.steps()).extracting(OrderFile.Step::event)
                .containsExactly(RechargeEvent.ACCEPTED, RechargeEvent.OUTCOME_UNKNOWN, RechargeEvent.GIVEN_UP);
        assertThat(file.steps()).extracting(OrderFile.Step::actor).containsExactly("app", "fake", "refill");
        assertThat(file.steps().get(1).evidence()).isEqualTo("no answer");
        assertThat(file.deeds()).isEmpty();
    }

    @Test
    void paymentThatIsFoundAfterGivingUpIsCreditedByAPerson() {
        Order order = givenUp("c1");
        providerSays(order, PAID);

        assertThat(office.the(RechargeOperations.class).lookUp(order.id(), "ada").block(LONGEST))
                .satisfies(found -> assertThat(found.found()).isEqualTo("captured 1000 USD (pi_1)"))
                .satisfies(found -> assertThat(found.recharge().state()).isEqualTo(RechargeState.IN_REVIEW));
        assertThat(office.airtime()).isZero();
        assertThat(file(order).captured()).isEqualTo(TestOrders.PRICE);
        assertThat(decide(office.theOrder("c1"), Decision.CREDIT)).isInstanceOf(DecisionOutcome.Decided.class);

        OrderFile file = file(order);
        assertThat(file.recharge().state()).isEqualTo(RechargeState.CREDITED);
        assertThat(office.airtime()).isEqualTo(1_100);
        assertThat(file.steps().get(3).event()).isEqualTo(RechargeEvent.LATE_PAYMENT);
        assertThat(file.steps().get(4)).satisfies(step -> {
            assertThat(step.event()).isEqualTo(RechargeEvent.CREDIT_DECIDED);
            assertThat(step.actor()).isEqualTo("ada");
            assertThat(step.cause()).isEqualTo("operator");
            assertThat(step.evidence()).isEqualTo("pi_1");
        });
        assertThat(file.deeds()).extracting(OrderFile.Deed::kind)
                .containsExactly(OrderFile.Kind.LOOK_UP, OrderFile.Kind.CREDIT);
        assertThat(file.deeds().getLast().reason()).isEqualTo("case 7");
        assertThat(file.deeds().getLast().version()).isEqualTo(5);
    }

    /** It brings its payment's reference, by which it is given back; told again, it changes nothing. */
    @Test
    void moneyThatIsToldOfInReviewIsKept() {
        Order order = givenUp("c1");

        told(order, PAID);
        told(order, PAID);

        OrderFile file = file(order);
        assertThat(file.recharge().state()).isEqualTo(RechargeState.IN_REVIEW);
        assertThat(file.captured()).isEqualTo(TestOrders.PRICE);
        assertThat(file.reference()).isEqualTo(REFERENCE);
        assertThat(file.steps()).extracting(OrderFile.Step::event).endsWith(RechargeEvent.GIVEN_UP,
                RechargeEvent.LATE_PAYMENT);
        assertThat(decide(order, Decision.CLOSE)).as("seen before it came").isInstanceOf(DecisionOutcome.Stale.class);
    }

    @Test
    void moneyThatIsToldOfInReviewIsCreditedWhereThatIsThePolicy() {
        office.close();
        office = new RechargeOffice();
        Order order = givenUp("c1");

        told(order, PAID);
        told(order, PAID);

        assertThat(office.theOrder("c1").state()).isEqualTo(RechargeState.CREDITED);
        assertThat(office.airtime()).isEqualTo(1_100);
        assertThat(file(order).deeds()).isEmpty();
    }

    /** Whoever looks knows something of it: that it was given back at the provider, for example. */
    @Test
    void moneyThatAPersonFindsIsThatPersonsToDecideOnWhateverThePolicy() {
        office.close();
        office = new RechargeOffice();
        Order order = givenUp("c1");
        providerSays(order, PAID);

        office.the(RechargeOperations.class).lookUp(order.id(), "ada").block(LONGEST);

        assertThat(file(order).recharge().state()).isEqualTo(RechargeState.IN_REVIEW);
        assertThat(file(order).captured()).isEqualTo(TestOrders.PRICE);
        assertThat(office.airtime()).isZero();
    }

    @Test
    void otherMoneyThanOrderedStaysInReviewWhateverThePolicy() {
        office.close();
        office = new RechargeOffice();
        Order order = givenUp("c1");

        told(order, new Approved(REFERENCE, Money.of(999, "USD")));

        assertThat(file(order).recharge().state()).isEqualTo(RechargeState.IN_REVIEW);
        assertThat(file(order).captured()).isEqualTo(Money.of(999, "USD"));
        assertThat(office.airtime()).isZero();
    }

    /** The way out where a provider has no way to be asked, in either direction. */
    @Test
    void orderOfAProviderThatCannotBeAskedIsDecidedOnByWhatItTold() {
        Order paid = givenUp("c1");
        Order unpaid = givenUp("c2");
        office.gateway.looksUpOnly(new NotAskable());
        assertThat(decide(paid, Decision.CREDIT)).extracting("why").isEqualTo(Why.PROVIDER_DID_NOT_SAY);

        told(paid, PAID);

        assertThat(decide(office.theOrder("c1"), Decision.CREDIT)).isInstanceOf(DecisionOutcome.Decided.class);
        assertThat(decide(unpaid, Decision.CLOSE)).isInstanceOf(DecisionOutcome.Decided.class);
        assertThat(office.theOrder("c1").state()).isEqualTo(RechargeState.CREDITED);
        assertThat(office.theOrder("c2").state()).isEqualTo(RechargeState.EXPIRED);
        assertThat(office.airtime()).isEqualTo(1_100);
    }

    private void told(Order order, PaymentObservation seen) {
        office.the(SettleRecharge.class)
                .apply(office.theOrder(order.claimId()), seen,
                        new Cause("fake", Cause.Source.WEBHOOK, seen.reference().value()))
                .block(LONGEST);
    }

    @Test
    void otherMoneyThanOrderedIsNotCreditedWhoeverDecides() {
        Order order = givenUp("c1");
        providerSays(order, new Approved(REFERENCE, Money.of(999, "USD")));

        assertThat(decide(order, Decision.CREDIT))
                .isEqualTo(new DecisionOutcome.Refused(Why.NOT_CAPTURED_AS_ORDERED, "captured 999 USD (pi_1)"));
        assertThat(decide(order, Decision.CLOSE)).extracting("why").isEqualTo(Why.MONEY_WAS_CAPTURED);
        assertThat(decide(order, Decision.RESUME)).extracting("why").isEqualTo(Why.MONEY_WAS_CAPTURED);
        assertThat(office.theOrder("c1").state()).isEqualTo(RechargeState.IN_REVIEW);
        assertThat(file(order).deeds()).isEmpty();
    }

    @Test
    void closedIsOnlyWhatTheProviderSaysIsClosed() {
        Order order = givenUp("c1");
        office.gateway.looksUpOnly(new Unknown("no answer"));
        assertThat(decide(order, Decision.CLOSE)).extracting("why").isEqualTo(Why.PROVIDER_DID_NOT_SAY);

        office.gateway.looksUpAgain();
        providerSays(order, new Closed(REFERENCE));
        assertThat(decide(order, Decision.CLOSE)).isInstanceOf(DecisionOutcome.Decided.class);
        assertThat(office.theOrder("c1").state()).isEqualTo(RechargeState.EXPIRED);
        assertThat(decide(order, Decision.CLOSE)).isInstanceOf(DecisionOutcome.Stale.class);
        assertThat(decide(office.theOrder("c1"), Decision.CLOSE)).isInstanceOf(DecisionOutcome.NotInReview.class);
    }

    @Test
    void moneyThatWasSeenOnceIsNeverClosedAway() {
        Order order = givenUp("c1");
        providerSays(order, PAID);
        office.the(RechargeOperations.class).lookUp(order.id(), "ada").block(LONGEST);
        providerSays(order, new Closed(REFERENCE));

        assertThat(decide(office.theOrder("c1"), Decision.CLOSE)).extracting("why").isEqualTo(Why.MONEY_WAS_CAPTURED);
    }

    @Test
    void resumedOrderIsLookedUpAnewForAllItsDaysAndNeverSentAgain() {
        Order order = givenUp("c1");
        int calls = office.gateway.calls();
        office.gateway.looksUpOnly(new Unknown("no answer"));

        assertThat(decide(order, Decision.RESUME)).isInstanceOf(DecisionOutcome.Decided.class);
        office.resumeAfter(Duration.ofDays(1));
        assertThat(office.theOrder("c1").state()).isEqualTo(RechargeState.UNKNOWN);
        office.gateway.looksUpAgain();
        providerSays(order, PAID);
        office.resumeAfter(Duration.ofDays(1));

        assertThat(office.theOrder("c1").state()).isEqualTo(RechargeState.CREDITED);
        assertThat(office.gateway.calls()).isEqualTo(calls);
    }

    @Test
    void lookUpCarriesOnAnOrderThatRests() {
        office.gateway.next(FakeGateway.Fault.LOSE_ANSWER_AFTER_CHARGING);
        office.start(RechargeOffice.tenDollars("c1"));
        Order order = office.theOrder("c1");

        office.the(RechargeOperations.class).lookUp(order.id(), "ada").block(LONGEST);

        assertThat(office.theOrder("c1").state()).isEqualTo(RechargeState.CREDITED);
        assertThat(file(order).steps()).extracting(OrderFile.Step::actor).contains("ada");
    }

    @Test
    void ofManyDecisionsAtOnceOneIsMade() {
        Order order = givenUp("c1");
        providerSays(order, PAID);

        Flux.range(0, 16)
                .flatMap(person -> office.the(RechargeOperations.class)
                        .decide(order.id(), order.recharge().version(), Decision.CREDIT, "person-" + person, "at once")
                        .subscribeOn(Schedulers.parallel()), 16)
                .filter(DecisionOutcome.Decided.class::isInstance)
                .as(StepVerifier::create)
                .expectNextCount(1)
                .verifyComplete();

        assertThat(office.airtime()).isEqualTo(1_100);
        assertThat(file(order).deeds()).hasSize(1);
    }

    @Test
    void whatPeopleDidCannotBeRewritten() {
        Order order = givenUp("c1");
        office.the(RechargeOperations.class).lookUp(order.id(), "ada").block(LONGEST);

        for (String rewriting : List.of("UPDATE recharge.deed SET person = 'eve'", "DELETE FROM recharge.deed",
                "TRUNCATE recharge.deed")) {
            office.database.client().sql(rewriting).then().as(StepVerifier::create)
                    .verifyErrorSatisfies(refused -> assertThat(refused).rootCause()
                            .hasMessageContaining("recharge.deed is append-only"));
        }
    }
}
