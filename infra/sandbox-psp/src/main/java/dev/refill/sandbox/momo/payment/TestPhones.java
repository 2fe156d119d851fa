package dev.refill.sandbox.momo.payment;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Numbers that answer by themselves, as MTN's sandbox has them. All others are asked. */
final class TestPhones {

    private static final Map<String, String> FAILURES = Map.of(
            "46733123450", "INTERNAL_PROCESSING_ERROR",
            "46733123451", Asking.REJECTED,
            "46733123452", Asking.RAN_OUT);

    private TestPhones() {}

    /** Why a request to this number fails at once; null for a phone that is asked. */
    static @Nullable String failureOf(String number) {
        return FAILURES.get(number);
    }
}
