package dev.refill.portal.checkout;

import dev.refill.offer.Quote;
import dev.refill.portal.page.Problem;
import dev.refill.subscriber.Msisdn;

/** How far a form holds. */
sealed interface Progress {

    /** There is no valid number yet. */
    record NoNumber(Problem problem) implements Progress {}

    /** The number holds, what to buy does not. */
    record NoChoice(Msisdn msisdn, Problem problem) implements Progress {}

    /**
     * All of it holds; only who pays is looked at when it is paid.
     *
     * @param payer the phone number that pays as it was typed, otherwise the one that is recharged
     */
    record Complete(Msisdn msisdn, Quote quote, String payer) implements Progress {}
}
