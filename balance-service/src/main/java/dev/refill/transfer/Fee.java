package dev.refill.transfer;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a transfer costs its sender, in minor units of its unit.
 *
 * @param fixed a part that is always the same, 0 or more
 * @param basisPoints a share of the amount in hundredths of a percent, 0 to 10,000
 * @param least of both together; 0 or more
 */
public record Fee(@DefaultValue("0") long fixed, @DefaultValue("100") int basisPoints, @DefaultValue("10") long least) {

    private static final int WHOLE = 10_000;

    public Fee {
        TransferProperties.between("fee.fixed", fixed, 0, TransferRequest.MOST);
        TransferProperties.between("fee.basis-points", basisPoints, 0, WHOLE);
        TransferProperties.between("fee.least", least, 0, TransferRequest.MOST);
    }

    /**
     * The fee for an amount. The share alone is rounded, half up to the minor unit.
     *
     * @param amount 1 to {@link TransferRequest#MOST}
     */
    public long of(long amount) {
        long share = (amount * basisPoints + WHOLE / 2) / WHOLE;
        return Math.max(least, fixed + share);
    }
}
