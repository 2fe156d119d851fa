package dev.refill.gateway;

/** The kinds of {@link PaymentMethod}, by which a gateway declares what it takes. */
public enum PaymentMethodType {
    /** The provider shows its own payment page. */
    HOSTED_PAGE,
    /** A card that the provider keeps. */
    CARD_ON_FILE,
    /** A wallet behind a phone number. */
    MOBILE_MONEY
}
