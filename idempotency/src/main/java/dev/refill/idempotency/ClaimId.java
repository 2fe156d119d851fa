package dev.refill.idempotency;

import java.util.Optional;
import java.util.regex.Pattern;

import org.springframework.web.server.ServerWebExchange;

/**
 * The id of a claim: {@code clm_} and 26 characters, ordered by time. It is the same for every attempt at one key, so a
 * handler that writes it into a unique column finds on re-entry what a dead predecessor began. A key used again after its
 * expiry gets another id.
 */
public record ClaimId(String value) {

    private static final Pattern FORM = Pattern.compile("clm_[0-9a-z]{26}");
    private static final String ATTRIBUTE = ClaimId.class.getName();

    public ClaimId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("claim: " + value + " (expected: " + FORM + ")");
        }
    }

    /**
     * The claim this request is handled under.
     *
     * @throws IllegalStateException if it has none: its endpoint is not in {@link IdempotentEndpoints}, or the key is
     *     optional there and was not sent
     */
    public static ClaimId of(ServerWebExchange exchange) {
        return find(exchange).orElseThrow(
                () -> new IllegalStateException(
                        "claim: none (expected: an endpoint that requires an Idempotency-Key)"));
    }

    /** The claim this request is handled under; empty where a key is optional and was not sent. */
    public static Optional<ClaimId> find(ServerWebExchange exchange) {
        return Optional.ofNullable(exchange.getAttribute(ATTRIBUTE));
    }

    /** For the filter alone: hands the claim to the handler. */
    public void attachTo(ServerWebExchange exchange) {
        exchange.getAttributes().put(ATTRIBUTE, this);
    }

    @Override
    public String toString() {
        return value;
    }
}
