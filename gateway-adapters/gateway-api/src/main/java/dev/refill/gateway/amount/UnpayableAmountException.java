package dev.refill.gateway.amount;

import java.io.Serial;

/** An amount that a provider has no way to express; found before anything was sent. */
public final class UnpayableAmountException extends ArithmeticException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** @param message without anything secret: it is logged */
    UnpayableAmountException(String message) {
        super(message);
    }
}
