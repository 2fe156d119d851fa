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

import dev.refill.gateway.Approved;
import dev.refill.gateway.Closed;
import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.Declined;
import dev.refill.gateway.LookupOutcome;
import dev.refill.gateway.Money;
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
        return Ruling.of(decision, ORDER, captured, found, true);
    }

    static Stream<Arguments> table() {
        return Stream.of(
                arguments(new Approved(REFERENCE, PRICE), List.of(Decision.CREDIT)),
                arguments(new Approved(REFERENCE, OTHER), List.of()),
                arguments(new Closed(REFERENCE), List.of(Decision.CLOSE, Decision.RESUME)),
                arguments(new NotFound(), List.of(Decision.CLOSE, Decision.RESUME)),
                arguments(new Declined(REFERENCE, DeclineReason.CARD_EXPIRED, "expired_card", true),
                        List.of(Decision.RESUME)),
                arguments(new RequiresAction(REFERENCE, URI.create("https://pay.example/cs_1")),
                        List.of(Decision.RESUME)),
                arguments(new Pending(REFERENCE), List.of(Decision.RESUME)),
                arguments(new Unknown("no answer"), List.of(Decision.RESUME)),
                arguments(new NotSent(NotSent.Reason.BREAKER_OPEN, null), List.of(Decision.RESUME)));
    }

    @ParameterizedTest
    @MethodSource("table")
    void onlyWhatTheProviderSaysAllowsADecision(LookupOutcome found, List<Decision> allowed) {
        assertThat(Decision.values()).allSatisfy(decision -> assertThat(
                ruling(decision, null, found) instanceof Ruling.Allowed).isEqualTo(allowed.contains(decision)));
    }

    @ParameterizedTest
    @EnumSource(names = {"CLOSE", "RESUME"})
    void capturedMoneyIsNeverPutAway(Decision decision) {
        assertThat(ruling(decision, OTHER, new Closed(REFERENCE)))
                .isEqualTo(new Ruling.Refused(Why.MONEY_WAS_CAPTURED));
    }

    @Test
    void chargeThatMayYetArriveIsNotClosed() {
        assertThat(Ruling.of(Decision.CLOSE, ORDER, null, new NotFound(), false))
                .isEqualTo(new Ruling.Refused(Why.NOT_CLOSED_UNPAID));
    }

    @Test
    void decisionsHaveEventsOfTheirOwn() {
        assertThat(ruling(Decision.CREDIT, PRICE, new Approved(REFERENCE, PRICE)))
                .isEqualTo(new Ruling.Allowed(RechargeEvent.CREDIT_DECIDED));
    }
}
