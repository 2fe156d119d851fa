package dev.refill.sandbox.paypal;

/** How the one shop is known. All of it is public, as a sandbox keeps no secret. */
public final class PaypalAccount {

    public static final String CLIENT_ID = "refill_sandbox_paypal_client";
    public static final String CLIENT_SECRET = "refill_sandbox_paypal_secret";
    /** What stands in everything that is signed for the shop. */
    public static final String WEBHOOK_ID = "REFILLSANDBOX0001";

    static final String MERCHANT = "REFILLSANDBOX";

    private PaypalAccount() {}
}
