package dev.refill.testkit.gateway;

import java.util.List;
import java.util.Map;

/**
 * A webhook as it arrives. Providers sign in a header or in the body, so both belong together.
 *
 * @param headers by lower-case name
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Delivery(Map<String, List<String>> headers, byte[] body) {

    /** The same headers with another body. */
    public Delivery withBody(byte[] other) {
        return new Delivery(headers, other);
    }
}
