package dev.refill.tariff.store;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import dev.refill.tariff.PlanId;
import dev.refill.tariff.PlanInForce;
import dev.refill.tariff.TariffPlan;

/**
 * What was read once and cannot have changed: the content of versions, and of each plan the version in force, as far as
 * that is certain. Nothing here is ever outdated; what has grown too large begins anew.
 */
final class KnownPlans {

    private static final int MOST_CONTENTS = 256;
    private static final int MOST_PLANS = 1_000;

    private final Map<PlanId, PlanInForce> inForce = new ConcurrentHashMap<>();
    private final Map<Version, TariffPlan> contents = new ConcurrentHashMap<>();

    private record Version(PlanId plan, int number) {}

    Optional<PlanInForce> inForce(PlanId plan, Instant at) {
        return Optional.ofNullable(inForce.get(plan)).filter(known -> known.includes(at));
    }

    Optional<TariffPlan> content(PlanId plan, int version) {
        return Optional.ofNullable(contents.get(new Version(plan, version)));
    }

    /** Not what begins later than it is certain: somebody asked about times to come. */
    void remember(PlanId plan, PlanInForce found) {
        if (found.from().isBefore(found.until())) {
            clearIfFull(inForce, MOST_PLANS);
            inForce.merge(plan, found, (known, newer) -> newer.until().isAfter(known.until()) ? newer : known);
        }
    }

    void remember(PlanId plan, int version, TariffPlan content) {
        clearIfFull(contents, MOST_CONTENTS);
        contents.put(new Version(plan, version), content);
    }

    private static void clearIfFull(Map<?, ?> map, int most) {
        if (map.size() >= most) {
            map.clear();
        }
    }
}
