package dev.refill.testsupport.invariants;

/**
 * A place where a rule does not hold.
 *
 * @param subject the order, entry, account or key concerned
 * @param found what was found instead
 */
public record Broken(Rule rule, String subject, String found) {

    @Override
    public String toString() {
        return rule + ": " + subject + ": " + found;
    }
}
