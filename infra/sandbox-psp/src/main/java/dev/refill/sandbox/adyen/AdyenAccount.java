package dev.refill.sandbox.adyen;

/** How the one shop is known. All of it is public, as a sandbox keeps no secret. */
public final class AdyenAccount {

    public static final String MERCHANT = "RefillSandbox";
    public static final String API_KEY = "refill_sandbox_adyen_key";
    /** What notifications are signed with, in hexadecimal. */
    public static final String HMAC_KEY = "5265666c6c53616e64626f784b6565704e6f536563726574303030303030303a";

    private AdyenAccount() {}
}
