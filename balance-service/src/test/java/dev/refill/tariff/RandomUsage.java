package dev.refill.tariff;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.refill.ledger.LedgerUnit;
import dev.refill.tariff.plan.Allowance;
import dev.refill.tariff.plan.Bands;
import dev.refill.tariff.plan.Increments;
import dev.refill.tariff.plan.Period;
import dev.refill.tariff.plan.Price;
import dev.refill.tariff.plan.Rate;
import dev.refill.tariff.plan.Rounding;
import dev.refill.tariff.plan.Service;
import dev.refill.tariff.plan.Tariff;
import dev.refill.tariff.plan.Zones;

/** Plans that offer all services everywhere, usage around the changes of the clock, and buckets that meet them. */
public final class RandomUsage {

    private static final List<ZoneId> WALLS = List.of(ZoneId.of("Europe/Berlin"), ZoneId.of("America/New_York"),
            ZoneId.of("Australia/Lord_Howe"), ZoneId.of("Asia/Kathmandu"), ZoneId.of("UTC"));
    private static final List<Instant> DAYS = List.of(Instant.parse("2026-03-28T00:00:00Z"),
            Instant.parse("2026-10-24T00:00:00Z"), Instant.parse("2026-11-01T00:00:00Z"),
            Instant.parse("2026-04-04T00:00:00Z"), Instant.parse("2026-06-10T00:00:00Z"));
    private static final List<String> TITLES = List.of("Plain", "null", "yes", "12", "- a: b", "é 漢 😀 \"'#",
            "  spaced  ");

    private final Random random;
    private Instant day = DAYS.getFirst();

    public RandomUsage(Random random) {
        this.random = random;
    }

    private <T> T oneOf(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    public TariffPlan plan() {
        Bands bands = bands();
        Map<String, String> zoneOf = new LinkedHashMap<>();
        for (int i = 1; i <= 9; i++) {
            zoneOf.put("+" + i, random.nextBoolean() ? "near" : "far");
            zoneOf.put("+" + i + random.nextInt(10), random.nextBoolean() ? "near" : "far");
        }
        zoneOf.put("+1", "near");
        zoneOf.put("+2", "far");
        Map<Service, Map<String, Tariff>> tariffs = new HashMap<>();
        for (Service service : List.of(Service.VOICE, Service.SMS)) {
            tariffs.put(service, Map.of("near", tariff(service, bands), "far", tariff(service, bands)));
        }
        tariffs.put(Service.DATA, Map.of("0", tariff(Service.DATA, bands), "7", tariff(Service.DATA, bands)));
        return new TariffPlan(new PlanId("random"), oneOf(TITLES), new LedgerUnit("airtime:EUR"), new Zones(zoneOf),
                bands, tariffs,
                Map.of("minutes", allowance(Service.VOICE, "near"), "texts", allowance(Service.SMS, "far"),
                        "pack", allowance(Service.DATA, "7"), "any", allowance(Service.VOICE, null)));
    }

    private Allowance allowance(Service service, @Nullable String covered) {
        return new Allowance(service, 1 + random.nextLong(service.most()), 1 + random.nextInt(365),
                covered == null ? Set.of() : Set.of(covered));
    }

    /** Of two bands that are tried, the second is left out where it overlaps the first. */
    private Bands bands() {
        Map<String, List<Period>> periods = new LinkedHashMap<>();
        for (String name : List.of("early", "late").subList(0, random.nextInt(3))) {
            Map<String, List<Period>> tried = new LinkedHashMap<>(periods);
            tried.put(name, List.of(period()));
            if (Bands.overlap(tried).isEmpty()) {
                periods = tried;
            }
        }
        return new Bands(oneOf(WALLS), periods);
    }

    private Period period() {
        int from = random.nextInt(Period.MINUTES_OF_A_DAY);
        int until = 1 + random.nextInt(Period.MINUTES_OF_A_DAY);
        Set<DayOfWeek> days = EnumSet.of(DayOfWeek.of(1 + random.nextInt(7)), DayOfWeek.SUNDAY);
        return new Period(days, from, until == from ? Period.MINUTES_OF_A_DAY : until);
    }

    private Tariff tariff(Service service, Bands bands) {
        if (random.nextInt(8) == 0) {
            return new Tariff.Free();
        }
        Map<String, Price> inBands = new LinkedHashMap<>();
        bands.periods().keySet().stream().filter(band -> random.nextBoolean())
                .forEach(band -> inBands.put(band, price()));
        return new Rate(price(), 1 + random.nextLong(1_000), inBands,
                new Increments(increment(service), increment(service)),
                sometimes(), sometimes(),
                new Rounding(oneOf(List.of(Rounding.Direction.values())), 1 + random.nextInt(7)));
    }

    private long increment(Service service) {
        return 1 + random.nextLong(switch (service) {
            case VOICE -> 90;
            case SMS -> 3;
            case DATA -> 100_000;
        });
    }

    private Price price() {
        return new Price(BigDecimal.valueOf(random.nextLong(100_000), random.nextInt(9)));
    }

    private Price sometimes() {
        return random.nextInt(3) == 0 ? price() : Price.ZERO;
    }

    public Usage usage() {
        return switch (random.nextInt(3)) {
            case 0 -> call();
            case 1 -> new Usage.Messages(destination(), start(), random.nextLong(10));
            default -> traffic();
        };
    }

    /** Half of it with times of some of its places. */
    private Usage.Traffic traffic() {
        Instant start = start();
        List<Usage.Mark> marks = new ArrayList<>();
        long used = 0;
        Instant at = start;
        for (int i = random.nextBoolean() ? 0 : random.nextInt(4); i > 0; i--) {
            used += random.nextLong(3_000_000);
            at = at.plusSeconds(1 + random.nextLong(40_000));
            marks.add(new Usage.Mark(used, at));
        }
        return new Usage.Traffic(random.nextBoolean() ? 0 : 7, start, random.nextLong(10_000_000), marks);
    }

    public Usage.Call call() {
        return new Usage.Call(destination(), start(),
                random.nextBoolean() ? random.nextLong(300) : random.nextLong(90_000));
    }

    private String destination() {
        return "+" + (1 + random.nextInt(9)) + random.nextInt(10_000_000);
    }

    /** Around a change of the clock; the buckets that come next are of about that time. */
    private Instant start() {
        day = oneOf(DAYS);
        return day.plusSeconds(random.nextLong(172_800)).plusNanos(random.nextBoolean() ? 0 : random.nextInt());
    }

    /** Up to the same quantity. */
    public Usage lessThan(Usage usage) {
        return resized(usage, random.nextLong(usage.quantity() + 1));
    }

    static Usage resized(Usage usage, long quantity) {
        return switch (usage) {
            case Usage.Call(String destination, Instant start, long seconds) ->
                new Usage.Call(destination, start, quantity);
            case Usage.Messages(String destination, Instant start, long count) ->
                new Usage.Messages(destination, start, quantity);
            case Usage.Traffic(long group, Instant start, long bytes, var marks) ->
                new Usage.Traffic(group, start, quantity, marks);
        };
    }

    public List<Bucket> buckets(TariffPlan plan) {
        List<String> allowances = new ArrayList<>(plan.allowances().keySet());
        List<Bucket> buckets = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            buckets.add(new Bucket.Free("f" + i, oneOf(allowances), random.nextLong(200_000), validity(),
                    random.nextInt(3)));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            buckets.add(new Bucket.Credit("c" + i, random.nextLong(100_000), validity(), random.nextInt(3)));
        }
        return buckets;
    }

    private Validity validity() {
        Instant from = day.plusSeconds(random.nextLong(-200_000, 172_800));
        return new Validity(from, random.nextBoolean() ? null : from.plusSeconds(1 + random.nextLong(200_000)));
    }
}
