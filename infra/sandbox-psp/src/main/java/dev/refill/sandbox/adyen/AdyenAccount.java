package dev.refill.sandbox.adyen;

/** How the one shop is known. All of it is public, as a sandbox keeps no secret. */
public final class AdyenAccount {

    public static final String MERCHANT = "RefillSandbox";
    public static final String API_KEY = "refill_sandbox_adyen_key";
    /** What notifications are signed with, in hexadecimal. */
    public static final String HMAC_KEY = "526566696c6c53616e64626f784b6565704e6f53656372657430303030303030";

    private AdyenAccount() {}
}
