package dev.refill.risk;

/**
 * A number takes so many orders an hour; more looks like the testing of stolen cards.
 *
 * @param mostPerHour at least 1
 */
public record NumberVelocity(int mostPerHour) implements RiskPolicy {

    @Override
    public RiskVerdict assess(RiskFacts facts) {
        return facts.ordersLastHour() < mostPerHour ? RiskVerdict.PASS : RiskVerdict.TOO_MANY_FOR_NUMBER;
    }
}
