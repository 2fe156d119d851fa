package dev.refill.charging.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.refill.bucket.HeldBucket;
import dev.refill.bucket.Purse;
import dev.refill.charging.ResultCode;
import dev.refill.charging.SessionAnswer.Grant;
import dev.refill.charging.SessionRequest.Units;
import dev.refill.charging.Target;
import dev.refill.tariff.Bucket;
import dev.refill.tariff.Charge;
import dev.refill.tariff.Draw;
import dev.refill.tariff.Rating;
import dev.refill.tariff.RatingOutcome;
import dev.refill.tariff.TariffPlan;
import dev.refill.tariff.Validity;

/**
 * Reckons what a session has used and may use, from its beginning on, over all that there would be if it had taken nothing. Pure;
 * one instance reckons one report.
 */
final class Reckon {

    private static final String OWED = "owed";

    private final TariffPlan plan;
    private final Session before;
    private final int thresholdPercent;
    private final Purse all;

    private final Map<Target, Part> parts = new LinkedHashMap<>();
    private final Map<Target, Map<String, Long>> spentBy = new HashMap<>();
    private final Map<String, Long> reserved = new LinkedHashMap<>();
    private final List<Grant> grants = new ArrayList<>();
    private Means left;
    private long missing;

    /** @param purse what the subscriber can pay with beside what the session has taken */
    Reckon(TariffPlan plan, Session before, Purse purse, int thresholdPercent) {
        this.plan = plan;
        this.before = before;
        this.thresholdPercent = thresholdPercent;
        this.all = purse.with(before.spent()).with(before.reserved());
        this.left = new Means(all, before.owed());
        before.parts().forEach(part -> parts.put(part.target(), part));
    }

    /**
     * What was used, and what may be used from now on.
     *
     * @param denied whether nothing may be granted any more, whatever there is
     */
    Reckoned report(List<Units> units, boolean denied) {
        units.forEach(this::use);
        parts.values().forEach(this::spend);
        parts.replaceAll((target, part) -> part.granted(hold(part, part.granted()), part.lastUnits()));
        units.stream().filter(one -> one.requested() > 0).forEach(one -> grant(one, denied));
        return reckoned();
    }

    /** What was used at last; nothing is held back any more. */
    Reckoned release(List<Units> units) {
        units.forEach(this::use);
        parts.replaceAll((target, part) -> part.granted(0, false));
        parts.values().forEach(this::spend);
        return reckoned();
    }

    /** What was granted of it before is void from now on. */
    private void use(Units units) {
        parts.merge(units.target(), new Part(units.target(), units.used(), 0, false),
                (part, same) -> part.plusUsed(units.used()));
    }

    private void spend(Part part) {
        Map<String, Long> drawn = switch (rate(part, part.used(), left)) {
            case RatingOutcome.Rated(Charge charge) -> draws(charge);
            case RatingOutcome.Uncovered(Charge charge, long rest) -> {
                missing += rest;
                yield draws(charge);
            }
            // Nothing was granted for it, and what has no price is not charged.
            case RatingOutcome.Refused refused -> Map.of();
        };
        spentBy.put(part.target(), drawn);
        left = left.without(drawn);
    }

    private void grant(Units units, boolean denied) {
        Part part = parts.getOrDefault(units.target(), new Part(units.target(), 0, 0, false));
        if (rate(part, part.used(), left) instanceof RatingOutcome.Refused) {
            grants.add(new Grant(units.target(), ResultCode.RATING_FAILED, 0, 0, false));
            return;
        }
        long room = units.target().service().most() - part.used();
        long granted = denied ? 0 : hold(part, Math.min(units.requested(), room));
        boolean last = granted < units.requested();
        parts.put(part.target(), part.granted(granted, last));
        grants.add(new Grant(units.target(), result(granted, denied), granted, granted / 100 * thresholdPercent, last));
    }

    private static ResultCode result(long granted, boolean denied) {
        if (denied) {
            return ResultCode.END_USER_SERVICE_DENIED;
        }
        return granted == 0 ? ResultCode.QUOTA_LIMIT_REACHED : ResultCode.SUCCESS;
    }

    /**
     * Holds back what pays for so much, or for as much of it as anything pays for.
     *
     * @return for how much, which is more than is wanted where an increment goes beyond it
     */
    private long hold(Part part, long wanted) {
        Map<String, Long> spent = spentBy.getOrDefault(part.target(), Map.of());
        Means mine = left.with(all, spent);
        long covered = isCovered(part, wanted, mine) ? wanted : mostCovered(part, wanted, mine);
        if (covered == 0 || !(rate(part, part.used() + covered, mine) instanceof RatingOutcome.Rated(Charge charge))) {
            return 0;
        }
        Map<String, Long> more = minus(draws(charge), spent);
        more.forEach((id, amount) -> reserved.merge(id, amount, Long::sum));
        left = left.without(more);
        return Math.min(charge.rated(), part.target().service().most()) - part.used();
    }

    /** Halves what lies between so much that is covered and so much that is not. */
    private long mostCovered(Part part, long wanted, Means mine) {
        long covered = 0;
        long uncovered = wanted;
        while (uncovered - covered > 1) {
            long middle = covered + (uncovered - covered) / 2;
            if (isCovered(part, middle, mine)) {
                covered = middle;
            } else {
                uncovered = middle;
            }
        }
        return covered;
    }

    private boolean isCovered(Part part, long more, Means mine) {
        return rate(part, part.used() + more, mine) instanceof RatingOutcome.Rated;
    }

    private RatingOutcome rate(Part part, long quantity, Means means) {
        Instant start = before.startedAt();
        return Rating.rate(plan, part.target().usage(start, quantity), means.payments(plan, start));
    }

    private Reckoned reckoned() {
        Map<String, Long> spent = new LinkedHashMap<>();
        spentBy.values().forEach(drawn -> drawn.forEach((id, amount) -> spent.merge(id, amount, Long::sum)));
        return new Reckoned(List.copyOf(parts.values()), held(all, spent), held(all, reserved),
                before.owed() + missing, List.copyOf(grants));
    }

    /** What is owed is in no bucket. */
    private static List<HeldBucket> held(Purse all, Map<String, Long> amounts) {
        return amounts.entrySet().stream()
                .filter(one -> one.getValue() != 0 && !one.getKey().equals(OWED))
                .map(one -> new HeldBucket(all.bucket(one.getKey()).orElseThrow().terms(), one.getValue()))
                .toList();
    }

    private static Map<String, Long> draws(Charge charge) {
        Map<String, Long> draws = new LinkedHashMap<>();
        for (Draw draw : charge.draws()) {
            draws.put(draw.bucket(), draw.amount().value());
        }
        return draws;
    }

    private static Map<String, Long> minus(Map<String, Long> all, Map<String, Long> part) {
        Map<String, Long> rest = new LinkedHashMap<>(all);
        part.forEach((id, amount) -> rest.merge(id, -amount, Long::sum));
        return rest;
    }

    /**
     * What there is to pay with. What is owed already pays before all else: it stays owed, and a debt that was settled
     * meanwhile is not settled again.
     */
    private record Means(Purse purse, long owed) {

        Means without(Map<String, Long> drawn) {
            Map<String, Long> ofBuckets = new LinkedHashMap<>(drawn);
            Long ofDebt = ofBuckets.remove(OWED);
            return new Means(purse.without(ofBuckets), owed - (ofDebt == null ? 0 : ofDebt));
        }

        Means with(Purse all, Map<String, Long> drawn) {
            return new Means(purse.with(held(all, drawn)), owed + drawn.getOrDefault(OWED, 0L));
        }

        List<Bucket> payments(TariffPlan plan, Instant start) {
            var debt = new Bucket.Credit(OWED, owed, new Validity(start, start.plusNanos(1)), 0);
            return Stream.concat(Stream.of(debt), purse.payments(plan.unit()).stream()).toList();
        }
    }
}
