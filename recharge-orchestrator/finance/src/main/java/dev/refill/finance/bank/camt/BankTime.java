package dev.refill.finance.bank.camt;

import java.time.LocalDateTime;
import java.time.ZoneOffset;

import org.jspecify.annotations.Nullable;

/**
 * A time as a bank tells it: many leave out in which zone.
 *
 * @param offset {@code null}: not told
 */
public record BankTime(LocalDateTime local, @Nullable ZoneOffset offset) {

    /** In the notation of ISO 8601. */
    @Override
    public String toString() {
        return offset == null ? local.toString() : local.toString() + offset;
    }
}
