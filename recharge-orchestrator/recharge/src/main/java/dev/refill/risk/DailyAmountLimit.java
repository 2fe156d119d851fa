package dev.refill.risk;

import java.math.BigInteger;

/**
 * A number takes so much money a day.
 *
 * @param mostMinor in minor units of the offer's currency
 */
public record DailyAmountLimit(long mostMinor) implements RiskPolicy {

    @Override
    public RiskVerdict assess(RiskFacts facts) {
        BigInteger withThis = facts.paidLastDay().add(BigInteger.valueOf(facts.priceMinor()));
        return withThis.compareTo(BigInteger.valueOf(mostMinor)) <= 0
                ? RiskVerdict.PASS
                : RiskVerdict.AMOUNT_OVER_DAILY_LIMIT;
    }
}
