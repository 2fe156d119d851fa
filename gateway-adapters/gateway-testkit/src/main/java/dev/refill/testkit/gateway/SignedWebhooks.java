package dev.refill.testkit.gateway;

import java.time.Instant;
import java.util.List;

/** How a provider would send webhooks; implemented by an adapter's test. */
public interface SignedWebhooks {

    /**
     * A body signed by a secret that is live.
     *
     * @param body also such as no provider can sign; then as it is
     * @param at for signatures that have a time in them
     */
    Delivery signed(byte[] body, Instant at);

    /** The same, signed by a secret that never was ours. */
    Delivery forged(byte[] body, Instant at);

    /** A delivery changed after it was signed, in the least that the signature is over. */
    Delivery changed(Delivery signed);

    /** Signatures that are none, though some look like one. */
    List<Delivery> malformed(byte[] body);

    /** An event that says that a payment was made; not signed yet. */
    byte[] paid();

    /** An event of a type that the provider does not have today. */
    byte[] ofUnknownType();

    /** An event that the provider knows and that does not concern us. */
    byte[] ofNoConcern();
}
