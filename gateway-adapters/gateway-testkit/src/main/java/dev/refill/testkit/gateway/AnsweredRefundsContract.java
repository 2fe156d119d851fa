package dev.refill.testkit.gateway;

import java.util.List;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import dev.refill.gateway.LookupQuery;
import dev.refill.gateway.Money;
import dev.refill.gateway.NotFound;
import dev.refill.gateway.NotSent;
import dev.refill.gateway.NotSent.Reason;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RefundCommand;
import dev.refill.gateway.RefundFailed;
import dev.refill.gateway.RefundLookupOutcome;
import dev.refill.gateway.RefundOutcome;
import dev.refill.gateway.RefundPending;
import dev.refill.gateway.RefundRefused;
import dev.refill.gateway.RefundSucceeded;
import dev.refill.gateway.Refunds;
import dev.refill.gateway.Unknown;
import dev.refill.testkit.gateway.Situation.AnswersFromElsewhere;
import dev.refill.testkit.gateway.Situation.AnswersTooLate;
import dev.refill.testkit.gateway.Situation.Approves;
import dev.refill.testkit.gateway.Situation.FailsAfterCharging;
import dev.refill.testkit.gateway.Situation.LosesAnswers;
import dev.refill.testkit.gateway.Situation.RefundsComeBack;
import dev.refill.testkit.gateway.Situation.RefundsTakeTime;
import dev.refill.testkit.gateway.Situation.RefusesConnections;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an adapter keeps besides whose provider carries refunds out while it answers, and can be asked what became of them.
 * A provider that only takes note, and tells the rest by notification, cannot.
 */
public interface AnsweredRefundsContract extends RefundsContract {

    @Test
    default void refundWhenPaidThenSucceeded() {
        var command = TestRefunds.ofAll(paid(new Approves()));
        assertThat(refunded(command)).isInstanceOfSatisfying(RefundSucceeded.class, refund -> {
            assertThat(refund.amount()).isEqualTo(command.amount());
            assertThat(lookedUp(command, refund.reference())).isEqualTo(refund);
            assertThat(lookedUp(command, null)).isEqualTo(refund);
        });
        assertThat(provider().refunds(command.operationKey())).isOne();
    }

    @Test
    default void refundOfHostedPageThenSucceeded() {
        provider().given(new Approves());
        var charge = TestCharges.onHostedPage();
        var page = Refunding.opened(this, charge);
        provider().customerPays(page);
        // Where the provider leaves it to us, this takes the money.
        Answered.by(gateway().lookup(new LookupQuery(charge.operationKey(), page, TestCharges.sentJustNow())));
        var command = TestRefunds.of(page, euros(300));
        assertThat(refunded(command)).isInstanceOfSatisfying(RefundSucceeded.class,
                refund -> assertThat(lookedUp(command, null)).isEqualTo(refund));
    }

    @Test
    default void refundInPartsThenNeverMoreThanWasCaptured() {
        var payment = paid(new Approves());
        assertThat(refunded(TestRefunds.of(payment, euros(600)))).isInstanceOf(RefundSucceeded.class);
        assertThat(refunded(TestRefunds.of(payment, euros(401)))).isInstanceOf(RefundRefused.class);
        assertThat(refunded(TestRefunds.of(payment, euros(400)))).isInstanceOf(RefundSucceeded.class);
        assertThat(refunded(TestRefunds.of(payment, euros(1)))).isInstanceOf(RefundRefused.class);
    }

    @Test
    default void refundOfMoreThanWasCapturedThenRefusedAndNothingHappens() {
        var command = TestRefunds.of(paid(new Approves()), euros(1_001));
        assertThat(refunded(command)).isInstanceOfSatisfying(RefundRefused.class,
                refused -> assertThat(refused.rawCode()).isNotBlank());
        assertThat(provider().refunds(command.operationKey())).isZero();
        assertThat(lookedUp(command, null)).isEqualTo(new NotFound());
    }

    @Test
    default void refundManyTimesAtOnceThenNeverMoreThanWasCaptured() {
        var payment = paid(new Approves());
        var commands = IntStream.range(0, 8).mapToObj(_each -> TestRefunds.of(payment, euros(300))).toList();
        var outcomes = Answered.by(Flux.fromIterable(commands).flatMap(refunds()::refund, 8).collectList());
        assertThat(outcomes).hasSize(8).allMatch(outcome -> outcome instanceof RefundSucceeded
                || outcome instanceof RefundRefused || outcome instanceof NotSent);
        assertThat(outcomes.stream().filter(RefundSucceeded.class::isInstance)).hasSizeBetween(1, 3);
    }

    @Test
    default void refundWhenAnswerIsLostThenUnknownAndLookupTellsTheTruth() {
        refundUnknownUntilLookedUp(new LosesAnswers());
    }

    @Test
    default void refundWhenAnswerIsTooLateThenUnknownAndLookupTellsTheTruth() {
        refundUnknownUntilLookedUp(new AnswersTooLate());
    }

    @Test
    default void refundWhenErrorIsReplayedThenUnknownAndLookupTellsTheTruth() {
        var command = TestRefunds.ofAll(paid(new Approves()));
        provider().given(new FailsAfterCharging());
        assertThat(refunded(command)).isInstanceOf(Unknown.class);
        refundUnknownUntilLookedUp(command);
    }

    private void refundUnknownUntilLookedUp(Situation situation) {
        var command = TestRefunds.ofAll(paid(new Approves()));
        provider().given(situation);
        refundUnknownUntilLookedUp(command);
    }

    private void refundUnknownUntilLookedUp(RefundCommand command) {
        assertThat(refunded(command)).isInstanceOf(Unknown.class);
        provider().recovers();
        assertThat(lookedUp(command, null)).isInstanceOfSatisfying(RefundSucceeded.class,
                refund -> assertThat(refund.amount()).isEqualTo(command.amount()));
        assertThat(provider().refunds(command.operationKey())).isOne();
    }

    @Test
    default void refundWhenItTakesTimeThenPendingAndLaterSucceeded() {
        var command = TestRefunds.ofAll(paid(new RefundsTakeTime()));
        assertThat(refunded(command)).isInstanceOfSatisfying(RefundPending.class, pending -> {
            provider().timePasses();
            assertThat(lookedUp(command, pending.reference()))
                    .isEqualTo(new RefundSucceeded(pending.reference(), command.amount()));
        });
    }

    @Test
    default void refundWhenItComesBackThenFailedAfterItSucceededAndAllIsLeftAgain() {
        var payment = paid(new RefundsComeBack());
        var command = TestRefunds.ofAll(payment);
        assertThat(refunded(command)).isInstanceOf(RefundSucceeded.class);
        provider().timePasses();
        assertThat(lookedUp(command, null)).isInstanceOfSatisfying(RefundFailed.class,
                failed -> assertThat(failed.rawCode()).isNotBlank());
        assertThat(refunded(TestRefunds.ofAll(payment))).isInstanceOf(RefundSucceeded.class);
    }

    @Test
    default void lookupRefundWhenNothingWasEverSentThenNotFound() {
        assertThat(lookedUp(TestRefunds.ofAll(paid(new Approves())), null)).isEqualTo(new NotFound());
    }

    /** A person who read it somewhere may have mistaken one for the other. */
    @Test
    default void lookupRefundByTheIdOfAnotherRefundThenNotFound() {
        var wanted = TestRefunds.ofAll(paid(new Approves()));
        assertThat(refunded(TestRefunds.ofAll(paid(new Approves())))).isInstanceOfSatisfying(RefundSucceeded.class,
                other -> assertThat(lookedUp(wanted, other.reference())).isEqualTo(new NotFound()));
    }

    /** Who is not the provider cannot say that it knows no refund. */
    @Test
    default void lookupRefundWhenSomethingElseAnswersThenUnknown() {
        var command = TestRefunds.ofAll(paid(new Approves()));
        assertThat(refunded(command)).isInstanceOfSatisfying(RefundSucceeded.class, refund -> {
            provider().given(new AnswersFromElsewhere());
            for (var reference : List.of(refund.reference(), new ProviderReference("req_1"))) {
                assertThat(lookedUp(command, reference)).isInstanceOf(Unknown.class);
            }
        });
    }

    @Test
    default void lookupRefundOfPageThatNobodyPaidThenNotFound() {
        assertThat(lookedUp(TestRefunds.ofAll(hostedPage()), null)).isEqualTo(new NotFound());
    }

    @Test
    default void lookupRefundWhenNobodyListensThenNotSent() {
        var command = TestRefunds.ofAll(provider().nobodysPayment());
        provider().given(new RefusesConnections());
        assertThat(lookedUp(command, null)).isEqualTo(new NotSent(Reason.CONNECTION_REFUSED, null));
    }

    private ProviderReference paid(Situation situation) {
        return Refunding.paid(this, situation);
    }

    private ProviderReference hostedPage() {
        return Refunding.unpaidPage(this);
    }

    private RefundOutcome refunded(RefundCommand command) {
        return Refunding.refunded(this, command);
    }

    private RefundLookupOutcome lookedUp(RefundCommand command, @Nullable ProviderReference reference) {
        return Refunding.lookedUp(this, command, reference);
    }

    private Refunds refunds() {
        return Refunding.refunds(this);
    }

    private static Money euros(long minor) {
        return Money.of(minor, "EUR");
    }
}
