package dev.refill.transfer;

import java.util.Optional;

import org.springframework.boot.context.properties.bind.DefaultValue;

import dev.refill.transfer.TransferOutcome.Limit;

/**
 * What senders may give. Amounts are minor units and leave the fee out.
 *
 * @param least of one transfer
 * @param most of one transfer
 * @param mostADay transfers of one sender on one day
 * @param mostAmountADay all that one sender gives on one day
 * @param leastLeft what has to stay in the sender's main bucket, amount and fee taken off
 */
public record Limits(
        @DefaultValue("50") long least,
        @DefaultValue("5000") long most,
        @DefaultValue("10") int mostADay,
        @DefaultValue("10000") long mostAmountADay,
        @DefaultValue("100") long leastLeft) {

    public Limits {
        TransferProperties.between("limits.least", least, 1, TransferRequest.MOST);
        TransferProperties.between("limits.most", most, least, TransferRequest.MOST);
        // All of them are counted for each further one.
        TransferProperties.between("limits.most-a-day", mostADay, 0, 1_000);
        TransferProperties.between("limits.most-amount-a-day", mostAmountADay, 0, TransferRequest.MOST);
        TransferProperties.between("limits.least-left", leastLeft, 0, TransferRequest.MOST);
    }

    /** The limit that an amount does not keep by itself. Empty: it may be given, as far as that is known without the books. */
    public Optional<Limit> reachedBy(long amount) {
        if (amount < least) {
            return Optional.of(Limit.LEAST);
        }
        return amount > most ? Optional.of(Limit.MOST) : Optional.empty();
    }
}
