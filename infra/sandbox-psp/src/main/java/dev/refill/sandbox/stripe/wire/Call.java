package dev.refill.sandbox.stripe.wire;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.refill.sandbox.core.Cause;

/**
 * An authenticated request for one operation.
 *
 * @param target its method and path
 * @param id the id in its path; empty where the path has none
 * @param key its idempotency key; absent for requests that change nothing
 * @param fingerprint of target and parameters
 */
public record Call(String requestId, String target, String id, Params params, @Nullable String key,
        String fingerprint) {

    public Cause cause() {
        return new Cause(requestId, key);
    }

    /** Reads {@code expand} and refuses what cannot be expanded. */
    public List<String> expanding(List<String> expandable) {
        List<String> asked = params.texts("expand");
        for (String one : asked) {
            if (!expandable.contains(one)) {
                throw new Refusal(ApiError.invalid(null, null, "This property cannot be expanded (" + one + ")."));
            }
        }
        return asked;
    }
}
