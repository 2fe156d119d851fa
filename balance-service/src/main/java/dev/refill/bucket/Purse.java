package dev.refill.bucket;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.refill.ledger.LedgerUnit;
import dev.refill.tariff.Bucket;
import dev.refill.tariff.TariffPlan;

/**
 * All that a subscriber can pay with at one moment, the shared buckets included. Immutable.
 *
 * @param byId the buckets, by {@link BucketTerms#id}
 */
public record Purse(Map<String, HeldBucket> byId) {

    public Purse {
        byId = Map.copyOf(byId);
    }

    public static Purse of(Collection<HeldBucket> buckets) {
        return new Purse(Map.of()).with(buckets);
    }

    /** With what is added to buckets that are there, and with those that are not. */
    public Purse with(Collection<HeldBucket> added) {
        Map<String, HeldBucket> sum = new LinkedHashMap<>(byId);
        added.forEach(bucket -> sum.merge(bucket.terms().id(), bucket, (held, more) -> held.plus(more.left())));
        return new Purse(sum);
    }

    /** With less in it, by bucket. */
    public Purse without(Map<String, Long> taken) {
        Map<String, HeldBucket> rest = new LinkedHashMap<>(byId);
        taken.forEach((id, amount) -> rest.computeIfPresent(id, (same, held) -> held.plus(-amount)));
        return new Purse(rest);
    }

    public Optional<HeldBucket> bucket(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** What rating may draw on by the plan: allowances of it that are held in their service's unit, and credit in its unit. */
    public List<Bucket> payments(TariffPlan plan) {
        return byId.values().stream()
                .filter(bucket -> bucket.left() > 0 && pays(bucket.terms(), plan))
                .map(HeldBucket::asPayment)
                .toList();
    }

    private static boolean pays(BucketTerms terms, TariffPlan plan) {
        LedgerUnit unit = terms.allowance()
                .map(name -> plan.allowances().get(name))
                .map(allowance -> allowance.service().unit())
                .orElse(plan.unit());
        return terms.unit().equals(unit) && terms.allowance().map(plan.allowances()::containsKey).orElse(true);
    }
}
