package dev.refill.autotopup.rule;

/** What became of what was asked for. */
public sealed interface RuleOutcome {

    /** The rule as it stands now. */
    record Done(Rule rule) implements RuleOutcome {}

    /** It has changed since it was seen. */
    record Outdated() implements RuleOutcome {}

    /** It is cancelled, for ever. */
    record Cancelled() implements RuleOutcome {}

    /** The offer is not on sale, or not at that price. */
    record NotOffered() implements RuleOutcome {}

    /**
     * What the offer credits at that price does not reach the threshold.
     *
     * @param most the highest threshold there may be, in the unit of the credit
     */
    record ThresholdTooHigh(long most) implements RuleOutcome {}

    /**
     * The subscriber agreed to other terms than those in force.
     *
     * @param version of those in force
     */
    record TermsNotAccepted(String version) implements RuleOutcome {}

    /** The gateway of new orders takes no kept cards. */
    record CardNotTaken() implements RuleOutcome {}

    /** The subscriber is barred, frozen or closed. */
    record NotActive() implements RuleOutcome {}

    /** The subscriber has as many as may be. */
    record TooMany() implements RuleOutcome {}

    /** The key stands for another rule. */
    record KeyReused() implements RuleOutcome {}
}
