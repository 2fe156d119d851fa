package dev.refill.charging.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.refill.bucket.BucketTerms;
import dev.refill.bucket.HeldBucket;
import dev.refill.bucket.Purse;
import dev.refill.charging.ChargingId;
import dev.refill.charging.SessionRequest.Units;
import dev.refill.charging.SessionState;
import dev.refill.charging.Target;
import dev.refill.ledger.AccountId;
import dev.refill.ledger.LedgerUnit;
import dev.refill.ledger.Posting;
import dev.refill.subscriber.SubscriberId;
import dev.refill.tariff.Bucket;
import dev.refill.tariff.Charge;
import dev.refill.tariff.Draw;
import dev.refill.tariff.RandomUsage;
import dev.refill.tariff.Rating;
import dev.refill.tariff.RatingOutcome;
import dev.refill.tariff.TariffPlan;
import dev.refill.tariff.Usage;

import static org.assertj.core.api.Assertions.assertThat;

/** What is true of every session, whatever its plan, its buckets and its reports. A failing seed is the name of the test. */
class ReckonPropertiesTest {

    /** In all; a million takes a minute or two. */
    private static final int CASES = Integer.getInteger("cases", 20_000);
    private static final int SEEDS = 20;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, SEEDS);
    }

    private final List<Posting> moved = new ArrayList<>();

    @ParameterizedTest
    @MethodSource("seeds")
    void reportedInPartsCostsWhatItCostsAtOnce(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < CASES / SEEDS; i++) {
            var one = new Case(random);
            Session session = one.begin();
            Purse purse = one.purse;
            long rest = one.usage.quantity();
            while (random.nextInt(4) > 0) {
                long used = random.nextBoolean() ? rest / 2 : random.nextLong(rest + 1);
                rest -= used;
                Session after = one.report(session, purse, used, random.nextLong(one.usage.quantity() + 1));
                purse = paid(purse, session, after);
                session = after;
            }
            Session released = one.release(session, purse, rest);

            RatingOutcome atOnce = Rating.rate(one.plan, one.usage, one.buckets);
            assertThat(amounts(released.parts())).as("%s of %s", one.usage, one.plan).isEqualTo(draws(atOnce));
            assertThat(released.owed()).isEqualTo(missing(atOnce));
            assertThat(released.parts()).allMatch(part -> part.reserved().isEmpty());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsGrantedIsHeldBackSoThatUsingItIsNeverOwed(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < CASES / SEEDS; i++) {
            var one = new Case(random);
            Session session = one.begin();
            Purse purse = one.purse;
            long granted = 0;
            for (int report = 0; report < 4; report++) {
                long used = random.nextBoolean() ? granted : random.nextLong(granted + 1);
                Session after = one.report(session, purse, used, 1 + random.nextLong(one.usage.quantity() + 1));
                // Somebody else spends all that is not held back.
                purse = random.nextInt(3) == 0 ? Purse.of(List.of()) : paid(purse, session, after);
                session = after;
                granted = session.parts().getFirst().granted();
                assertThat(session.owed()).as("%s of %s", one.usage, one.plan).isZero();
            }
            assertThat(one.release(session, purse, granted).owed()).isZero();
        }
    }

    /** What goes out of buckets is what is held back, used or owed; each entry is zero in every unit. */
    private Purse paid(Purse purse, Session before, Session after) {
        moved.clear();
        moved.addAll(Moves.between(before, after, new LedgerUnit("airtime:EUR")));
        Map<LedgerUnit, Long> sums = new HashMap<>();
        Map<String, Long> taken = new HashMap<>();
        for (Posting posting : moved) {
            sums.merge(posting.amount().unit(), posting.amount().value(), Long::sum);
            if (posting.account().value().startsWith("bucket:")) {
                taken.merge(posting.account() + " " + posting.amount().unit(), -posting.amount().value(), Long::sum);
            }
        }
        assertThat(sums.values()).allMatch(sum -> sum == 0);
        // A bucket of which more is taken than there is would be refused here.
        return purse.without(taken);
    }

    private static Map<String, Long> amounts(List<Part> parts) {
        Map<String, Long> amounts = new HashMap<>();
        parts.forEach(part -> part.spent().forEach(bucket -> amounts.put(bucket.terms().id(), bucket.left())));
        return amounts;
    }

    private static Map<String, Long> draws(RatingOutcome outcome) {
        Map<String, Long> draws = new HashMap<>();
        for (Draw draw : charge(outcome).draws()) {
            draws.put(draw.bucket(), draw.amount().value());
        }
        return draws;
    }

    private static Charge charge(RatingOutcome outcome) {
        return switch (outcome) {
            case RatingOutcome.Rated(Charge charge) -> charge;
            case RatingOutcome.Uncovered(Charge charge, long missing) -> charge;
            case RatingOutcome.Refused refused -> throw new AssertionError(refused);
        };
    }

    private static long missing(RatingOutcome outcome) {
        return outcome instanceof RatingOutcome.Uncovered(Charge charge, long missing) ? missing : 0;
    }

    /** A plan, what somebody has, and what is used at last. */
    private static final class Case {

        private final TariffPlan plan;
        private final Usage usage;
        private final Target target;
        private final Purse purse;
        private final List<Bucket> buckets;

        Case(Random random) {
            var some = new RandomUsage(random);
            plan = some.plan();
            // When it flowed is what reports say; here all of them come at the start.
            usage = atItsStart(some.usage());
            target = switch (usage) {
                case Usage.Call call -> new Target.Call(call.destination());
                case Usage.Messages messages -> new Target.Messages(messages.destination());
                case Usage.Traffic traffic -> new Target.Traffic(traffic.ratingGroup());
            };
            purse = Purse.of(some.buckets(plan).stream().map(bucket -> held(bucket, plan)).toList());
            buckets = purse.payments(plan);
        }

        private static Usage atItsStart(Usage usage) {
            return usage instanceof Usage.Traffic(long group, Instant start, long bytes, var marks)
                    ? new Usage.Traffic(group, start, bytes)
                    : usage;
        }

        private static HeldBucket held(Bucket bucket, TariffPlan plan) {
            AccountId account = new AccountId("bucket:sub_a:" + bucket.id());
            return switch (bucket) {
                case Bucket.Free free -> new HeldBucket(new BucketTerms(account,
                        Optional.ofNullable(plan.allowances().get(free.allowance())).orElseThrow().service().unit(),
                        Optional.of(free.allowance()), free.validity(), free.priority()), free.left());
                case Bucket.Credit credit -> new HeldBucket(new BucketTerms(account, plan.unit(), Optional.empty(),
                        credit.validity(), credit.priority()), credit.left());
            };
        }

        Session begin() {
            return Session.begun(ChargingId.session("smf", "1"), "smf", new SubscriberId("sub_a"), plan.id(), 1,
                    usage.start());
        }

        Session report(Session before, Purse now, long used, long requested) {
            return after(before, new Reckon(plan, before, now, 20)
                    .report(List.of(new Units(target, used, requested)), usage.start(), false), SessionState.OPEN);
        }

        Session release(Session before, Purse now, long used) {
            return after(before, new Reckon(plan, before, now, 20).release(List.of(new Units(target, used, 0))),
                    SessionState.RELEASED);
        }

        private static Session after(Session before, Reckoned reckoned, SessionState state) {
            return new Session(before.id(), before.client(), before.subscriber(), before.plan(), before.planVersion(),
                    before.startedAt(), before.version() + 1, state, before.lastSequence() + 1, reckoned.parts(),
                    Instant.EPOCH);
        }
    }
}
