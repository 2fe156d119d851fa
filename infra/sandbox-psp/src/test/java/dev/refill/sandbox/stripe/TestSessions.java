package dev.refill.sandbox.stripe;

import com.stripe.param.checkout.SessionCreateParams;
import com.stripe.param.checkout.SessionCreateParams.LineItem;

/** Checkout Sessions that are good in every respect. */
final class TestSessions {

    private TestSessions() {}

    /** 12.50 US dollars, with the operation key {@code op-page}. */
    static SessionCreateParams.Builder twoTimesAirtime() {
        return SessionCreateParams.builder()
                .setMode(SessionCreateParams.Mode.PAYMENT)
                .setSuccessUrl("https://shop.example/back?session={CHECKOUT_SESSION_ID}")
                .setCancelUrl("https://shop.example/cancel")
                .setClientReferenceId("rch_1")
                .putMetadata("recharge", "rch_1")
                .setPaymentIntentData(SessionCreateParams.PaymentIntentData.builder()
                        .putMetadata("operation_key", "op-page")
                        .build())
                .addLineItem(LineItem.builder()
                        .setQuantity(2L)
                        .setPriceData(LineItem.PriceData.builder()
                                .setCurrency("usd")
                                .setUnitAmount(625L)
                                .setProductData(LineItem.PriceData.ProductData.builder().setName("Airtime").build())
                                .build())
                        .build());
    }
}
