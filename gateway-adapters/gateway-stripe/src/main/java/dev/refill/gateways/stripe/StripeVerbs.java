package dev.refill.gateways.stripe;

import java.time.Clock;
import java.time.Duration;

import com.stripe.StripeClient;

/** What can be done at Stripe, each by a blocking class of its own. */
record StripeVerbs(OpenHostedPage openHostedPage, ChargeCardOnFile chargeCardOnFile, LookUpPayment lookUpPayment,
        RefundPayment refundPayment, LookUpRefund lookUpRefund, ClosePayment closePayment, ReadEvents readEvents,
        FindPaymentKey findPaymentKey, FindSavedCard findSavedCard, ForgetCard forgetCard, ReadPayouts readPayouts,
        ReadSettlement readSettlement) {

    /** @param patience after which a search asks for no further page */
    static StripeVerbs by(StripeClient stripe, Clock clock, Duration patience) {
        var intents = new PaymentIntents(stripe);
        var lookUpPayment = new LookUpPayment(stripe, new SearchPayment(stripe, clock, patience));
        return new StripeVerbs(new OpenHostedPage(stripe), new ChargeCardOnFile(stripe), lookUpPayment,
                new RefundPayment(stripe, intents), new LookUpRefund(stripe, intents, clock, patience),
                new ClosePayment(stripe, lookUpPayment), new ReadEvents(stripe), new FindPaymentKey(stripe),
                new FindSavedCard(stripe), new ForgetCard(stripe), new ReadPayouts(stripe),
                new ReadSettlement(stripe));
    }
}
