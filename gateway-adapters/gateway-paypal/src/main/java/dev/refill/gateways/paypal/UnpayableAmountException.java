package dev.refill.gateways.paypal;

/** An amount that PayPal has no way to express; found before anything was sent. */
final class UnpayableAmountException extends ArithmeticException {

    private static final long serialVersionUID = 1L;

    UnpayableAmountException(String message) {
        super(message);
    }
}
