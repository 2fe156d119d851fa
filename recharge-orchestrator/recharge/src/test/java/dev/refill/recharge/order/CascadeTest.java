package dev.refill.recharge.order;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

import dev.refill.gateway.Approved;
import dev.refill.gateway.Closed;
import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.Declined;
import dev.refill.gateway.GatewayEvent;
import dev.refill.gateway.GatewayId;
import dev.refill.gateway.NotSent;
import dev.refill.gateway.PaymentMethodType;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.ProviderReference;
import dev.refill.recharge.PaymentMeans;
import dev.refill.recharge.Recharge;
import dev.refill.recharge.RechargeEvent;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.routing.RoutingRule;
import dev.refill.recharge.routing.RoutingRule.Candidate;
import dev.refill.risk.RiskVerdict;
import dev.refill.webhooks.Handling;

import static org.assertj.core.api.Assertions.assertThat;

/** When an order goes on to another provider: only once it is certain that the one before takes nothing. */
class CascadeTest {

    private static final GatewayId A = new GatewayId("a");
    private static final GatewayId B = new GatewayId("b");
    private static final Duration TOO_LATE = Duration.ofMinutes(30);
    /** What passes elsewhere, if it does; not what the payer has said. */
    private static final Set<DeclineReason> MAY_PASS = EnumSet.of(DeclineReason.INSUFFICIENT_FUNDS,
            DeclineReason.LIMIT_EXCEEDED, DeclineReason.ISSUER_UNAVAILABLE, DeclineReason.PROCESSING_ERROR);
    private static final Settlement SETTLEMENT = new Settlement(TestOrders.schedule(), new LatePayments.Credit());

    private final FakeGateway a = new FakeGateway("a");
    private final FakeGateway b = new FakeGateway("b");
    private final Set<GatewayId> off = new HashSet<>();
    private final AdjustableClock clock = new AdjustableClock(TestOrders.NOW);
    private final MemoryBooks books = new MemoryBooks();
    private final MemoryOrderStore store = new MemoryOrderStore();
    private final Gateways gateways = new Gateways(List.of(a, b), A, List.of(new RoutingRule("all", null, null, null,
            null, null, List.of(new Candidate(A, 100, 1), new Candidate(B, 0, 2)))), off::contains);
    private final PhaseTimer phases = new PhaseTimer(new SimpleMeterRegistry());
    private final CreditRecharge credit = new CreditRecharge(books, CreditTerms.forEver(), store, SETTLEMENT, phases,
            clock);
    private final SettleRecharge settle = TestOrders.settling(store, SETTLEMENT, gateways, credit, books, clock);
    private final ChargePayment charge = new ChargePayment(gateways, PaymentTermsTest.TERMS, store, SETTLEMENT,
            TestOrders.cascade(SETTLEMENT, gateways, clock), settle, phases, clock);
    private final AdvanceOrder advance = new AdvanceOrder(
            new AssessRisk(facts -> RiskVerdict.PASS, store, SETTLEMENT, clock), charge,
            new LookUpPayment(gateways, PaymentTermsTest.TERMS, phases), new ClosePayment(gateways, settle, phases),
            settle, credit, PaymentTermsTest.TERMS, clock);

    private static Order at(RechargeState state, Order like, @Nullable ProviderReference reference) {
        return at(state, 1, like, reference);
    }

    private static Order at(RechargeState state, long version, Order like, @Nullable ProviderReference reference) {
        Recharge was = like.recharge();
        Recharge recharge = new Recharge(was.id(), version, state, was.owner(), was.subscriber(), was.msisdn(),
                was.payer(),
                was.quote(), null, null, null, was.createdAt(), was.changedAt());
        Payment payment = like.payment();
        return new Order(recharge, "claim", new Payment(payment.operationKey(), A, payment.means(), reference, null,
                List.of()), false, null, 0, TestOrders.NOW.plusSeconds(5));
    }

    private Order kept(RechargeState state) {
        return kept(at(state, TestOrders.byPhone(RechargeState.CHARGING), null));
    }

    private Order kept(Order order) {
        store.accept(order).block();
        return order;
    }

    private Order sent(Order order) {
        return charge.send(order).blockOptional().orElseThrow();
    }

    private Order advanced(Order order) {
        return advance.advance(order).blockOptional().orElseThrow();
    }

    private Order now(Order order) {
        return store.byId(order.id()).blockOptional().orElseThrow();
    }

    private List<RechargeEvent> events() {
        return store.notes().stream().map(MemoryOrderStore.Noted::event).skip(1).toList();
    }

    private void onlyAWasAsked() {
        assertThat(b.calls()).as("how often B was asked to charge").isZero();
    }

    private static PaymentObservation refused(DeclineReason reason, boolean retriable) {
        return new Declined(new ProviderReference("pi_a"), reason, "refused", retriable);
    }

    @Test
    void whatWasNotSentGoesOnAtOnceUnderAnotherKey() {
        Order order = kept(RechargeState.CHARGING);
        a.next(FakeGateway.Fault.REFUSE_CONNECTION);

        Order after = sent(order);

        assertThat(events()).containsExactly(RechargeEvent.REROUTED, RechargeEvent.PROCESSING);
        assertThat(after.payment()).satisfies(payment -> {
            assertThat(payment.gateway()).isEqualTo(B);
            assertThat(payment.triedBefore()).containsExactly(A);
            assertThat(payment.operationKey()).isNotEqualTo(order.payment().operationKey());
            assertThat(b.truth(payment.operationKey())).isNotNull();
        });
        assertThat(a.truth(order.payment().operationKey())).isNull();
        assertThat(b.askedPhones()).as("the same phone").hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"LOSE_ANSWER_AFTER_CHARGING", "LOSE_ANSWER_BEFORE_CHARGING", "SAY_IN_PROGRESS"})
    void whatIsNotKnownGoesNowhere(FakeGateway.Fault fault) {
        Order order = kept(RechargeState.CHARGING);
        a.next(fault);

        assertThat(sent(order).state()).isEqualTo(RechargeState.UNKNOWN);
        onlyAWasAsked();
    }

    @Test
    void repetitionThatIsNotSentSaysNothingOfTheTryBefore() {
        Order order = kept(RechargeState.CHARGING);
        a.next(FakeGateway.Fault.LOSE_ANSWER_BEFORE_CHARGING);
        Order unknown = sent(order);
        a.next(FakeGateway.Fault.REFUSE_CONNECTION);

        assertThat(advanced(unknown).state()).isEqualTo(RechargeState.UNKNOWN);
        onlyAWasAsked();
        assertThat(advanced(now(order)).payment()).as("sent again where it was").satisfies(payment -> {
            assertThat(payment.gateway()).isEqualTo(A);
            assertThat(payment.operationKey()).isEqualTo(order.payment().operationKey());
        });
    }

    @ParameterizedTest
    @EnumSource(DeclineReason.class)
    void finalRefusalGoesOnIfItsReasonMayPassElsewhere(DeclineReason reason) {
        Order order = kept(RechargeState.CHARGING);
        a.refuses(reason, false);

        Order after = sent(order);

        if (MAY_PASS.contains(reason)) {
            assertThat(after.payment().gateway()).isEqualTo(B);
            assertThat(events()).containsExactly(RechargeEvent.REROUTED, RechargeEvent.PROCESSING);
        } else {
            assertThat(after.state()).isEqualTo(RechargeState.DECLINED);
            onlyAWasAsked();
        }
    }

    /** The try before it may have arrived, and its phone may be asked yet. */
    @Test
    void repetitionThatIsRefusedSaysNothingOfTheTryBefore() {
        Order order = kept(RechargeState.CHARGING);
        a.next(FakeGateway.Fault.LOSE_ANSWER_BEFORE_CHARGING);
        Order unknown = sent(order);
        a.refuses(DeclineReason.PROCESSING_ERROR, false);

        assertThat(advanced(unknown).state()).isEqualTo(RechargeState.DECLINED);
        onlyAWasAsked();
    }

    @Test
    void whatPassesSoonIsWaitedForRatherThanToGoToOneThatAnswersBadly() {
        Order order = kept(RechargeState.CHARGING);
        b.isWell(false);
        a.next(FakeGateway.Fault.REFUSE_CONNECTION);

        assertThat(sent(order).state()).isEqualTo(RechargeState.CREATED);
        assertThat(advanced(now(order)).payment()).as("sent where it was").satisfies(payment -> {
            assertThat(payment.gateway()).isEqualTo(A);
            assertThat(payment.operationKey()).isEqualTo(order.payment().operationKey());
        });
        onlyAWasAsked();
    }

    /** Who changes the rules, or the gateway of all orders, moves new orders: versions before know no second payment. */
    @Test
    void orderWhoseGatewayNoRuleNamesStaysThere() {
        Gateways changed = new Gateways(List.of(a, b), B, List.of(new RoutingRule("all", null, null, null, null, null,
                List.of(new Candidate(B, 100, 1)))), off::contains);
        Gateways without = new Gateways(List.of(a, b), B);
        Order order = at(RechargeState.CHARGING, TestOrders.byPhone(RechargeState.CHARGING), null);

        for (Gateways now : List.of(changed, without)) {
            assertThat(TestOrders.cascade(SETTLEMENT, now, clock).afterNotSent(order, NotSent.Reason.CONNECTION_REFUSED,
                    Cause.own(Cause.Source.POLL), clock.instant())).isEmpty();
        }
    }

    /** Another node is sending it, and notes that nothing was sent, in the moment in which this one takes it over. */
    @Test
    void whoIsOvertakenWhileTakingOverSendsNothing() {
        Order charging = kept(at(RechargeState.CHARGING, 3, TestOrders.byPhone(RechargeState.CHARGING), null));
        store.change(charging, SETTLEMENT.change(charging, RechargeEvent.NOT_SENT, Cause.own(Cause.Source.ANSWER),
                clock.instant()).orElseThrow()).block();

        assertThat(advanced(charging).state()).isEqualTo(RechargeState.CREATED);
        assertThat(a.calls()).as("how often A was asked to charge").isZero();
    }

    @Test
    void refusalThatLeavesThePaymentOpenGoesNowhere() {
        Order order = kept(RechargeState.CHARGING);
        a.refuses(DeclineReason.PROCESSING_ERROR, true);

        assertThat(sent(order).payment().gateway()).isEqualTo(A);
        onlyAWasAsked();
    }

    @Test
    void closedPageGoesNowhere() {
        Order order = kept(at(RechargeState.UNKNOWN, TestOrders.onHostedPage(RechargeState.UNKNOWN), null));
        a.knows(order.payment().operationKey(), new Closed(new ProviderReference("cs_a")));

        assertThat(advanced(order).state()).isEqualTo(RechargeState.EXPIRED);
        onlyAWasAsked();
    }

    @Test
    void keptCardStaysWithItsProvider() {
        Order order = kept(at(RechargeState.CHARGING, TestOrders.withCardOnFile(RechargeState.CHARGING), null));
        a.next(FakeGateway.Fault.REFUSE_CONNECTION);

        assertThat(sent(order).state()).isEqualTo(RechargeState.CREATED);
        onlyAWasAsked();
    }

    /** Nobody was there to be asked: a page asks, under a key of its own. */
    @Test
    void keptCardWhosePayerHasToBeAskedGoesOnToThePageOfItsProvider() {
        Order order = kept(at(RechargeState.CHARGING, TestOrders.withCardOnFile(RechargeState.CHARGING), null));
        a.refuses(DeclineReason.AUTHENTICATION_REQUIRED, false);
        a.sendsToAPage();

        Order after = sent(order);

        assertThat(events()).containsExactly(RechargeEvent.REROUTED, RechargeEvent.ACTION_REQUIRED);
        assertThat(after.recharge().paymentPage()).isNotNull();
        assertThat(after.recharge().lastDecline()).isEqualTo(DeclineReason.AUTHENTICATION_REQUIRED);
        assertThat(after.payment()).satisfies(payment -> {
            assertThat(payment.gateway()).isEqualTo(A);
            assertThat(payment.means()).isEqualTo(new PaymentMeans.HostedPage());
            assertThat(payment.triedBefore()).containsExactly(A);
            assertThat(payment.operationKey()).isNotEqualTo(order.payment().operationKey());
        });
        onlyAWasAsked();
        heard(order, refused(DeclineReason.AUTHENTICATION_REQUIRED, false));
        assertThat(now(order)).as("news of the card is old").isEqualTo(after);

        heard(after, new Approved(new ProviderReference("pi_a"), TestOrders.PRICE));
        assertThat(now(order).state()).isEqualTo(RechargeState.CREDITED);
    }

    @Test
    void keptCardWhosePayerHasToBeAskedEndsWhereThereIsNoPage() {
        Order order = kept(at(RechargeState.CHARGING, TestOrders.withCardOnFile(RechargeState.CHARGING), null));
        a.refuses(DeclineReason.AUTHENTICATION_REQUIRED, false);
        a.takesOnly(PaymentMethodType.CARD_ON_FILE);

        assertThat(sent(order).state()).isEqualTo(RechargeState.DECLINED);
        assertThat(a.calls()).isEqualTo(1);
    }

    @Test
    void unknownOutcomeOfAKeptCardGoesToNoPage() {
        Order order = kept(at(RechargeState.CHARGING, TestOrders.withCardOnFile(RechargeState.CHARGING), null));
        a.next(FakeGateway.Fault.LOSE_ANSWER_BEFORE_CHARGING);
        Order unknown = sent(order);
        a.refuses(DeclineReason.AUTHENTICATION_REQUIRED, false);

        assertThat(advanced(unknown).payment().means()).as("the try before may have arrived")
                .isInstanceOf(PaymentMeans.CardOnFile.class);
        assertThat(a.calls()).isEqualTo(2);
    }

    @Test
    void whereAllWereTriedItRestsAtTheLast() {
        Order order = kept(RechargeState.CHARGING);
        a.next(FakeGateway.Fault.REFUSE_CONNECTION);
        b.next(FakeGateway.Fault.REFUSE_CONNECTION);

        Order after = sent(order);

        assertThat(after.state()).isEqualTo(RechargeState.CREATED);
        assertThat(events()).containsExactly(RechargeEvent.REROUTED, RechargeEvent.NOT_SENT);
        assertThat(advanced(after).payment().operationKey()).isEqualTo(after.payment().operationKey());
        assertThat(b.askedPhones()).hasSize(1);
        assertThat(a.calls()).isEqualTo(1);
    }

    @Test
    void afterTheLastMomentForAChargeItGoesNowhere() {
        Order order = kept(RechargeState.CHARGING);
        clock.advance(TOO_LATE);
        a.next(FakeGateway.Fault.REFUSE_CONNECTION);

        assertThat(sent(order).state()).isEqualTo(RechargeState.CREATED);
        onlyAWasAsked();
    }

    @Test
    void refusalThatIsFoundLaterGoesOnAndTheCompleterSends() {
        Order order = kept(RechargeState.CHARGING);
        a.next(FakeGateway.Fault.LOSE_ANSWER_AFTER_CHARGING);
        Order unknown = sent(order);
        a.knows(order.payment().operationKey(), refused(DeclineReason.ISSUER_UNAVAILABLE, false));

        Order onward = advanced(unknown);

        assertThat(onward.state()).isEqualTo(RechargeState.CHARGING);
        assertThat(onward.payment().gateway()).isEqualTo(B);
        assertThat(onward.nextAttemptAt()).as("due at once").isEqualTo(clock.instant());
        onlyAWasAsked();
        assertThat(advanced(onward).payment().reference()).isNotNull();
        assertThat(b.askedPhones()).hasSize(1);
    }

    @Test
    void newsOfAFormerPaymentIsNotAppliedToTheOrder() {
        Order order = kept(RechargeState.CHARGING);
        a.next(FakeGateway.Fault.REFUSE_CONNECTION);
        Order onward = sent(order);

        assertThat(heard(order, refused(DeclineReason.OTHER, false))).isInstanceOf(Handling.Done.class);
        assertThat(heard(order, new Closed(new ProviderReference("pi_a")))).isInstanceOf(Handling.Done.class);

        assertThat(now(order)).isEqualTo(onward);
        assertThat(books.entries()).isEmpty();
    }

    @Test
    void moneyOfAFormerPaymentIsKeptApartAndTheOrderIsPaidByItsOwn() {
        Order order = kept(RechargeState.CHARGING);
        a.next(FakeGateway.Fault.REFUSE_CONNECTION);
        Order onward = sent(order);
        Approved stray = new Approved(new ProviderReference("pi_a"), TestOrders.PRICE);

        heard(order, stray);
        heard(order, stray);

        assertThat(now(order)).isEqualTo(onward);
        assertThat(store.formerPayments()).singleElement().satisfies(former -> {
            assertThat(former.payment().operationKey()).isEqualTo(order.payment().operationKey());
            assertThat(former.stray()).isNotNull();
        });
        assertThat(books.entries()).extracting(entry -> entry.id().value())
                .containsOnly("ent_" + order.payment().operationKey() + "_stray");

        heard(onward, new Approved(new ProviderReference("pi_b"), TestOrders.PRICE));
        assertThat(now(order).state()).isEqualTo(RechargeState.CREDITED);
    }

    @Test
    void answerThatComesAfterAnotherNodeWentOnIsOfTheFormerPayment() {
        Order order = kept(RechargeState.CHARGING);
        Instant now = clock.instant();
        Order onward = store.change(order, TestOrders.cascade(SETTLEMENT, gateways, clock)
                .afterDecline(order, (Declined) refused(DeclineReason.PROCESSING_ERROR, false),
                        Cause.own(Cause.Source.POLL), now)
                .orElseThrow()).blockOptional().orElseThrow();
        a.knows(order.payment().operationKey(), new Approved(new ProviderReference("pi_a"), TestOrders.PRICE));

        sent(order);

        assertThat(now(order)).isEqualTo(onward);
        assertThat(store.formerPayments()).singleElement()
                .satisfies(former -> assertThat(former.stray()).isNotNull());
        onlyAWasAsked();
    }

    @Test
    void whatIsSwitchedOffTakesNothingNewAndIsStillAsked() {
        off.add(A);
        Order created = kept(RechargeState.CREATED);

        Order after = advanced(created);

        assertThat(after.payment().gateway()).isEqualTo(B);
        assertThat(events()).containsExactly(RechargeEvent.REROUTED, RechargeEvent.PROCESSING);
        assertThat(a.calls()).isZero();
    }

    @Test
    void whereAllAreSwitchedOffItRests() {
        off.addAll(Set.of(A, B));
        Order created = kept(RechargeState.CREATED);

        assertThat(advanced(created)).isEqualTo(created);
        off.clear();
        assertThat(advanced(created).payment().gateway()).isEqualTo(A);
    }

    @Test
    void unknownAtAGatewayThatIsSwitchedOffIsLookedUpAndNotSentAgain() {
        Order unknown = kept(RechargeState.UNKNOWN);
        off.add(A);

        assertThat(advanced(unknown)).isEqualTo(unknown);
        assertThat(a.calls()).isZero();
        assertThat(a.lookups()).hasSize(1);
        onlyAWasAsked();

        a.knows(unknown.payment().operationKey(), new Approved(new ProviderReference("pi_a"), TestOrders.PRICE));
        assertThat(advanced(unknown).state()).isEqualTo(RechargeState.CREDITED);
    }

    private Handling heard(Order of, PaymentObservation seen) {
        var handler = new PaymentEventHandler(store, settle, refund -> Mono.empty(), dispute -> Mono.empty());
        return handler.handle(new GatewayEvent.PaymentObserved(of.payment().gateway(), "evt", clock.instant(),
                of.payment().operationKey(), seen)).blockOptional().orElseThrow();
    }
}
