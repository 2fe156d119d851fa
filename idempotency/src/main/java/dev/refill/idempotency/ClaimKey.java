package dev.refill.idempotency;

/**
 * What a claim is looked up by.
 *
 * @param client whose key it is, 1 to 255 characters
 * @param endpoint where it counts, 1 to 255 characters
 * @param key what the client sent, 1 to 255 characters
 */
public record ClaimKey(String client, String endpoint, String key) {

    private static final int LONGEST = 255;

    public ClaimKey {
        requireBounded("client", client);
        requireBounded("endpoint", endpoint);
        requireBounded("key", key);
    }

    private static void requireBounded(String part, String value) {
        if (value.isEmpty() || value.length() > LONGEST) {
            throw new IllegalArgumentException(
                    part + ": " + value.length() + " characters (expected: 1 to " + LONGEST + ")");
        }
    }
}
