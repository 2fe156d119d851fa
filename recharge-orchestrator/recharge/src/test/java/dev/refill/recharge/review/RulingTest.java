package dev.refill.recharge.review;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.refill.gateway.Approved;
import dev.refill.gateway.Closed;
import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.Declined;
import dev.refill.gateway.LookupOutcome;
import dev.refill.gateway.Money;
import dev.refill.gateway.NotAskable;
import dev.refill.gateway.NotFound;
import dev.refill.gateway.NotSent;
import dev.refill.gateway.Pending;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RequiresAction;
import dev.refill.gateway.Unknown;
import dev.refill.recharge.Decision;
import dev.refill.recharge.DecisionOutcome.Why;
import dev.refill.recharge.RechargeEvent;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.order.Order;
import dev.refill.recharge.order.TestOrders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** One row: what the provider says, and which decisions it allows. */
class RulingTest {

    private static final ProviderReference REFERENCE = new ProviderReference("cs_1");
    private static final Money OTHER = Money.of(999, "USD");
    private static final Order ORDER = TestOrders.onHostedPage(RechargeState.IN_REVIEW);
    private static final Money PRICE = ORDER.recharge().quote().price();

    private static Ruling ruling(Decision decision, @Nullable Money captured, LookupOutcome found) {
        return Ruling.of(decision, ORDER, new Ruling.Facts(captured, false, 0, found, true));
    }

    static Stream<Arguments> table() {
        return Stream.of(
                arguments(new Approved(REFERENCE, PRICE), List.of(Decision.CREDIT)),
                arguments(new Approved(REFERENCE, OTHER), List.of()),
                arguments(new Closed(REFERENCE), List.of(Decision.CLOSE, Decision.RESUME)),
                arguments(new NotFound(), List.of(Decision.CLOSE, Decision.RESUME)),
                arguments(new Declined(REFERENCE, DeclineReason.CARD_EXPIRED, "expired_card", true),
                        List.of(Decision.RESUME)),
                arguments(new Declined(REFERENCE, DeclineReason.AUTHENTICATION_FAILED, "APPROVAL_REJECTED", false),
                        List.of(Decision.CLOSE, Decision.RESUME)),
                arguments(new RequiresAction(REFERENCE, URI.create("https://pay.example/cs_1")),
                        List.of(Decision.RESUME)),
                arguments(new Pending(REFERENCE), List.of(Decision.RESUME)),
                arguments(new Unknown("no answer"), List.of(Decision.RESUME)),
                arguments(Unknown.gaveUp("too many to read"), List.of(Decision.RESUME)),
                arguments(new NotAskable(), List.of(Decision.CLOSE, Decision.RESUME)),
                arguments(new NotSent(NotSent.Reason.BREAKER_OPEN, null), List.of(Decision.RESUME)));
    }

    @ParameterizedTest
    @MethodSource("table")
    void onlyWhatTheProviderSaysAllowsADecision(LookupOutcome found, List<Decision> allowed) {
        assertThat(Decision.values()).allSatisfy(decision -> assertThat(
                ruling(decision, null, found) instanceof Ruling.Allowed).isEqualTo(allowed.contains(decision)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void refusedPaymentIsClosedUnlessItTakesAnotherTry(boolean retriable) {
        var refused = new Declined(REFERENCE, DeclineReason.CARD_EXPIRED, "expired_card", retriable);
        var facts = new Ruling.Facts(null, false, 0, refused, true);

        assertThat(Ruling.of(Decision.CLOSE, TestOrders.withCardOnFile(RechargeState.IN_REVIEW), facts))
                .isEqualTo(new Ruling.Allowed(RechargeEvent.CLOSE_DECIDED));
        assertThat(Stream.of(TestOrders.byPhone(RechargeState.IN_REVIEW), ORDER)
                .map(order -> Ruling.of(Decision.CLOSE, order, facts) instanceof Ruling.Allowed))
                .containsOnly(!retriable);
    }

    @ParameterizedTest
    @EnumSource(names = {"CLOSE", "RESUME"})
    void capturedMoneyIsNeverPutAway(Decision decision) {
        assertThat(ruling(decision, OTHER, new Closed(REFERENCE)))
                .isEqualTo(new Ruling.Refused(Why.MONEY_WAS_CAPTURED));
    }

    @Test
    void chargeThatMayYetArriveIsNotClosed() {
        assertThat(Ruling.of(Decision.CLOSE, ORDER, new Ruling.Facts(null, false, 0, new NotFound(), false)))
                .isEqualTo(new Ruling.Refused(Why.NOT_CLOSED_UNPAID));
        assertThat(Ruling.of(Decision.CLOSE, ORDER,
                new Ruling.Facts(null, false, 0, new NotAskable(), false)))
                .isEqualTo(new Ruling.Refused(Why.PROVIDER_DID_NOT_SAY));
    }

    /** It has told of the money by itself, and has no way to be asked. */
    @Test
    void moneyThatAProviderHasToldOfIsCreditedWithoutItsBeingAsked() {
        var mute = new NotAskable();
        assertThat(ruling(Decision.CREDIT, PRICE, mute)).isEqualTo(new Ruling.Allowed(RechargeEvent.CREDIT_DECIDED));
        assertThat(ruling(Decision.CREDIT, OTHER, mute)).isEqualTo(new Ruling.Refused(Why.PROVIDER_DID_NOT_SAY));
        assertThat(ruling(Decision.CREDIT, null, mute)).isEqualTo(new Ruling.Refused(Why.PROVIDER_DID_NOT_SAY));
        assertThat(ruling(Decision.CREDIT, PRICE, new Unknown("no answer")))
                .isEqualTo(new Ruling.Refused(Why.PROVIDER_DID_NOT_SAY));
        assertThat(Ruling.of(Decision.CREDIT, ORDER, new Ruling.Facts(PRICE, true, 0, mute, true)))
                .as("something of it goes back").isEqualTo(new Ruling.Refused(Why.MONEY_GOES_BACK));
        assertThat(ruling(Decision.CLOSE, PRICE, mute)).isEqualTo(new Ruling.Refused(Why.MONEY_WAS_CAPTURED));
    }

    @ParameterizedTest
    @EnumSource
    void whatGoesBackIsNeitherCreditedNorPutAway(Decision decision) {
        assertThat(Ruling.of(decision, ORDER, new Ruling.Facts(PRICE, true, PRICE.minor() - 1,
                new Approved(REFERENCE, PRICE), true)))
                .isInstanceOf(Ruling.Refused.class);
    }

    static Stream<LookupOutcome> nothingOfMoreMoney() {
        return Stream.of(new Approved(REFERENCE, PRICE), new Closed(REFERENCE), new NotFound(), new Pending(REFERENCE),
                new Unknown("no answer"), new NotSent(NotSent.Reason.BREAKER_OPEN, null));
    }

    private static Ruling closing(long gone, LookupOutcome found) {
        return Ruling.of(Decision.CLOSE, ORDER, new Ruling.Facts(PRICE, true, gone, found, true));
    }

    @ParameterizedTest
    @MethodSource("nothingOfMoreMoney")
    void whatHasGoneBackWholeIsReturnedAndNothingLessIs(LookupOutcome found) {
        assertThat(closing(PRICE.minor(), found)).isEqualTo(new Ruling.Allowed(RechargeEvent.RETURN_DECIDED));
        assertThat(closing(PRICE.minor() + 1, found)).as("refunded and lost in a dispute, too")
                .isEqualTo(new Ruling.Allowed(RechargeEvent.RETURN_DECIDED));
        assertThat(closing(PRICE.minor() - 1, found)).isEqualTo(new Ruling.Refused(Why.MONEY_NOT_ALL_BACK));
        assertThat(closing(0, found)).isEqualTo(new Ruling.Refused(Why.MONEY_NOT_ALL_BACK));
    }

    @Test
    void whatHasGoneBackWholeByOurBooksIsNotIfTheProviderHasOtherMoney() {
        assertThat(closing(PRICE.minor(), new Approved(REFERENCE, OTHER)))
                .isEqualTo(new Ruling.Refused(Why.MONEY_NOT_ALL_BACK));
    }

    @ParameterizedTest
    @EnumSource(names = {"CREDIT", "RESUME"})
    void whatHasGoneBackWholeIsOnlyClosed(Decision decision) {
        assertThat(
                Ruling.of(decision, ORDER, new Ruling.Facts(PRICE, true, PRICE.minor(), new Approved(REFERENCE, PRICE),
                        true)))
                .isInstanceOf(Ruling.Refused.class);
    }

    @Test
    void decisionsHaveEventsOfTheirOwn() {
        assertThat(ruling(Decision.CREDIT, PRICE, new Approved(REFERENCE, PRICE)))
                .isEqualTo(new Ruling.Allowed(RechargeEvent.CREDIT_DECIDED));
    }
}
