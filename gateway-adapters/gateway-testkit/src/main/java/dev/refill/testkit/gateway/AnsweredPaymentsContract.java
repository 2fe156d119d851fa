package dev.refill.testkit.gateway;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import reactor.core.publisher.Flux;

import dev.refill.gateway.Approved;
import dev.refill.gateway.ChargeCommand;
import dev.refill.gateway.ChargeOutcome;
import dev.refill.gateway.Declined;
import dev.refill.gateway.LookupOutcome;
import dev.refill.gateway.LookupQuery;
import dev.refill.gateway.NotFound;
import dev.refill.gateway.NotSent;
import dev.refill.gateway.NotSent.Reason;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RequiresAction;
import dev.refill.gateway.SentWithin;
import dev.refill.gateway.Unknown;
import dev.refill.testkit.gateway.Situation.AnswersFromElsewhere;
import dev.refill.testkit.gateway.Situation.AnswersTooLate;
import dev.refill.testkit.gateway.Situation.Approves;
import dev.refill.testkit.gateway.Situation.AsksForAuthentication;
import dev.refill.testkit.gateway.Situation.Declines;
import dev.refill.testkit.gateway.Situation.FailsAfterCharging;
import dev.refill.testkit.gateway.Situation.LosesAnswers;
import dev.refill.testkit.gateway.Situation.RefusesConnections;
import dev.refill.testkit.gateway.Situation.SearchIsBehind;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an adapter keeps besides whose provider can be asked what became of a payment, by its reference or by our key, and
 * which can send a customer to the card's issuer. A provider that tells such things by notification alone cannot.
 */
public interface AnsweredPaymentsContract extends PaymentGatewayContract {

    @TestFactory
    default Stream<DynamicTest> lookupWhenCardWasRefusedThenDeclined() {
        return Refusals.of(provider()).keySet().stream().map(code -> DynamicTest.dynamicTest(code,
                () -> lookupWhenCardWasRefusedThenDeclined(code)));
    }

    private void lookupWhenCardWasRefusedThenDeclined(String code) {
        var command = TestCharges.by(provider().given(new Declines(code)));
        assertThat(charged(command)).isInstanceOfSatisfying(Declined.class,
                declined -> assertThat(lookedUp(command, declined.reference())).isEqualTo(declined));
    }

    @Test
    default void chargeWhenIssuerAsksForAuthenticationThenRequiresAction() {
        var command = TestCharges.by(provider().given(new AsksForAuthentication()));
        assertThat(charged(command)).isInstanceOfSatisfying(RequiresAction.class, action -> {
            assertThat(action.redirect()).matches(URI::isAbsolute);
            assertThat(lookedUp(command, action.reference())).isEqualTo(action);
        });
    }

    @Test
    default void lookupByKeyWhenHostedPageIsOpenThenRequiresAction() {
        provider().given(new Approves());
        var command = TestCharges.onHostedPage();
        assertThat(charged(command)).isInstanceOf(RequiresAction.class).isEqualTo(lookedUp(command, null));
    }

    @Test
    default void lookupWhenNobodyListensThenNotSent() {
        var command = TestCharges.by(provider().given(new RefusesConnections()));
        assertThat(lookedUp(command, null)).isEqualTo(new NotSent(Reason.CONNECTION_REFUSED, null));
    }

    @Test
    default void chargeWhenAnswerIsLostThenUnknownAndLookupTellsTheTruth() {
        unknownUntilLookedUp(TestCharges.by(provider().given(new LosesAnswers())));
    }

    @Test
    default void chargeWhenAnswerIsTooLateThenUnknownAndLookupTellsTheTruth() {
        unknownUntilLookedUp(TestCharges.by(provider().given(new AnswersTooLate())));
    }

    @Test
    default void chargeWhenErrorIsReplayedThenUnknownAndLookupTellsTheTruth() {
        var command = TestCharges.by(provider().given(new FailsAfterCharging()));
        assertThat(charged(command)).isInstanceOf(Unknown.class);
        unknownUntilLookedUp(command);
    }

    private void unknownUntilLookedUp(ChargeCommand command) {
        assertThat(charged(command)).isInstanceOf(Unknown.class);
        provider().recovers();
        assertThat(lookedUp(command, null)).isInstanceOfSatisfying(Approved.class,
                approved -> assertThat(approved.captured()).isEqualTo(command.amount()));
        assertThat(provider().captures(command.operationKey())).isOne();
    }

    @Test
    default void lookupByReferenceThenWhatTheChargeSaid() {
        var command = TestCharges.by(provider().given(new Approves()));
        assertThat(charged(command)).isInstanceOfSatisfying(Approved.class,
                approved -> assertThat(lookedUp(command, approved.reference())).isEqualTo(approved));
    }

    @Test
    default void lookupWhenNothingWasEverSentThenNotFound() {
        var command = TestCharges.by(provider().given(new Approves()));
        assertThat(lookedUp(command, null)).isEqualTo(new NotFound());
    }

    @Test
    default void lookupWhenWithinItsTimeNothingWasSentThenNotFound() {
        provider().given(new Approves());
        var command = TestCharges.onHostedPage();
        charged(command);
        var before = Instant.EPOCH.plus(Duration.ofDays(1));
        assertThat(Answered.by(gateway().lookup(new LookupQuery(TestCharges.newKey(), null,
                new SentWithin(before, before.plus(Duration.ofHours(1))))))).isEqualTo(new NotFound());
    }

    /** Whatever is newer has to be read through. */
    @Test
    default void lookupWhenManyWereSentSinceThenFound() {
        provider().given(new Approves());
        var command = TestCharges.onHostedPage();
        var opened = charged(command);
        Flux.range(0, 150).flatMap(_each -> gateway().charge(TestCharges.onHostedPage()), 8).blockLast(LONGEST);
        assertThat(lookedUp(command, null)).isEqualTo(opened);
    }

    @Test
    default void lookupWhenSearchIsBehindThenFoundAllTheSame() {
        var command = TestCharges.by(provider().given(new SearchIsBehind()));
        assertThat(charged(command)).isInstanceOfSatisfying(Approved.class,
                approved -> assertThat(lookedUp(command, null)).isEqualTo(approved));
    }

    /** Who is not the provider cannot say that it knows no payment. */
    @Test
    default void lookupWhenSomethingElseAnswersThenUnknown() {
        var command = TestCharges.by(provider().given(new Approves()));
        assertThat(charged(command)).isInstanceOfSatisfying(Approved.class, approved -> {
            provider().given(new AnswersFromElsewhere());
            assertThat(lookedUp(command, approved.reference())).isInstanceOf(Unknown.class);
            assertThat(lookedUp(command, null)).isInstanceOfSatisfying(Unknown.class,
                    unknown -> assertThat(unknown.providerIsWell()).isFalse());
        });
    }

    private ChargeOutcome charged(ChargeCommand command) {
        return Answered.by(gateway().charge(command));
    }

    private LookupOutcome lookedUp(ChargeCommand command, @Nullable ProviderReference reference) {
        return Answered.by(gateway().lookup(new LookupQuery(command.operationKey(), reference,
                TestCharges.sentJustNow())));
    }
}
