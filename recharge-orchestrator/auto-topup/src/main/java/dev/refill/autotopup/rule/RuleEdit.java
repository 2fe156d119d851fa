package dev.refill.autotopup.rule;

import dev.refill.gateway.Money;

/** What a person asks of a rule that is there. */
public sealed interface RuleEdit {

    /**
     * Something else is charged, or at other times. What is not to change is as it was; what triggers stays of its kind.
     *
     * @param acceptedTerms the version of the {@link Terms} that the subscriber was shown and agreed to, for what it is now
     */
    record Change(Money price, CardToken card, Trigger trigger, Limits limits,
            String acceptedTerms) implements RuleEdit {}

    record Pause() implements RuleEdit {}

    /** It recharges again; what was declined before does not count any more. */
    record Resume() implements RuleEdit {}

    record Cancel() implements RuleEdit {}
}
