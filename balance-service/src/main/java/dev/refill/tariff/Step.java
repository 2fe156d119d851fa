package dev.refill.tariff;

/**
 * One step of how a charge came to be.
 *
 * @param rule which rule was applied
 * @param text to what, and with which result, for a tariff manager
 */
public record Step(Rule rule, String text) {

    /** In the order in which they are applied. */
    public enum Rule {
        /** The longest prefix of the destination, and so its zone. */
        PREFIX,
        /** The class that the network gave the traffic. */
        RATING_GROUP,
        /** Zero-rated. */
        FREE,
        /** What the quantity counts as. */
        INCREMENTS,
        /** What allowances pay for. */
        ALLOWANCE,
        /** What money pays for, by bands in order of time. */
        PRICE,
        SET_UP,
        MINIMUM,
        ROUNDING,
        /** From which buckets the money comes. */
        CREDIT,
        /** Money that no bucket has. */
        MISSING,
        /** Why there is no charge at all. */
        REFUSED
    }
}
