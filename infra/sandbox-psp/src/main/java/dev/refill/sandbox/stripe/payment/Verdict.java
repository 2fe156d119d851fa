package dev.refill.sandbox.stripe.payment;

import dev.refill.sandbox.core.Decline;

/** What the issuer of a test card does. */
public sealed interface Verdict {

    record Approve() implements Verdict {}

    record Refuse(Decline decline) implements Verdict {}

    /** The customer must show that the card is theirs; then the other verdict falls. */
    record Authenticate(Verdict then) implements Verdict {}
}
