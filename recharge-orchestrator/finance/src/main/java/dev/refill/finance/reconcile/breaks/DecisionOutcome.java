package dev.refill.finance.reconcile.breaks;

/** What became of a person's decision. */
public sealed interface DecisionOutcome {

    /** It is kept. */
    record Decided(Break now) implements DecisionOutcome {}

    /** There is no such break. */
    record NotFound() implements DecisionOutcome {}

    /** It is another version by now, or in a state in which this makes no sense. */
    record Changed(Break now) implements DecisionOutcome {}

    /** Who has proposed it does not agree to it. */
    record SamePerson() implements DecisionOutcome {}

    /** There is no difference that could be posted. */
    record NoDifference() implements DecisionOutcome {}

    /** Nothing posts corrections here. */
    record NoBooks() implements DecisionOutcome {}
}
