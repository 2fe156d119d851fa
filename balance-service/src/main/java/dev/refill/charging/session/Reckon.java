package dev.refill.charging.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * Reckons what a session has used and may use. Each target that is reported on is rated from the session's beginning, over what
 * there would be if it had taken nothing: what others have taken or hold, other targets of the session among them, stays theirs.
 * Pure; one instance reckons one report.
 */
final class Reckon {

    private static final String OWED = "owed";

    private final TariffPlan plan;
    private final Session before;
    private final int thresholdPercent;

    private final Map<Target, Part> parts = new LinkedHashMap<>();
    private final List<Grant> grants = new ArrayList<>();
    private Purse left;

    /** @param purse what the subscriber can pay with beside what the session has taken */
    Reckon(TariffPlan plan, Session before, Purse purse, int thresholdPercent) {
        this.plan = plan;
        this.before = before;
        this.thresholdPercent = thresholdPercent;
        this.left = purse;
        before.parts().forEach(part -> parts.put(part.target(), part));
    }

    /**
     * What was used, and what may be used from now on.
     *
     * @param denied whether nothing may be granted any more, whatever there is
     */
    Reckoned report(List<Units> units, Instant now, boolean denied) {
        units.forEach(this::use);
        units.forEach(one -> parts.computeIfPresent(one.target(), (target, part) -> marked(part, now)));
        units.stream().filter(one -> one.requested() > 0 && isPriced(one.target())).forEach(one -> grant(one, denied));
        return new Reckoned(List.copyOf(parts.values()), List.copyOf(grants));
    }

    /** Whether any target that was told that there is no more would be granted more than it has. */
    boolean couldHaveMore(Instant now, boolean denied) {
        return before.parts().stream()
                .filter(Part::lastUnits)
                .anyMatch(part -> new Reckon(plan, before, left, thresholdPercent)
                        .report(List.of(new Units(part.target(), 0, part.granted() + 1)), now, denied)
                        .grants().stream().anyMatch(grant -> grant.granted() > part.granted()));
    }

    /** What was used at last; nothing is held back any more. */
    Reckoned release(List<Units> units) {
        units.forEach(this::use);
        parts.replaceAll((target, part) -> part.granted(0, false, List.of()));
        return new Reckoned(List.copyOf(parts.values()), List.copyOf(grants));
    }

    /** What was granted of it before is void from now on. */
    private void use(Units units) {
        Part part = part(units.target());
        // A release tells the last of it; what is beyond what one usage may have cannot be rated.
        long used = Math.min(part.used() + units.used(), units.target().service().most());
        Means means = new Means(left.with(part.spent()).with(part.reserved()), part.owed());
        Part after = switch (rate(part, used, means)) {
            case RatingOutcome.Rated(Charge charge) -> part.used(used, held(means, charge), part.owed());
            case RatingOutcome.Uncovered(Charge charge, long missing) ->
                part.used(used, held(means, charge), part.owed() + missing);
            case RatingOutcome.Refused refused -> {
                grants.add(new Grant(units.target(), ResultCode.RATING_FAILED, 0, 0, false));
                yield part.used(used, List.of(), part.owed());
            }
        };
        left = means.purse().without(amounts(after.spent()));
        parts.put(units.target(), after);
    }

    private Part part(Target target) {
        return Optional.ofNullable(parts.get(target)).orElseGet(() -> Part.of(target));
    }

    private boolean isPriced(Target target) {
        return grants.stream().noneMatch(grant -> grant.target().equals(target));
    }

    /** A new mark only where it can make a difference: a bucket has begun or ended since the last one, or a band has. */
    private Part marked(Part part, Instant now) {
        Instant last = part.usage(before.startedAt(), part.used()).at(part.used());
        boolean differs = now.isAfter(last) && (!plan.bands().staysUntil(last).isAfter(now)
                || left.byId().values().stream().anyMatch(bucket -> hasEdge(bucket.terms().validity(), last, now)));
        return differs ? part.marked(now) : part;
    }

    private static boolean hasEdge(Validity validity, Instant after, Instant upTo) {
        return Stream.concat(Stream.of(validity.from()), Stream.ofNullable(validity.until()))
                .anyMatch(edge -> edge.isAfter(after) && !edge.isAfter(upTo));
    }

    private void grant(Units units, boolean denied) {
        Part part = part(units.target());
        long room = units.target().service().most() - part.used();
        Part after = denied ? part.granted(0, true, List.of()) : held(part, Math.min(units.requested(), room));
        boolean last = after.granted() < units.requested();
        parts.put(units.target(), after.granted(after.granted(), last, after.reserved()));
        grants.add(new Grant(units.target(), result(after.granted(), denied), after.granted(),
                after.granted() * thresholdPercent / 100, last));
    }

    private static ResultCode result(long granted, boolean denied) {
        if (denied) {
            return ResultCode.END_USER_SERVICE_DENIED;
        }
        return granted == 0 ? ResultCode.QUOTA_LIMIT_REACHED : ResultCode.SUCCESS;
    }

    /** Holds back what pays for so much, or for as much of it as anything pays for, in whole increments. */
    private Part held(Part part, long wanted) {
        Means means = new Means(left.with(part.spent()), part.owed());
        long covered = isCovered(part, wanted, means) ? wanted : mostCovered(part, wanted, means);
        if (covered == 0 || !(rate(part, part.used() + covered, means) instanceof RatingOutcome.Rated(Charge charge))) {
            return part.granted(0, false, List.of());
        }
        List<HeldBucket> reserved = held(means, minus(draws(charge), amounts(part.spent())));
        left = left.without(amounts(reserved));
        long granted = Math.min(charge.rated(), part.target().service().most()) - part.used();
        return part.granted(granted, false, reserved);
    }

    /** Halves what lies between so much that is covered and so much that is not. */
    private long mostCovered(Part part, long wanted, Means means) {
        long covered = 0;
        long uncovered = wanted;
        while (uncovered - covered > 1) {
            long middle = covered + (uncovered - covered) / 2;
            if (isCovered(part, middle, means)) {
                covered = middle;
            } else {
                uncovered = middle;
            }
        }
        return covered;
    }

    private boolean isCovered(Part part, long more, Means means) {
        return rate(part, part.used() + more, means) instanceof RatingOutcome.Rated;
    }

    private RatingOutcome rate(Part part, long quantity, Means means) {
        Instant start = before.startedAt();
        return Rating.rate(plan, part.usage(start, quantity), means.payments(plan, start));
    }

    private static List<HeldBucket> held(Means means, Charge charge) {
        return held(means, draws(charge));
    }

    /** What is owed is in no bucket. */
    private static List<HeldBucket> held(Means means, Map<String, Long> amounts) {
        return amounts.entrySet().stream()
                .filter(one -> one.getValue() != 0 && !one.getKey().equals(OWED))
                .map(one -> new HeldBucket(means.purse().bucket(one.getKey()).orElseThrow().terms(), one.getValue()))
                .toList();
    }

    private static Map<String, Long> draws(Charge charge) {
        Map<String, Long> draws = new LinkedHashMap<>();
        for (Draw draw : charge.draws()) {
            draws.put(draw.bucket(), draw.amount().value());
        }
        return draws;
    }

    private static Map<String, Long> amounts(List<HeldBucket> buckets) {
        Map<String, Long> amounts = new LinkedHashMap<>();
        buckets.forEach(bucket -> amounts.put(bucket.terms().id(), bucket.left()));
        return amounts;
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

        List<Bucket> payments(TariffPlan plan, Instant start) {
            // Ends before anything that is valid at the start can, and so comes first.
            var debt = new Bucket.Credit(OWED, owed, new Validity(start, start.plusNanos(1)), 0);
            return Stream.concat(Stream.of(debt), purse.payments(plan).stream()).toList();
        }
    }
}
