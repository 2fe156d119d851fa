package dev.refill.testkit.gateway;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** How a provider would send webhooks; implemented by an adapter's test. */
public interface SignedWebhooks {

    /** Headers, by lower-case name, of a body signed by a secret that is live. */
    Map<String, List<String>> signed(byte[] body, Instant at);

    /** The same, signed by a secret that never was ours. */
    Map<String, List<String>> forged(byte[] body, Instant at);

    /** Headers that are no signatures, though some look like one. */
    List<Map<String, List<String>>> malformed(byte[] body);

    /** An event that says that a payment was made. */
    byte[] paid();

    /** An event of a type that the provider does not have today. */
    byte[] ofUnknownType();

    /** An event that the provider knows and that does not concern us. */
    byte[] ofNoConcern();

    /** An event of an API that this adapter was not made for. */
    byte[] ofNewerApi();
}
