package dev.refill.testkit.gateway;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import reactor.core.publisher.Flux;

import dev.refill.gateway.Approved;
import dev.refill.gateway.ChargeCommand;
import dev.refill.gateway.ChargeOutcome;
import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.Declined;
import dev.refill.gateway.LookupOutcome;
import dev.refill.gateway.LookupQuery;
import dev.refill.gateway.NotFound;
import dev.refill.gateway.NotSent;
import dev.refill.gateway.NotSent.Reason;
import dev.refill.gateway.PaymentMethod.CardOnFile;
import dev.refill.gateway.Pending;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.Unknown;
import dev.refill.testkit.gateway.Situation.AnswersFromElsewhere;
import dev.refill.testkit.gateway.Situation.AnswersTooLate;
import dev.refill.testkit.gateway.Situation.Approves;
import dev.refill.testkit.gateway.Situation.Declines;
import dev.refill.testkit.gateway.Situation.FailsAfterCharging;
import dev.refill.testkit.gateway.Situation.LimitsTheRate;
import dev.refill.testkit.gateway.Situation.LosesAnswers;
import dev.refill.testkit.gateway.Situation.RefusesConnections;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every adapter keeps whose customers agree on the phone, without decorators: the provider accepts a charge under an
 * id of ours and tells later, to who asks, what became of it. It stands beside {@link PaymentGatewayContract}, whose
 * provider answers at once. The adapter's patience is short, so that {@link AnswersTooLate} is.
 */
public interface PhonePaymentsContract extends GatewayContract {

    @Test
    default void chargeThenPendingUntilTheCustomerAgrees() {
        var command = phone(new Approves());
        assertThat(charged(command)).isInstanceOfSatisfying(Pending.class, pending -> {
            assertThat(lookedUp(command, pending.reference())).isEqualTo(pending);
            assertThat(provider().captures(command.operationKey())).isZero();
            provider().customerPays(pending.reference());
            assertThat(lookedUp(command, pending.reference()))
                    .isEqualTo(new Approved(pending.reference(), command.amount()));
        });
        assertThat(provider().captures(command.operationKey())).isOne();
    }

    @Test
    default void chargeWhenNotSubscribedThenNothingIsSent() {
        var command = phone(new Approves());
        gateway().charge(command);
        assertThat(lookedUp(command, null)).isEqualTo(new NotFound());
    }

    @TestFactory
    default Stream<DynamicTest> chargeWhenItFailsThenDeclined() {
        return Refusals.of(provider()).entrySet().stream().map(decline -> DynamicTest.dynamicTest(decline.getKey(),
                () -> chargeWhenItFailsThenDeclined(decline)));
    }

    private void chargeWhenItFailsThenDeclined(Map.Entry<String, DeclineReason> decline) {
        var command = phone(new Declines(decline.getKey()));
        assertThat(charged(command)).isInstanceOf(Pending.class);
        provider().timePasses();
        assertThat(lookedUp(command, null)).isInstanceOfSatisfying(Declined.class, declined -> {
            assertThat(declined.reason()).isEqualTo(decline.getValue());
            assertThat(declined.rawCode()).isEqualTo(decline.getKey());
            assertThat(declined.retriable()).isFalse();
        });
        assertThat(provider().captures(command.operationKey())).isZero();
    }

    /** What cannot be done is a clean outcome, too. */
    @Test
    default void chargeByAnotherWayThenNotSent() {
        provider().given(new Approves());
        for (var command : List.of(TestCharges.onHostedPage(), TestCharges.by(new CardOnFile("pm_1")))) {
            assertThat(charged(command)).isEqualTo(new NotSent(Reason.REFUSED, null));
            assertThat(lookedUp(command, null)).isEqualTo(new NotFound());
        }
    }

    @Test
    default void chargeWhenNobodyListensThenNotSent() {
        var command = phone(new RefusesConnections());
        assertThat(charged(command)).isEqualTo(new NotSent(Reason.CONNECTION_REFUSED, null));
        assertThat(lookedUp(command, null)).isEqualTo(new NotSent(Reason.CONNECTION_REFUSED, null));
    }

    @Test
    default void chargeWhenAnswerIsLostThenUnknownAndLookupTellsTheTruth() {
        unknownUntilLookedUp(new LosesAnswers());
    }

    @Test
    default void chargeWhenAnswerIsTooLateThenUnknownAndLookupTellsTheTruth() {
        unknownUntilLookedUp(new AnswersTooLate());
    }

    @Test
    default void chargeWhenProviderFailsThenUnknownAndLookupTellsTheTruth() {
        unknownUntilLookedUp(new FailsAfterCharging());
    }

    private void unknownUntilLookedUp(Situation situation) {
        var command = phone(situation);
        assertThat(charged(command)).isInstanceOf(Unknown.class);
        provider().recovers();
        assertThat(lookedUp(command, null)).isInstanceOfSatisfying(Pending.class, pending -> {
            provider().customerPays(pending.reference());
            assertThat(lookedUp(command, null)).isEqualTo(new Approved(pending.reference(), command.amount()));
        });
        assertThat(provider().captures(command.operationKey())).isOne();
    }

    @Test
    default void chargeWhenAnswerWasLostThenSameKeyTellsHowItStands() {
        var command = phone(new LosesAnswers());
        assertThat(charged(command)).isInstanceOf(Unknown.class);
        provider().recovers();
        assertThat(charged(command)).isInstanceOf(Pending.class).isEqualTo(lookedUp(command, null));
    }

    @Test
    default void chargeTwiceWithOneKeyThenTheCustomerIsAskedOnce() {
        var command = phone(new Approves());
        var first = charged(command);
        assertThat(first).isInstanceOfSatisfying(Pending.class, pending -> {
            assertThat(charged(command)).isEqualTo(pending);
            provider().customerPays(pending.reference());
            assertThat(charged(command)).isEqualTo(new Approved(pending.reference(), command.amount()));
        });
        assertThat(provider().captures(command.operationKey())).isOne();
    }

    @Test
    default void chargeManyTimesAtOnceWithOneKeyThenTheCustomerIsAskedOnce() {
        var command = phone(new Approves());
        var outcomes = Flux.range(0, 16).flatMap(_each -> gateway().charge(command), 16).collectList();
        assertThat(Answered.by(outcomes)).hasSize(16).hasOnlyElementsOfType(Pending.class)
                .containsOnly(charged(command));
    }

    @Test
    default void chargeWhenRateIsLimitedThenNotSentWithTheWaitAskedFor() {
        var command = phone(new LimitsTheRate(ofSeconds(7)));
        assertThat(charged(command)).isEqualTo(new NotSent(Reason.RATE_LIMITED, ofSeconds(7)));
        assertThat(lookedUp(command, null)).isEqualTo(new NotFound());
    }

    @Test
    default void lookupWhenNothingWasEverSentThenNotFound() {
        var command = phone(new Approves());
        assertThat(lookedUp(command, null)).isEqualTo(new NotFound());
        assertThat(lookedUp(command, provider().nobodysPayment())).isEqualTo(new NotFound());
    }

    /** Who is not the provider cannot say that it knows no payment. */
    @Test
    default void lookupWhenSomethingElseAnswersThenUnknown() {
        var command = phone(new Approves());
        assertThat(charged(command)).isInstanceOf(Pending.class);
        provider().given(new AnswersFromElsewhere());
        assertThat(lookedUp(command, null)).isInstanceOfSatisfying(Unknown.class,
                unknown -> assertThat(unknown.providerIsWell()).isFalse());
    }

    private ChargeCommand phone(Situation situation) {
        return TestCharges.by(provider().given(situation));
    }

    private ChargeOutcome charged(ChargeCommand command) {
        return Answered.by(gateway().charge(command));
    }

    private LookupOutcome lookedUp(ChargeCommand command, @Nullable ProviderReference reference) {
        return Answered.by(gateway().lookup(new LookupQuery(command.operationKey(), reference,
                TestCharges.sentJustNow())));
    }
}
