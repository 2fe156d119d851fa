package dev.refill.recharge.review;

import org.jspecify.annotations.Nullable;

import dev.refill.gateway.Approved;
import dev.refill.gateway.Closed;
import dev.refill.gateway.Declined;
import dev.refill.gateway.LookupOutcome;
import dev.refill.gateway.Money;
import dev.refill.gateway.NotAskable;
import dev.refill.gateway.NotFound;
import dev.refill.gateway.Pending;
import dev.refill.gateway.RequiresAction;
import dev.refill.gateway.Unresolved;
import dev.refill.recharge.Decision;
import dev.refill.recharge.DecisionOutcome.Why;
import dev.refill.recharge.RechargeEvent;
import dev.refill.recharge.order.Order;

/** Whether a decision may be carried out, in the light of what the provider says at that moment. Pure. */
sealed interface Ruling {

    record Allowed(RechargeEvent event) implements Ruling {}

    record Refused(Why why) implements Ruling {}

    /**
     * What is known at that moment.
     *
     * @param captured what our own books know to be captured
     * @param goesBack whether something of it is on its way back, or gone
     * @param gone what of it has gone back for good, in minor units
     * @param found what the provider says
     * @param neverArrives whether a charge that the provider does not know can no longer be on its way
     */
    record Facts(@Nullable Money captured, boolean goesBack, long gone, LookupOutcome found, boolean neverArrives) {

        private boolean isMoney() {
            return captured != null && captured.minor() > 0;
        }

        /** What the provider says now may be more than our books know. */
        private boolean isBackWhole() {
            return captured != null && captured.minor() > 0 && gone >= captured.minor()
                    && !(found instanceof Approved approved && !approved.captured().equals(captured));
        }
    }

    static Ruling of(Decision decision, Order order, Facts facts) {
        return switch (decision) {
            case CREDIT -> facts.goesBack() ? new Refused(Why.MONEY_GOES_BACK) : credit(order, facts);
            case CLOSE -> facts.isMoney() ? closeReturned(facts) : closeUnpaid(order, facts);
            case RESUME -> facts.isMoney() || facts.found() instanceof Approved
                    ? new Refused(Why.MONEY_WAS_CAPTURED)
                    : new Allowed(RechargeEvent.RESUME_DECIDED);
        };
    }

    private static Ruling credit(Order order, Facts facts) {
        Money price = order.recharge().quote().price();
        return switch (facts.found()) {
            case Approved approved when approved.captured().equals(price) -> new Allowed(RechargeEvent.CREDIT_DECIDED);
            // It has told of the money by itself.
            case NotAskable never when price.equals(facts.captured()) -> new Allowed(RechargeEvent.CREDIT_DECIDED);
            case NotAskable never -> new Refused(Why.PROVIDER_DID_NOT_SAY);
            case Unresolved unresolved -> new Refused(Why.PROVIDER_DID_NOT_SAY);
            case Approved other -> new Refused(Why.NOT_CAPTURED_AS_ORDERED);
            case Declined declined -> new Refused(Why.NOT_CAPTURED_AS_ORDERED);
            case RequiresAction action -> new Refused(Why.NOT_CAPTURED_AS_ORDERED);
            case Pending pending -> new Refused(Why.NOT_CAPTURED_AS_ORDERED);
            case Closed closed -> new Refused(Why.NOT_CAPTURED_AS_ORDERED);
            case NotFound notFound -> new Refused(Why.NOT_CAPTURED_AS_ORDERED);
        };
    }

    private static Ruling closeReturned(Facts facts) {
        if (facts.isBackWhole()) {
            return new Allowed(RechargeEvent.RETURN_DECIDED);
        }
        return new Refused(facts.goesBack() ? Why.MONEY_NOT_ALL_BACK : Why.MONEY_WAS_CAPTURED);
    }

    private static Ruling closeUnpaid(Order order, Facts facts) {
        return switch (facts.found()) {
            case Closed closed -> new Allowed(RechargeEvent.CLOSE_DECIDED);
            case NotFound notFound when facts.neverArrives() -> new Allowed(RechargeEvent.CLOSE_DECIDED);
            // A page on which a card was refused is open for the next one.
            case Declined declined when !order.payment().takesAnotherTry(declined) ->
                new Allowed(RechargeEvent.CLOSE_DECIDED);
            // Whoever decides has looked there. Money that comes all the same is late and not lost.
            case NotAskable never when facts.neverArrives() -> new Allowed(RechargeEvent.CLOSE_DECIDED);
            case NotAskable never -> new Refused(Why.PROVIDER_DID_NOT_SAY);
            case Unresolved unresolved -> new Refused(Why.PROVIDER_DID_NOT_SAY);
            case Approved approved -> new Refused(Why.MONEY_WAS_CAPTURED);
            case Declined declined -> new Refused(Why.NOT_CLOSED_UNPAID);
            case RequiresAction action -> new Refused(Why.NOT_CLOSED_UNPAID);
            case Pending pending -> new Refused(Why.NOT_CLOSED_UNPAID);
            case NotFound notFound -> new Refused(Why.NOT_CLOSED_UNPAID);
        };
    }
}
