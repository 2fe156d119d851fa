package dev.refill.sandbox.momo;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

import dev.refill.sandbox.access.Secrets;

/** MTN's products, and how the one shop is known to each. The keys are public, as a sandbox keeps no secret. */
public enum Product {
    COLLECTION("b0a1c2d3-0000-4000-8000-000000000001"),
    DISBURSEMENT("b0a1c2d3-0000-4000-8000-000000000002");

    private final String apiUser;

    Product(String apiUser) {
        this.apiUser = apiUser;
    }

    /** As it stands in paths. */
    public String path() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String apiUser() {
        return apiUser;
    }

    public String apiKey() {
        return "refill_sandbox_" + path() + "_key";
    }

    public String subscriptionKey() {
        return "refill_sandbox_" + path() + "_subscription";
    }

    boolean isSubscribed(@Nullable String key) {
        return Secrets.same(subscriptionKey(), key);
    }

    /** @param authorization Basic, of the API user and its key */
    boolean isUser(@Nullable String authorization) {
        return Secrets.isBasic(apiUser, apiKey(), authorization);
    }
}
