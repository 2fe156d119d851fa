package dev.refill.tariff.rating;

import java.util.List;
import java.util.Optional;

import dev.refill.tariff.Bucket.Free;
import dev.refill.tariff.Draw;
import dev.refill.tariff.TariffPlan;
import dev.refill.tariff.Usage;
import dev.refill.tariff.plan.Allowance;

/** The free usage that a subscriber has, seen from one usage. */
final class Allowances {

    private final TariffPlan plan;
    private final Usage usage;
    private final String key;
    private final String named;
    private final List<Pocket<Free>> pockets;

    /**
     * @param key the zone or rating group that is used
     * @param named the same in words
     */
    Allowances(TariffPlan plan, Usage usage, String key, String named, List<Free> buckets) {
        this.plan = plan;
        this.usage = usage;
        this.key = key;
        this.named = named;
        this.pockets = Pocket.inOrder(buckets.stream().filter(this::mayBeMeant).toList());
    }

    private Optional<Allowance> inPlan(Free bucket) {
        return Optional.ofNullable(plan.allowances().get(bucket.allowance()));
    }

    /** Those of another service are not worth a word. */
    private boolean mayBeMeant(Free bucket) {
        return inPlan(bucket).map(Allowance::service).orElse(usage.service()) == usage.service();
    }

    private boolean covers(Free bucket) {
        return inPlan(bucket).filter(allowance -> allowance.covers(usage.service(), key)).isPresent();
    }

    /** Those that count here, in the order in which they are drawn. */
    List<Pocket<Free>> usable() {
        return pockets.stream().filter(pocket -> covers(pocket.bucket())).toList();
    }

    List<Draw> draws() {
        return pockets.stream()
                .filter(pocket -> pocket.drawn() > 0)
                .map(pocket -> pocket.asDraw(usage.service().unit()))
                .toList();
    }

    /** Says of each what was taken, or why nothing was. */
    void explain(Explanation explanation) {
        for (Pocket<Free> pocket : pockets) {
            if (pocket.drawn() > 0) {
                explanation.drawn(pocket, pocket.bucket().allowance());
            } else {
                explanation.notDrawn(pocket.id(), whyNot(pocket.bucket()));
            }
        }
    }

    private String whyNot(Free bucket) {
        if (inPlan(bucket).isEmpty()) {
            return "the plan has no " + bucket.allowance();
        }
        if (!covers(bucket)) {
            return "not for " + named;
        }
        if (bucket.left() == 0) {
            return "empty";
        }
        return bucket.validity().includes(usage.start()) ? "not needed" : "not valid at the start";
    }
}
