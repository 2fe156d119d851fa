package dev.refill.gateway.decorator;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.test.StepVerifier;

import dev.refill.gateway.Approved;
import dev.refill.gateway.ChargeOutcome;
import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.Declined;
import dev.refill.gateway.Money;
import dev.refill.gateway.NotSent;
import dev.refill.gateway.NotSent.Reason;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.Unknown;

import static org.assertj.core.api.Assertions.assertThat;

class RetryingGatewayTest {

    private static final ChargeOutcome APPROVED = new Approved(new ProviderReference("pi_1"), Money.of(1_000, "EUR"));
    private static final RetryLimits LIMITS = new RetryLimits(3, Duration.ofMillis(100), Duration.ofSeconds(2));

    private final ScriptedGateway provider = new ScriptedGateway();

    @Test
    void chargeWhenNotSentOnceThenTriedAgainWithTheSameKey() {
        provider.thenAnswers(notSent(Reason.CONNECTION_REFUSED, null), APPROVED);
        verifyAfter(Duration.ofMillis(100), APPROVED);
        assertThat(provider.sent()).hasSize(2).containsOnly(ScriptedGateway.COMMAND.operationKey());
    }

    @Test
    void chargeWhenNeverSentThenWaitsDoubleAndTheLastAnswerCounts() {
        provider.thenAnswers(notSent(Reason.IN_PROGRESS, null));
        verifyAfter(Duration.ofMillis(100 + 200), notSent(Reason.IN_PROGRESS, null));
        assertThat(provider.sent()).hasSize(3);
    }

    /** What may be charged at this moment can neither be cancelled as never sent, nor be tried elsewhere. */
    @ParameterizedTest
    @EnumSource(names = {"CONNECTION_REFUSED", "RATE_LIMITED", "BULKHEAD_FULL", "BREAKER_OPEN", "REFUSED"})
    void chargeWhenOnceInProgressThenNoLaterTryProvesThatNothingWasSent(Reason later) {
        provider.thenAnswers(notSent(Reason.IN_PROGRESS, null), notSent(later, null));
        verifyAfter(Duration.ofMillis(later.passesSoon() ? 100 + 200 : 100), notSent(Reason.IN_PROGRESS, null));
    }

    @Test
    void chargeWhenOnceInProgressThenAnAnswerCounts() {
        provider.thenAnswers(notSent(Reason.IN_PROGRESS, null), APPROVED);
        verifyAfter(Duration.ofMillis(100), APPROVED);
    }

    @Test
    void chargeWhenProviderAsksForAWaitThenItIsKept() {
        var limited = notSent(Reason.RATE_LIMITED, Duration.ofSeconds(2));
        provider.thenAnswers(limited, APPROVED);
        verifyAfter(Duration.ofMillis(2_100), APPROVED);
    }

    @Test
    void chargeWhenProviderAsksForALongWaitThenItIsPassedOnAtOnce() {
        var limited = notSent(Reason.RATE_LIMITED, Duration.ofSeconds(3));
        provider.thenAnswers(limited);
        verifyAfter(Duration.ZERO, limited);
        assertThat(provider.sent()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"BREAKER_OPEN", "REFUSED"})
    void chargeWhenItWillNotPassThenNotTriedAgain(Reason reason) {
        provider.thenAnswers(notSent(reason, null));
        verifyAfter(Duration.ZERO, notSent(reason, null));
        assertThat(provider.sent()).hasSize(1);
    }

    @Test
    void chargeWhenUnknownThenNotTriedAgain() {
        provider.thenAnswers(new Unknown("no answer"));
        verifyAfter(Duration.ZERO, new Unknown("no answer"));
        assertThat(provider.sent()).hasSize(1);
    }

    @Test
    void chargeWhenDeclinedThenNotTriedAgainThoughTheReasonMayPass() {
        var declined = new Declined(new ProviderReference("pi_1"), DeclineReason.INSUFFICIENT_FUNDS, "x", false);
        provider.thenAnswers(declined);
        verifyAfter(Duration.ZERO, declined);
        assertThat(provider.sent()).hasSize(1);
    }

    @Test
    void chargeWhenJitterIsFullThenHalfTheWait() {
        provider.thenAnswers(notSent(Reason.CONNECTION_REFUSED, null), APPROVED);
        StepVerifier.withVirtualTime(
                () -> new RetryingGateway(provider, LIMITS, () -> 1).charge(ScriptedGateway.COMMAND))
                .expectSubscription()
                .expectNoEvent(Duration.ofMillis(50))
                .expectNext(APPROVED)
                .expectComplete()
                .verify(Duration.ofSeconds(5));
    }

    @Test
    void chargeWhenCancelledWhileWaitingThenNothingMoreIsSent() {
        provider.thenAnswers(notSent(Reason.CONNECTION_REFUSED, null));
        StepVerifier.withVirtualTime(() -> gateway().charge(ScriptedGateway.COMMAND))
                .expectSubscription()
                .thenAwait(Duration.ofMillis(99))
                .thenCancel()
                .verify(Duration.ofSeconds(5));
        assertThat(provider.sent()).hasSize(1);
    }

    private void verifyAfter(Duration wait, ChargeOutcome outcome) {
        var step = StepVerifier.withVirtualTime(() -> gateway().charge(ScriptedGateway.COMMAND)).expectSubscription();
        (wait.isZero() ? step : step.expectNoEvent(wait.minusMillis(1)).thenAwait(Duration.ofMillis(1)))
                .expectNext(outcome)
                .expectComplete()
                .verify(Duration.ofSeconds(5));
    }

    private RetryingGateway gateway() {
        return new RetryingGateway(provider, LIMITS, () -> 0);
    }

    private static NotSent notSent(Reason reason, @Nullable Duration retryAfter) {
        return new NotSent(reason, retryAfter);
    }
}
