package dev.refill.tariff;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.refill.ledger.LedgerUnit;
import dev.refill.tariff.plan.Increments;
import dev.refill.tariff.plan.Rate;
import dev.refill.tariff.plan.Rounding;
import dev.refill.tariff.plan.Service;
import dev.refill.tariff.plan.Tariff;

import static org.assertj.core.api.Assertions.assertThat;

/** What is true of every plan, usage and set of buckets. A failing seed is the name of the test. */
class RatingPropertiesTest {

    private static final int SEEDS = 25;
    private static final int CASES_OF_A_SEED = Integer.getInteger("cases", 5_000) / SEEDS;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, SEEDS);
    }

    private static Charge charge(RatingOutcome outcome) {
        return switch (outcome) {
            case RatingOutcome.Rated(Charge charge) -> charge;
            case RatingOutcome.Uncovered(Charge charge, long missing) -> charge;
            case RatingOutcome.Refused refused -> throw new AssertionError(refused);
        };
    }

    private static long sum(Charge charge, LedgerUnit unit) {
        return charge.draws().stream()
                .filter(draw -> draw.amount().unit().equals(unit))
                .mapToLong(draw -> draw.amount().value())
                .sum();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsDrawnAndWhatIsPaidIsWhatIsRated(long seed) {
        RandomUsage random = new RandomUsage(new Random(seed));
        for (int i = 0; i < CASES_OF_A_SEED; i++) {
            TariffPlan plan = random.plan();
            Usage usage = random.usage();
            Charge charge = charge(Rating.rate(plan, usage, random.buckets(plan)));

            boolean free = charge.steps().stream().map(Step::rule).anyMatch(Step.Rule.FREE::equals);
            assertThat(sum(charge, usage.service().unit()) + charge.paid()).as("%s", usage)
                    .isEqualTo(free ? 0 : charge.rated());
            assertThat(charge.rated()).isGreaterThanOrEqualTo(usage.quantity());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsDrawnFromCreditIsTheChargeLessWhatIsMissing(long seed) {
        RandomUsage random = new RandomUsage(new Random(seed));
        for (int i = 0; i < CASES_OF_A_SEED; i++) {
            TariffPlan plan = random.plan();
            RatingOutcome outcome = Rating.rate(plan, random.usage(), random.buckets(plan));
            long missing = outcome instanceof RatingOutcome.Uncovered(Charge charge, long lacking) ? lacking : 0;

            assertThat(sum(charge(outcome), plan.unit()) + missing).isEqualTo(charge(outcome).amount().value());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noBucketIsDrawnTwiceOrBelowZeroOrOutsideItsTime(long seed) {
        RandomUsage random = new RandomUsage(new Random(seed));
        for (int i = 0; i < CASES_OF_A_SEED; i++) {
            TariffPlan plan = random.plan();
            Usage usage = random.usage();
            List<Bucket> buckets = random.buckets(plan);
            Charge charge = charge(Rating.rate(plan, usage, buckets));

            assertThat(charge.draws().stream().map(Draw::bucket)).doesNotHaveDuplicates();
            charge.draws().forEach(draw -> {
                Bucket bucket = buckets.stream().filter(held -> held.id().equals(draw.bucket())).findFirst()
                        .orElseThrow();
                assertThat(draw.amount().value()).isBetween(1L, bucket.left());
                assertThat(usage.at(charge.rated())).isAfterOrEqualTo(bucket.validity().from());
                assertThat(bucket.validity().until()).satisfiesAnyOf(
                        until -> assertThat(until).isNull(),
                        until -> assertThat(until).isAfter(usage.start()));
            });
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whoUsesMorePaysNoLess(long seed) {
        RandomUsage random = new RandomUsage(new Random(seed));
        for (int i = 0; i < CASES_OF_A_SEED; i++) {
            TariffPlan plan = random.plan();
            List<Bucket> buckets = random.buckets(plan);
            Usage more = random.usage();
            Usage less = random.lessThan(more);

            assertThat(charge(Rating.rate(plan, less, buckets)).amount().value()).as("%s, %s", less, more)
                    .isLessThanOrEqualTo(charge(Rating.rate(plan, more, buckets)).amount().value());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void allowancesNeverMakeItDearer(long seed) {
        RandomUsage random = new RandomUsage(new Random(seed));
        for (int i = 0; i < CASES_OF_A_SEED; i++) {
            TariffPlan plan = random.plan();
            Usage usage = random.usage();

            assertThat(charge(Rating.rate(plan, usage, random.buckets(plan))).amount().value())
                    .isLessThanOrEqualTo(charge(Rating.price(plan, usage)).amount().value());
        }
    }

    /** Each begins a first increment, and is rounded up by itself. */
    @ParameterizedTest
    @MethodSource("seeds")
    void separateUsagesCostAtLeastWhatTheyCostAtOnce(long seed) {
        Random coin = new Random(seed);
        RandomUsage random = new RandomUsage(coin);
        for (int i = 0; i < CASES_OF_A_SEED; i++) {
            TariffPlan plan = roundingUp(random.plan(), coin);
            Usage whole = random.usage();
            long separately = 0;
            long rest = whole.quantity();
            while (rest > 0) {
                long part = 1 + coin.nextLong(rest);
                separately += price(plan, RandomUsage.resized(whole, part));
                rest -= part;
            }

            assertThat(separately).as("%s of %s", whole, plan).isGreaterThanOrEqualTo(price(plan, whole));
        }
    }

    private static long price(TariffPlan plan, Usage usage) {
        return charge(Rating.price(plan, usage)).amount().value();
    }

    /** At all times the same price, and first increments of whole next ones: a first one that is shorter is a discount to who calls often. */
    private static TariffPlan roundingUp(TariffPlan plan, Random coin) {
        Map<Service, Map<String, Tariff>> tariffs = new EnumMap<>(Service.class);
        plan.tariffs().forEach((service, byKey) -> {
            Map<String, Tariff> roundingUp = new HashMap<>();
            byKey.forEach((key, tariff) -> roundingUp.put(key, switch (tariff) {
                case Tariff.Free free -> free;
                case Rate rate -> roundingUp(rate, coin);
            }));
            tariffs.put(service, roundingUp);
        });
        return new TariffPlan(plan.id(), plan.title(), plan.unit(), plan.zones(), plan.bands(), tariffs,
                plan.allowances());
    }

    private static Rate roundingUp(Rate rate, Random coin) {
        long next = rate.increments().next();
        return new Rate(rate.price(), rate.per(), Map.of(), new Increments(next * (1 + coin.nextInt(5)), next),
                rate.setUp(), rate.minimum(), new Rounding(Rounding.Direction.UP, rate.rounding().step()));
    }

    /** Stretches of increments are a short way to what increments come to. */
    @ParameterizedTest
    @MethodSource("seeds")
    void chargeIsWhatItsIncrementsComeTo(long seed) {
        RandomUsage random = new RandomUsage(new Random(seed));
        for (int i = 0; i < 20; i++) {
            TariffPlan plan = random.plan();
            Usage.Call call = random.call();
            List<Bucket> buckets = random.buckets(plan);
            String zone = plan.zones().match(call.destination()).orElseThrow().zone();
            long expected = switch (plan.tariff(call.service(), zone).orElseThrow()) {
                case Tariff.Free free -> 0;
                case Rate rate -> new SlowRating(plan, call, zone, rate, buckets).charge();
            };

            assertThat(charge(Rating.rate(plan, call, buckets)).amount().value()).as("%s", call).isEqualTo(expected);
        }
    }

    /** One allowance or the same in two parts, and buckets in whatever order: the same charge. */
    @ParameterizedTest
    @MethodSource("seeds")
    void partsOfAnAllowanceAreWorthTheWhole(long seed) {
        Random coin = new Random(seed);
        RandomUsage random = new RandomUsage(coin);
        for (int i = 0; i < CASES_OF_A_SEED; i++) {
            TariffPlan plan = random.plan();
            Usage usage = random.usage();
            List<Bucket> whole = random.buckets(plan);
            List<Bucket> parts = new ArrayList<>();
            whole.forEach(bucket -> parts.addAll(split(bucket, coin)));
            Collections.shuffle(parts, coin);

            assertThat(charge(Rating.rate(plan, usage, parts)).amount())
                    .isEqualTo(charge(Rating.rate(plan, usage, whole)).amount());
        }
    }

    private static List<Bucket> split(Bucket bucket, Random coin) {
        long part = coin.nextLong(bucket.left() + 1);
        return IntStream.rangeClosed(1, 2).mapToObj(i -> {
            long left = i == 1 ? part : bucket.left() - part;
            String id = bucket.id() + "." + i;
            return switch (bucket) {
                case Bucket.Free free ->
                    (Bucket) new Bucket.Free(id, free.allowance(), left, free.validity(), free.priority());
                case Bucket.Credit credit -> new Bucket.Credit(id, left, credit.validity(), credit.priority());
            };
        }).toList();
    }
}
