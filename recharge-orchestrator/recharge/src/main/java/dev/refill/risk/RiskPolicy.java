package dev.refill.risk;

import java.util.Comparator;
import java.util.List;

/** One reason to object to a recharge. */
@FunctionalInterface
public interface RiskPolicy {

    RiskVerdict assess(RiskFacts facts);

    /** The strongest objection of all. */
    static RiskPolicy strictestOf(List<RiskPolicy> policies) {
        List<RiskPolicy> all = List.copyOf(policies);
        return facts -> all.stream()
                .map(policy -> policy.assess(facts))
                .max(Comparator.naturalOrder())
                .orElse(RiskVerdict.PASS);
    }
}
