package dev.refill.testkit.gateway;

import java.net.URI;
import java.time.Duration;
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
import dev.refill.gateway.NotSent;
import dev.refill.gateway.NotSent.Reason;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RequiresAction;
import dev.refill.gateway.Unknown;
import dev.refill.testkit.gateway.Situation.AnswersTooLate;
import dev.refill.testkit.gateway.Situation.Approves;
import dev.refill.testkit.gateway.Situation.Declines;
import dev.refill.testkit.gateway.Situation.FailsAfterCharging;
import dev.refill.testkit.gateway.Situation.LimitsTheRate;
import dev.refill.testkit.gateway.Situation.LosesAnswers;
import dev.refill.testkit.gateway.Situation.RefusesConnections;
import dev.refill.testkit.gateway.Situation.SaysKeyIsInUse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every adapter keeps whose provider answers a charge at once, without decorators. The adapter's patience is short, so
 * that {@link AnswersTooLate} is.
 */
public interface PaymentGatewayContract extends GatewayContract {

    Duration LONGEST = Duration.ofSeconds(20);

    @Test
    default void chargeWhenCardIsGoodThenApproved() {
        var command = TestCharges.by(provider().given(new Approves()));
        assertThat(charged(command)).isInstanceOfSatisfying(Approved.class,
                approved -> assertThat(approved.captured()).isEqualTo(command.amount()));
        assertThat(provider().captures(command.operationKey())).isOne();
    }

    @Test
    default void chargeWhenNotSubscribedThenNothingIsSent() {
        var command = TestCharges.by(provider().given(new Approves()));
        gateway().charge(command);
        assertThat(provider().captures(command.operationKey())).isZero();
    }

    @TestFactory
    default Stream<DynamicTest> chargeWhenCardIsRefusedThenDeclined() {
        return Refusals.of(provider()).entrySet().stream().map(decline -> DynamicTest.dynamicTest(decline.getKey(),
                () -> chargeWhenCardIsRefusedThenDeclined(decline)));
    }

    private void chargeWhenCardIsRefusedThenDeclined(Map.Entry<String, DeclineReason> decline) {
        var command = TestCharges.by(provider().given(new Declines(decline.getKey())));
        assertThat(charged(command)).isInstanceOfSatisfying(Declined.class, declined -> {
            assertThat(declined.reason()).isEqualTo(decline.getValue());
            assertThat(declined.rawCode()).isEqualTo(decline.getKey());
            assertThat(declined.retriable()).isFalse();
        });
        assertThat(provider().captures(command.operationKey())).isZero();
    }

    @Test
    default void chargeOnHostedPageThenRequiresAction() {
        provider().given(new Approves());
        var command = TestCharges.onHostedPage();
        assertThat(charged(command)).isInstanceOfSatisfying(RequiresAction.class, action -> {
            assertThat(action.redirect()).matches(URI::isAbsolute);
            assertThat(lookedUp(command, action.reference())).isEqualTo(action);
        });
    }

    @Test
    default void chargeWhenNobodyListensThenNotSent() {
        var command = TestCharges.by(provider().given(new RefusesConnections()));
        assertThat(charged(command)).isEqualTo(new NotSent(Reason.CONNECTION_REFUSED, null));
    }

    @Test
    default void chargeWhenAnswerWasLostThenSameKeyTellsTheOutcome() {
        var command = TestCharges.by(provider().given(new LosesAnswers()));
        assertThat(charged(command)).isInstanceOf(Unknown.class);
        provider().recovers();
        assertThat(charged(command)).isInstanceOf(Approved.class);
        assertThat(provider().captures(command.operationKey())).isOne();
    }

    @Test
    default void chargeWhenAnswerIsTooLateThenUnknown() {
        assertThat(charged(TestCharges.by(provider().given(new AnswersTooLate())))).isInstanceOf(Unknown.class);
    }

    @Test
    default void chargeWhenProviderFailsThenUnknown() {
        assertThat(charged(TestCharges.by(provider().given(new FailsAfterCharging())))).isInstanceOf(Unknown.class);
    }

    @Test
    default void chargeWhenKeyIsInUseThenNotSent() {
        var command = TestCharges.by(provider().given(new SaysKeyIsInUse()));
        assertThat(charged(command)).isInstanceOfSatisfying(NotSent.class,
                notSent -> assertThat(notSent.reason()).isEqualTo(Reason.IN_PROGRESS));
        assertThat(provider().captures(command.operationKey())).isZero();
    }

    @Test
    default void chargeWhenRateIsLimitedThenNotSentWithTheWaitAskedFor() {
        var command = TestCharges.by(provider().given(new LimitsTheRate(Duration.ofSeconds(7))));
        assertThat(charged(command)).isEqualTo(new NotSent(Reason.RATE_LIMITED, Duration.ofSeconds(7)));
        assertThat(provider().captures(command.operationKey())).isZero();
    }

    @Test
    default void chargeTwiceWithOneKeyThenOneChargeAndOneOutcome() {
        var command = TestCharges.by(provider().given(new Approves()));
        assertThat(charged(command)).isInstanceOf(Approved.class).isEqualTo(charged(command));
        assertThat(provider().captures(command.operationKey())).isOne();
    }

    @Test
    default void chargeManyTimesAtOnceWithOneKeyThenOneCharge() {
        var command = TestCharges.by(provider().given(new Approves()));
        var outcomes = Flux.range(0, 16).flatMap(_each -> gateway().charge(command), 16).collectList();
        assertThat(Answered.by(outcomes)).hasSize(16)
                .allMatch(outcome -> outcome instanceof Approved
                        || (outcome instanceof NotSent notSent && notSent.reason() == Reason.IN_PROGRESS))
                .anyMatch(Approved.class::isInstance);
        assertThat(provider().captures(command.operationKey())).isOne();
    }

    private ChargeOutcome charged(ChargeCommand command) {
        return Answered.by(gateway().charge(command));
    }

    private LookupOutcome lookedUp(ChargeCommand command, @Nullable ProviderReference reference) {
        return Answered.by(gateway().lookup(new LookupQuery(command.operationKey(), reference,
                TestCharges.sentJustNow())));
    }
}
