package dev.refill.gateway;

/**
 * The provider's own id of a payment, a refund or a dispute, for example of a payment intent or of a hosted checkout
 * session.
 *
 * @param value 1 to 255 characters as the provider wrote them, but for such as are none
 */
public record ProviderReference(String value) {

    public ProviderReference {
        value = ProviderText.of(value);
        if (value.isBlank() || value.length() > 255) {
            throw new IllegalArgumentException("provider reference: " + value + " (expected: 1 to 255 characters)");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
