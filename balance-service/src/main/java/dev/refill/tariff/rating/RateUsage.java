package dev.refill.tariff.rating;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

import dev.refill.ledger.Amount;
import dev.refill.tariff.Bucket;
import dev.refill.tariff.Charge;
import dev.refill.tariff.Draw;
import dev.refill.tariff.RatingOutcome;
import dev.refill.tariff.RatingOutcome.Rated;
import dev.refill.tariff.RatingOutcome.Refused;
import dev.refill.tariff.RatingOutcome.Why;
import dev.refill.tariff.TariffPlan;
import dev.refill.tariff.Usage;
import dev.refill.tariff.plan.Rate;
import dev.refill.tariff.plan.Tariff;
import dev.refill.tariff.plan.Zones;

/** Rates one usage: which tariff, what it counts as, what allowances pay for, what the rest costs. */
public final class RateUsage {

    private static final BigDecimal LARGEST_CHARGE = BigDecimal.valueOf(1_000_000_000_000_000L);

    private final TariffPlan plan;
    private final Usage usage;
    private final List<Bucket> buckets;
    private final Explanation explanation;

    public RateUsage(TariffPlan plan, Usage usage, List<Bucket> buckets) {
        this.plan = plan;
        this.usage = usage;
        this.buckets = buckets;
        this.explanation = new Explanation(usage.service(), plan.bands().zone());
    }

    /** The charge, and what of it comes from which bucket. */
    public RatingOutcome rate() {
        return switch (price()) {
            case Rated(Charge charge) -> PayFromCredit.pay(charge, all(Bucket.Credit.class), usage.start());
            case RatingOutcome.Uncovered already -> already;
            case Refused refused -> refused;
        };
    }

    private <B extends Bucket> List<B> all(Class<B> kind) {
        return buckets.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The charge that is left to money, whoever pays it. */
    public RatingOutcome price() {
        return switch (usage) {
            case Usage.Call call -> to(call.destination());
            case Usage.Messages messages -> to(messages.destination());
            case Usage.Traffic traffic -> ofGroup(traffic.ratingGroup());
        };
    }

    private RatingOutcome to(String destination) {
        Optional<Zones.Match> match = plan.zones().match(destination);
        if (match.isEmpty()) {
            explanation.noPrefix(destination);
            return refused(Why.NO_ZONE);
        }
        explanation.prefix(match.get());
        return in(match.get().zone(), "zone " + match.get().zone());
    }

    private RatingOutcome ofGroup(long group) {
        explanation.ratingGroup(group);
        return in(Long.toString(group), "rating group " + group);
    }

    private RatingOutcome in(String key, String named) {
        Optional<Tariff> tariff = plan.tariff(usage.service(), key);
        if (tariff.isEmpty()) {
            explanation.noRate(named);
            return refused(Why.NO_RATE);
        }
        return switch (tariff.get()) {
            case Tariff.Free free -> free();
            case Rate rate -> at(rate, new Allowances(plan, usage, key, named, all(Bucket.Free.class)));
        };
    }

    private RatingOutcome free() {
        explanation.free();
        return rated(BigDecimal.ZERO, usage.quantity(), 0, List.of());
    }

    private RatingOutcome at(Rate rate, Allowances allowances) {
        long counted = rate.increments().counted(usage.quantity());
        explanation.counted(usage.quantity(), counted, rate);
        List<Part> parts = new ShareUsage(usage, plan.bands(), rate, allowances.usable()).share(counted);
        allowances.explain(explanation);
        long paid = parts.stream().mapToLong(Part::quantity).sum();
        return rated(paid == 0 ? BigDecimal.ZERO : charge(rate, parts), counted, paid, allowances.draws());
    }

    private BigDecimal charge(Rate rate, List<Part> parts) {
        parts.forEach(part -> explanation.part(part, rate));
        Fraction sum = parts.stream().map(part -> part.price(rate)).reduce(Fraction.zero(rate.per()), Fraction::plus);
        if (!rate.setUp().isZero()) {
            sum = sum.plus(rate.setUp());
            explanation.setUp(rate, sum);
        }
        if (sum.isBelow(rate.minimum())) {
            sum = Fraction.zero(rate.per()).plus(rate.minimum());
            explanation.minimum(rate);
        }
        BigDecimal rounded = sum.rounded(rate.rounding());
        if (!sum.equalTo(rounded)) {
            explanation.rounded(rate.rounding(), rounded);
        }
        return rounded;
    }

    private RatingOutcome rated(BigDecimal charge, long counted, long paid, List<Draw> draws) {
        if (charge.compareTo(LARGEST_CHARGE) > 0) {
            explanation.tooLarge(charge);
            return refused(Why.TOO_LARGE);
        }
        return new Rated(new Charge(new Amount(plan.unit(), charge.longValueExact()), counted, paid, draws,
                explanation.steps()));
    }

    private Refused refused(Why why) {
        return new Refused(why, explanation.steps());
    }
}
