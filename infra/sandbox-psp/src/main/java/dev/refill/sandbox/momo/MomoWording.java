package dev.refill.sandbox.momo;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.refill.sandbox.core.Owed;
import dev.refill.sandbox.core.Payment;
import dev.refill.sandbox.delivery.lifecycle.Letter;
import dev.refill.sandbox.delivery.lifecycle.Wording;
import dev.refill.sandbox.faults.Kind;
import dev.refill.sandbox.momo.payment.PaymentJson;

/** MTN's callbacks: the request to pay as it ended, put to the address that came with it, without a signature. */
public final class MomoWording implements Wording {

    @Override
    public Letter of(Owed owed, String type, @Nullable String version, long time) {
        if (!(owed.event().subject() instanceof Payment payment)) {
            throw new IllegalStateException("event: " + type + " (expected: about a request to pay)");
        }
        return new Letter("PUT", Map.of("Content-Type", "application/json"),
                PaymentJson.of(payment).toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Callbacks tell neither. */
    @Override
    public Set<Kind> ignored() {
        return Set.of(Kind.WEBHOOK_TYPE, Kind.WEBHOOK_API_VERSION);
    }
}
