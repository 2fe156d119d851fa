package dev.refill.testkit.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import dev.refill.gateway.FeedInterruptedException;
import dev.refill.gateway.PaymentMethod;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.Payout;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RefundSucceeded;
import dev.refill.gateway.SettlementKind;
import dev.refill.gateway.SettlementLine;
import dev.refill.testkit.gateway.Situation.AnswersFromElsewhere;
import dev.refill.testkit.gateway.Situation.Approves;
import dev.refill.testkit.gateway.Situation.RefusesConnections;

import static org.assertj.core.api.Assertions.assertThat;

/** What every adapter keeps that reads its provider's own account of our money. */
public interface SettlementsContract extends GatewayContract {

    /** More than fits on one page of a provider's list. */
    int MANY = 150;

    /** The provider sends to our bank whatever it owes us by now. */
    void providerPaysOut();

    @Test
    default void settlementWhenPaidAndRefundedThenItsLinesSayWhatItIsMadeOf() {
        var card = provider().given(new Approves());
        var kept = paid(card);
        var given = paid(card);
        var refund = (RefundSucceeded) Answered.by(gateway().refunds().orElseThrow().refund(TestRefunds.ofAll(given)));
        providerPaysOut();

        var payout = onlyPayout();
        var lines = lines(payout);
        assertThat(lines).filteredOn(line -> line.kind() == SettlementKind.CHARGE)
                .allSatisfy(line -> {
                    assertThat(line.amount()).isEqualTo(TestCharges.TEN_EUROS.minor());
                    assertThat(line.fee()).as("what the provider keeps").isBetween(0L, line.amount());
                })
                .extracting(SettlementLine::payment)
                .containsExactlyInAnyOrder(kept, given);
        assertThat(lines).filteredOn(line -> line.kind() == SettlementKind.REFUND).singleElement().satisfies(line -> {
            assertThat(line.payment()).isEqualTo(given);
            assertThat(line.subject()).isEqualTo(refund.reference());
            assertThat(line.amount()).isEqualTo(-TestCharges.TEN_EUROS.minor());
        });
        assertThat(lines).filteredOn(line -> line.kind() == SettlementKind.PAYOUT).singleElement().satisfies(line -> {
            assertThat(line.subject()).isEqualTo(payout.reference());
            assertThat(line.amount()).isEqualTo(-payout.amount());
        });
        assertThat(lines).extracting(SettlementLine::currency).containsOnly(payout.currency());
        assertThat(payout.currency()).isEqualTo(TestCharges.TEN_EUROS.currency());
        assertThat(payout.amount()).isPositive();
        assertThat(lines.stream().mapToLong(SettlementLine::net).sum()).as("all lines together").isZero();
    }

    @Test
    default void settlementWhenPaidOutBeforeThenOnlyWhatCameSince() {
        var card = provider().given(new Approves());
        paid(card);
        providerPaysOut();
        var before = onlyPayout();
        var since = paid(card);
        providerPaysOut();
        var payouts = payouts();
        assertThat(payouts).hasSize(2).contains(before);
        var later = payouts.stream().filter(one -> !one.equals(before)).findFirst().orElseThrow();
        assertThat(lines(later)).filteredOn(line -> line.kind() == SettlementKind.CHARGE)
                .extracting(SettlementLine::payment)
                .containsExactly(since);
    }

    @Test
    default void settlementWhenThereAreManyLinesThenEachOnce() {
        var card = provider().given(new Approves());
        var payments = new ArrayList<ProviderReference>();
        for (var each = 0; each < MANY; each++) {
            payments.add(paid(card));
        }
        providerPaysOut();
        assertThat(lines(onlyPayout())).filteredOn(line -> line.kind() == SettlementKind.CHARGE)
                .extracting(line -> Objects.requireNonNull(line.payment()))
                .containsExactlyInAnyOrderElementsOf(payments);
    }

    @Test
    default void settlementWhenNothingWasPaidOutOrAnotherTimeIsAskedForThenNone() {
        paid(provider().given(new Approves()));
        assertThat(payouts()).isEmpty();
        providerPaysOut();
        var longAgo = TestCharges.sentJustNow().from().minus(Duration.ofDays(20));
        assertThat(Answered.by(payouts(longAgo, longAgo.plus(Duration.ofDays(10))).collectList())).isEmpty();
    }

    @Test
    default void settlementWhenThereIsNoSuchPayoutThenNone() {
        provider().given(new Approves());
        var nobodys = new ProviderReference("po_nobody");
        assertThat(Answered.by(gateway().settlements().orElseThrow().lines(nobodys).collectList())).isEmpty();
    }

    @Test
    default void settlementWhenNobodyListensThenInterrupted() {
        provider().given(new RefusesConnections());
        isInterrupted(allPayouts());
        isInterrupted(gateway().settlements().orElseThrow().lines(new ProviderReference("po_1")));
    }

    @Test
    default void settlementWhenSomethingElseAnswersThenInterruptedAndNotEmpty() {
        provider().given(new AnswersFromElsewhere());
        isInterrupted(allPayouts());
        isInterrupted(gateway().settlements().orElseThrow().lines(new ProviderReference("po_1")));
    }

    private static void isInterrupted(Flux<?> list) {
        list.as(StepVerifier::create)
                .expectError(FeedInterruptedException.class)
                .verify(PaymentGatewayContract.LONGEST);
    }

    private ProviderReference paid(PaymentMethod card) {
        return ((PaymentObservation) Answered.by(gateway().charge(TestCharges.by(card)))).reference();
    }

    private Payout onlyPayout() {
        var payouts = payouts();
        assertThat(payouts).hasSize(1);
        return payouts.getFirst();
    }

    private List<Payout> payouts() {
        return Answered.by(allPayouts().collectList());
    }

    private Flux<Payout> allPayouts() {
        var justNow = TestCharges.sentJustNow();
        return payouts(justNow.from(), justNow.to());
    }

    private Flux<Payout> payouts(Instant from, Instant to) {
        return gateway().settlements().orElseThrow().payouts(from, to);
    }

    private List<SettlementLine> lines(Payout payout) {
        return Answered.by(gateway().settlements().orElseThrow().lines(payout.reference()).collectList());
    }
}
