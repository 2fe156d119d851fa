package dev.refill.finance.reconcile.rule;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import dev.refill.finance.reconcile.rule.Finding.Broken;

/**
 * All rules that hold.
 *
 * @param all by priority
 */
public record Rules(List<Rule> all) {

    public Rules {
        all = all.stream().sorted(Comparator.comparingInt(Rule::priority)).toList();
    }

    /** The first by priority that fits. Empty: the break is open. */
    public Optional<Rule> decide(LineKey key, Broken broken) {
        return all.stream().filter(rule -> rule.fits(key, broken)).findFirst();
    }
}
