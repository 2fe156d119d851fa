package dev.refill.finance.bank.camt;

import java.io.Serial;

/** Leads out of the middle of a file; {@link CamtReader} makes a part of it. */
final class RefusedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient CamtRefusal refusal;

    RefusedException(CamtRefusal refusal) {
        super(refusal.reason(), null, false, false);
        this.refusal = refusal;
    }

    CamtRefusal refusal() {
        return refusal;
    }
}
