package dev.refill.testkit.gateway;

import org.junit.jupiter.api.Test;

import dev.refill.gateway.Approved;
import dev.refill.gateway.ChargeCommand;
import dev.refill.gateway.ChargeOutcome;
import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.Declined;
import dev.refill.gateway.Forgotten;
import dev.refill.gateway.NotFound;
import dev.refill.gateway.NotSent;
import dev.refill.gateway.NotSent.Reason;
import dev.refill.gateway.PaymentMethod.CardOnFile;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.SavedCard;
import dev.refill.gateway.SavedCards;
import dev.refill.gateway.Unknown;
import dev.refill.testkit.gateway.Situation.AnswersFromElsewhere;
import dev.refill.testkit.gateway.Situation.Approves;
import dev.refill.testkit.gateway.Situation.AsksForAuthentication;
import dev.refill.testkit.gateway.Situation.LosesAnswers;
import dev.refill.testkit.gateway.Situation.RefusesConnections;

import static org.assertj.core.api.Assertions.assertThat;

/** What every adapter keeps whose provider keeps cards for payers who have chosen so on its page. */
public interface SavedCardsContract extends GatewayContract {

    @Test
    default void savedCardWhenPayerHasChosenSoThenFoundWithWhatMayBeShown() {
        assertThat(saved()).satisfies(card -> {
            assertThat(card.last4()).hasSize(4);
            assertThat(card.brand()).isNotBlank();
        });
    }

    @Test
    default void savedCardWhenAskedAgainThenTheSame() {
        var page = paid(TestCharges.onHostedPageThatSavesTheCard());
        assertThat(Answered.by(cards().savedBy(page))).isInstanceOf(SavedCard.class)
                .isEqualTo(Answered.by(cards().savedBy(page)));
    }

    @Test
    default void savedCardWhenPayerHasNotChosenSoThenNotFound() {
        assertThat(Answered.by(cards().savedBy(paid(TestCharges.onHostedPage())))).isEqualTo(new NotFound());
    }

    @Test
    default void savedCardWhenPageIsUnpaidThenNotFound() {
        provider().given(new Approves());
        assertThat(Answered.by(cards().savedBy(opened(TestCharges.onHostedPageThatSavesTheCard()))))
                .isEqualTo(new NotFound());
    }

    @Test
    default void savedCardWhenNoSuchPaymentThenNotFound() {
        provider().given(new Approves());
        assertThat(Answered.by(cards().savedBy(provider().nobodysPage()))).isEqualTo(new NotFound());
        assertThat(Answered.by(cards().savedBy(provider().nobodysPayment()))).isEqualTo(new NotFound());
    }

    @Test
    default void savedCardWhenNobodyListensThenNotSent() {
        provider().given(new RefusesConnections());
        assertThat(Answered.by(cards().savedBy(provider().nobodysPage())))
                .isEqualTo(new NotSent(Reason.CONNECTION_REFUSED, null));
    }

    @Test
    default void chargeOfSavedCardWhenPayerIsAbsentThenApprovedOnce() {
        var charge = TestCharges.by(new CardOnFile(saved().token()));
        assertThat(charged(charge)).isInstanceOf(Approved.class).isEqualTo(charged(charge));
        assertThat(provider().captures(charge.operationKey())).isOne();
    }

    @Test
    default void chargeOfSavedCardWhenPayerIsThereThenApproved() {
        var charge = TestCharges.by(new CardOnFile(saved().token(), TestCharges.HOSTED_PAGE.returnUrl()));
        assertThat(charged(charge)).isInstanceOf(Approved.class);
    }

    /** The payer can be asked on a page instead, by another payment: this one is over. */
    @Test
    default void chargeWhenIssuerWantsToSeeAnAbsentPayerThenDeclinedForThat() {
        var asking = (CardOnFile) provider().given(new AsksForAuthentication());
        var charge = TestCharges.by(new CardOnFile(asking.token()));
        assertThat(charged(charge)).isInstanceOfSatisfying(Declined.class, declined -> {
            assertThat(declined.reason()).isEqualTo(DeclineReason.AUTHENTICATION_REQUIRED);
            assertThat(declined.retriable()).isFalse();
        });
        assertThat(provider().captures(charge.operationKey())).isZero();
    }

    /** Whoever has forgotten it, an order is not left waiting for a card that is not there. */
    @Test
    default void forgetThenItIsChargedNoMoreAndDeclinedForThat() {
        var card = saved();
        assertThat(Answered.by(cards().forget(card.token()))).isEqualTo(new Forgotten());
        var charge = TestCharges.by(new CardOnFile(card.token()));
        assertThat(charged(charge)).isInstanceOfSatisfying(Declined.class, declined -> {
            assertThat(declined.reason()).isEqualTo(DeclineReason.CARD_GONE);
            assertThat(declined.retriable()).isFalse();
        });
        assertThat(provider().captures(charge.operationKey())).isZero();
    }

    @Test
    default void forgetTwiceThenForgottenBothTimes() {
        var card = saved();
        assertThat(Answered.by(cards().forget(card.token()))).isEqualTo(new Forgotten());
        assertThat(Answered.by(cards().forget(card.token()))).isEqualTo(new Forgotten());
    }

    @Test
    default void forgetWhenAnswerIsLostThenUnknownAndAgainThenForgotten() {
        var card = saved();
        provider().given(new LosesAnswers());
        assertThat(Answered.by(cards().forget(card.token()))).isInstanceOf(Unknown.class);
        provider().recovers();
        assertThat(Answered.by(cards().forget(card.token()))).isEqualTo(new Forgotten());
    }

    /** Who is not the provider has forgotten nothing. */
    @Test
    default void forgetWhenSomethingElseAnswersThenUnknown() {
        var card = saved();
        provider().given(new AnswersFromElsewhere());
        assertThat(Answered.by(cards().forget(card.token()))).isInstanceOf(Unknown.class);
    }

    private SavedCard saved() {
        var found = Answered.by(cards().savedBy(paid(TestCharges.onHostedPageThatSavesTheCard())));
        assertThat(found).isInstanceOf(SavedCard.class);
        return (SavedCard) found;
    }

    private ProviderReference paid(ChargeCommand charge) {
        provider().given(new Approves());
        var page = opened(charge);
        provider().customerPays(page);
        return page;
    }

    private ProviderReference opened(ChargeCommand charge) {
        var made = charged(charge);
        assertThat(made).isInstanceOf(PaymentObservation.class);
        return ((PaymentObservation) made).reference();
    }

    private ChargeOutcome charged(ChargeCommand charge) {
        return Answered.by(gateway().charge(charge));
    }

    private SavedCards cards() {
        return gateway().savedCards().orElseThrow();
    }
}
