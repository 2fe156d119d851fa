package dev.refill.close;

import java.time.LocalDate;

/** The entries of a sealed day are not those that were sealed: a matter for {@code infra/bin/verify-seals}, and an alarm. */
public final class SealBrokenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SealBrokenException(LocalDate day) {
        super("day " + day + ": its entries do not hash to its seal");
    }
}
