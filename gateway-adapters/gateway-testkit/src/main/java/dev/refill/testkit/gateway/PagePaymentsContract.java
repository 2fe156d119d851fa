package dev.refill.testkit.gateway;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.slf4j.LoggerFactory;
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
import dev.refill.gateway.PaymentMethod.CardOnFile;
import dev.refill.gateway.PaymentMethod.MobileMoney;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RequiresAction;
import dev.refill.gateway.Unknown;
import dev.refill.testkit.gateway.Situation.AnswersFromElsewhere;
import dev.refill.testkit.gateway.Situation.AnswersTooLate;
import dev.refill.testkit.gateway.Situation.Approves;
import dev.refill.testkit.gateway.Situation.Declines;
import dev.refill.testkit.gateway.Situation.FailsAfterCharging;
import dev.refill.testkit.gateway.Situation.LimitsTheRate;
import dev.refill.testkit.gateway.Situation.LosesAnswers;
import dev.refill.testkit.gateway.Situation.RefusesConnections;
import dev.refill.testkit.gateway.Situation.SaysKeyIsInUse;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every adapter keeps, without decorators, whose customers pay on the provider's page only and whose provider leaves it
 * to us to take what the customer has agreed to: a look-up takes it, once. It stands beside {@link PaymentGatewayContract},
 * whose provider knows cards. The adapter's patience is short, so that {@link AnswersTooLate} is.
 */
public interface PagePaymentsContract extends GatewayContract {

    @Test
    default void chargeThenRequiresActionUntilTheCustomerPays() {
        var command = page(new Approves());
        assertThat(charged(command)).isInstanceOfSatisfying(RequiresAction.class, action -> {
            assertThat(action.redirect()).matches(URI::isAbsolute);
            assertThat(lookedUp(command, action.reference())).isEqualTo(action);
            assertThat(provider().captures(command.operationKey())).isZero();
            provider().customerPays(action.reference());
            assertPaid(command, lookedUp(command, action.reference()));
        });
    }

    @Test
    default void lookupWhenPaidThenTheSameByThePaymentsOwnReference() {
        var command = page(new Approves());
        var paid = lookedUp(command, paidOn(command));
        assertThat(paid).isInstanceOfSatisfying(Approved.class,
                approved -> assertThat(lookedUp(command, approved.reference())).isEqualTo(approved));
    }

    /** The poll, the return of the browser and a person may all look in the same moment. */
    @Test
    default void lookupManyTimesAtOnceWhenTheCustomerPaidThenTakenOnce() {
        var command = page(new Approves());
        var page = paidOn(command);
        var query = new LookupQuery(command.operationKey(), page, TestCharges.sentJustNow());
        var found = Answered.by(Flux.range(0, 16).flatMap(_each -> gateway().lookup(query), 16).collectList());
        assertThat(found).hasSize(16)
                .allMatch(outcome -> outcome instanceof Approved
                        || (outcome instanceof NotSent notSent && notSent.reason() == Reason.IN_PROGRESS))
                .anyMatch(Approved.class::isInstance);
        assertPaid(command, lookedUp(command, page));
    }

    @Test
    default void lookupWhenNotSubscribedThenNothingIsTaken() {
        var command = page(new Approves());
        var page = paidOn(command);
        gateway().lookup(new LookupQuery(command.operationKey(), page, TestCharges.sentJustNow()));
        assertThat(provider().captures(command.operationKey())).isZero();
    }

    @TestFactory
    default Stream<DynamicTest> lookupWhenWhatTheCustomerPaysWithIsRefusedThenDeclined() {
        return Refusals.of(provider()).entrySet().stream().map(decline -> DynamicTest.dynamicTest(decline.getKey(),
                () -> lookupWhenWhatTheCustomerPaysWithIsRefusedThenDeclined(decline)));
    }

    private void lookupWhenWhatTheCustomerPaysWithIsRefusedThenDeclined(Map.Entry<String, DeclineReason> decline) {
        var command = page(new Declines(decline.getKey()));
        assertThat(lookedUp(command, paidOn(command))).isInstanceOfSatisfying(Declined.class, declined -> {
            assertThat(declined.reason()).isEqualTo(decline.getValue());
            assertThat(declined.rawCode()).isEqualTo(decline.getKey());
        });
        assertThat(provider().captures(command.operationKey())).isZero();
    }

    /** What cannot be done is a clean outcome, too. */
    @Test
    default void chargeByAnotherWayThenNotSent() {
        provider().given(new Approves());
        for (var method : List.of(new CardOnFile("pm_1"), new MobileMoney("256770000001"))) {
            assertThat(charged(TestCharges.by(method))).isEqualTo(new NotSent(Reason.REFUSED, null));
        }
    }

    @Test
    default void chargeWhenNobodyListensThenNotSent() {
        var command = page(new RefusesConnections());
        assertThat(charged(command)).isEqualTo(new NotSent(Reason.CONNECTION_REFUSED, null));
        assertThat(lookedUp(command, provider().nobodysPage()))
                .isEqualTo(new NotSent(Reason.CONNECTION_REFUSED, null));
    }

    @Test
    default void chargeWhenAnswerWasLostThenUnknownAndSameKeyTellsThePage() {
        var command = page(new LosesAnswers());
        assertThat(charged(command)).isInstanceOf(Unknown.class);
        provider().recovers();
        assertThat(charged(command)).isInstanceOf(RequiresAction.class).isEqualTo(charged(command));
    }

    @Test
    default void chargeWhenAnswerIsTooLateThenUnknown() {
        assertThat(charged(page(new AnswersTooLate()))).isInstanceOf(Unknown.class);
    }

    @Test
    default void chargeWhenProviderFailsThenUnknown() {
        assertThat(charged(page(new FailsAfterCharging()))).isInstanceOf(Unknown.class);
    }

    @Test
    default void chargeWhenKeyIsInUseThenNotSent() {
        assertThat(charged(page(new SaysKeyIsInUse()))).isInstanceOfSatisfying(NotSent.class,
                notSent -> assertThat(notSent.reason()).isEqualTo(Reason.IN_PROGRESS));
    }

    @Test
    default void chargeWhenRateIsLimitedThenNotSentWithTheWaitAskedFor() {
        assertThat(charged(page(new LimitsTheRate(ofSeconds(7)))))
                .isEqualTo(new NotSent(Reason.RATE_LIMITED, ofSeconds(7)));
    }

    @Test
    default void chargeTwiceWithOneKeyThenOnePage() {
        var command = page(new Approves());
        assertThat(charged(command)).isInstanceOf(RequiresAction.class).isEqualTo(charged(command));
    }

    @Test
    default void chargeManyTimesAtOnceWithOneKeyThenOnePage() {
        var command = page(new Approves());
        var outcomes = Answered.by(Flux.range(0, 16).flatMap(_each -> gateway().charge(command), 16).collectList());
        var page = charged(command);
        assertThat(outcomes).hasSize(16).allMatch(outcome -> outcome.equals(page)
                || (outcome instanceof NotSent notSent && notSent.reason() == Reason.IN_PROGRESS));
    }

    @Test
    default void lookupWhenAnswerIsLostWhileItIsTakenThenUnknownAndTakenOnce() {
        unknownUntilLookedUpAgain(new LosesAnswers());
    }

    @Test
    default void lookupWhenAnswerIsTooLateWhileItIsTakenThenUnknownAndTakenOnce() {
        unknownUntilLookedUpAgain(new AnswersTooLate());
    }

    @Test
    default void lookupWhenProviderFailsWhileItIsTakenThenUnknownAndTakenOnce() {
        unknownUntilLookedUpAgain(new FailsAfterCharging());
    }

    private void unknownUntilLookedUpAgain(Situation situation) {
        var command = page(new Approves());
        var page = paidOn(command);
        provider().given(situation);
        assertThat(lookedUp(command, page)).isInstanceOf(Unknown.class);
        provider().recovers();
        assertPaid(command, lookedUp(command, page));
    }

    @Test
    default void lookupWhenRateIsLimitedWhileItIsTakenThenNotSentAndTakenLater() {
        var command = page(new Approves());
        var page = paidOn(command);
        provider().given(new LimitsTheRate(ofSeconds(7)));
        assertThat(lookedUp(command, page)).isEqualTo(new NotSent(Reason.RATE_LIMITED, ofSeconds(7)));
        assertThat(provider().captures(command.operationKey())).isZero();
        provider().recovers();
        assertPaid(command, lookedUp(command, page));
    }

    /** Who is not the provider cannot say that it knows no payment. */
    @Test
    default void lookupWhenSomethingElseAnswersThenUnknown() {
        var command = page(new Approves());
        var page = paidOn(command);
        provider().given(new AnswersFromElsewhere());
        assertThat(lookedUp(command, page)).isInstanceOfSatisfying(Unknown.class,
                unknown -> assertThat(unknown.providerIsWell()).isFalse());
    }

    @Override
    @Test
    default void exchangeWhenLoggedAtAnyLevelThenWithoutSecrets() {
        try (var logs = CapturedLogs.open()) {
            // Proves that even the finest level is captured: an adapter may well have nothing to say.
            LoggerFactory.getLogger(PagePaymentsContract.class).trace(PROBE);
            for (var situation : List.of(new Approves(), new LosesAnswers(), new SaysKeyIsInUse(),
                    new Declines(Refusals.of(provider()).keySet().iterator().next()))) {
                var command = page(new Approves());
                var page = paidOn(command);
                provider().given(situation);
                lookedUp(command, page);
                charged(TestCharges.onHostedPage());
                provider().recovers();
            }
            assertThat(logs.lines()).as("what was captured")
                    .anyMatch(line -> line.endsWith(PROBE));
            provider().secrets().forEach(secret -> assertThat(logs.lines()).noneMatch(line -> line.contains(secret)));
        }
    }

    private void assertPaid(ChargeCommand command, LookupOutcome found) {
        assertThat(found).isInstanceOfSatisfying(Approved.class,
                approved -> assertThat(approved.captured()).isEqualTo(command.amount()));
        assertThat(provider().captures(command.operationKey())).isOne();
    }

    private ChargeCommand page(Situation situation) {
        provider().given(situation);
        return TestCharges.onHostedPage();
    }

    /** The page's reference, after the customer has paid there. */
    private ProviderReference paidOn(ChargeCommand command) {
        var opened = charged(command);
        assertThat(opened).isInstanceOf(RequiresAction.class);
        var page = ((RequiresAction) opened).reference();
        provider().customerPays(page);
        return page;
    }

    private ChargeOutcome charged(ChargeCommand command) {
        return Answered.by(gateway().charge(command));
    }

    private LookupOutcome lookedUp(ChargeCommand command, ProviderReference reference) {
        return Answered.by(gateway().lookup(
                new LookupQuery(command.operationKey(), reference, TestCharges.sentJustNow())));
    }
}
