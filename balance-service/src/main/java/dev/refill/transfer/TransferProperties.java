package dev.refill.transfer;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import dev.refill.groupcommit.GroupCommit;
import dev.refill.ledger.LedgerUnit;

/**
 * {@code refill.transfer.*}.
 *
 * @param unit of the credit that may be given, in whose minor units fee and limits are
 * @param batch how many transfers one statement writes at most
 * @param queue how many wait at most; more are refused as busy
 * @param timeout of one statement
 */
@ConfigurationProperties("refill.transfer")
public record TransferProperties(
        @DefaultValue("airtime:USD") String unit,
        @DefaultValue Fee fee,
        @DefaultValue Limits limits,
        @DefaultValue("64") int batch,
        @DefaultValue("2048") int queue,
        @DefaultValue("10s") Duration timeout) {

    public TransferProperties {
        between("batch", batch, 1, 500);
        between("queue", queue, batch, 100_000);
        between("timeout in milliseconds", timeout.toMillis(), 1, 60_000);
    }

    /** Of the credit that may be given. */
    public LedgerUnit ledgerUnit() {
        return new LedgerUnit(unit);
    }

    GroupCommit.Limits writes() {
        return new GroupCommit.Limits(batch, queue, timeout);
    }

    static void between(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "refill.transfer." + name + ": " + value + " (expected: " + least + " to " + most + ")");
        }
    }
}
