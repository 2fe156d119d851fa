package dev.refill.gateways.adyen;

/** An amount that Adyen has no way to express; found before anything was sent. */
final class UnpayableAmountException extends ArithmeticException {

    private static final long serialVersionUID = 1L;

    UnpayableAmountException(String message) {
        super(message);
    }
}
