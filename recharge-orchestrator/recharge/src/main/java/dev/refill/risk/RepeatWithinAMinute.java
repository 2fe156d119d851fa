package dev.refill.risk;

/** The same number and price within a minute is more often a slip than a wish: the customer is asked. */
public record RepeatWithinAMinute() implements RiskPolicy {

    @Override
    public RiskVerdict assess(RiskFacts facts) {
        return facts.samePriceLastMinute() == 0 || facts.repeatConfirmed()
                ? RiskVerdict.PASS
                : RiskVerdict.CONFIRM_REPEAT;
    }
}
