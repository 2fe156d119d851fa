package dev.refill.gateways.acme;

import java.util.Map;

import dev.refill.gateway.DeclineReason;

/** Acme's words for a refused card (Acme's page of them), mapped once. */
final class AcmeDeclines {

    // @formatter:off
    static final Map<String, DeclineReason> REASONS = Map.ofEntries();
    // @formatter:on

    private AcmeDeclines() {}

    /** @return the reason; {@code OTHER} for words that Acme added later */
    static DeclineReason reason(String rawCode) {
        return REASONS.getOrDefault(rawCode, DeclineReason.OTHER);
    }

    /** @return the code as Acme wrote it */
    static String rawCode(String code) {
        return code.isBlank() ? "unspecified" : code;
    }
}
