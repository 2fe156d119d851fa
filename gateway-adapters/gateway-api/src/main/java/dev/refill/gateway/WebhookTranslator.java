package dev.refill.gateway;

import java.util.List;
import java.util.Map;

import reactor.core.publisher.Mono;

/**
 * Turns a provider's webhook into our words, in two steps: {@code verify} decides whether the raw bytes are the
 * provider's, {@code translate} says what they mean. Hostile input of any kind is a {@link Verification.Rejected},
 * never an exception.
 */
public interface WebhookTranslator {

    GatewayId gateway();

    /**
     * @param headers header names in lower case with their values
     * @param body the request's bytes, untouched
     * @return exactly one verification; never empty, never an error for hostile input
     */
    Mono<Verification> verify(Map<String, List<String>> headers, byte[] body);

    /**
     * The same for a webhook that came to an address of its own: see docs/adr/0013-unsigned-callbacks.md. A provider that
     * does not sign is told such an address for each payment.
     *
     * @param proof what the address has behind the gateway's name, as the sender wrote it
     * @return as of {@link #verify(Map, byte[])}; {@link Verification.Reason#SIGNATURE_MALFORMED} where a gateway has no
     *         such addresses
     */
    default Mono<Verification> verify(String proof, Map<String, List<String>> headers, byte[] body) {
        return Mono.just(new Verification.Rejected(Verification.Reason.SIGNATURE_MALFORMED));
    }

    /** Reads a body that {@code verify} accepted before; deterministic, so it may run again on every try. */
    Translation translate(byte[] body);
}
