package dev.refill.charging.session;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.charging.SessionAnswer;
import dev.refill.ledger.AccountId;
import dev.refill.ledger.Amount;
import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.SubscriberId;
import dev.refill.tariff.Validity;
import dev.refill.tariff.plan.Service;
import dev.refill.usage.RemainingAllowance;
import dev.refill.usage.UsageCount;
import dev.refill.usage.UsageFilter;
import dev.refill.usage.UsageNotices.Reached;
import dev.refill.usage.UsageRecord;
import dev.refill.usage.UsageSummary;
import dev.refill.usage.Used;

import static dev.refill.charging.session.TestNetwork.AIRTIME;
import static dev.refill.charging.session.TestNetwork.BYTES;
import static dev.refill.charging.session.TestNetwork.CALL;
import static dev.refill.charging.session.TestNetwork.NOON;
import static dev.refill.charging.session.TestNetwork.TEXT;
import static dev.refill.charging.session.TestNetwork.VIDEO;
import static dev.refill.charging.session.TestNetwork.WEB;
import static dev.refill.charging.session.TestNetwork.answer;
import static dev.refill.charging.session.TestNetwork.done;
import static dev.refill.charging.session.TestNetwork.release;
import static dev.refill.charging.session.TestNetwork.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

/**
 * What was used is kept with each charge. A second of a call costs a cent, a text five, a kilobyte one; usage counts by the days of
 * a network five hours behind UTC. After each test records are held against books, counters and allowances.
 */
public class UsageIT {

    private static final int CALLERS = 16;
    private static final LocalDate TODAY = LocalDate.of(2026, 3, 2);
    private static final SubscriberId ALICE = new SubscriberId("sub_alice");
    private static final Instant FAR = NOON.plus(Duration.ofDays(30));

    private final TestNetwork network = new TestNetwork();
    private final TestNetwork.Node node = network.node();
    private final TestNetwork.Node other = network.node();

    @AfterEach
    void recordsBooksAndCountersAgree() {
        assertThat(network.breaks()).isEmpty();
        network.close();
    }

    private List<UsageRecord> history(UsageFilter filter, int limit) {
        return done(node.usages().history(ALICE, filter, limit).collectList());
    }

    private List<Used> used() {
        return history(UsageFilter.ALL, 100).stream().map(UsageRecord::used).toList();
    }

    private UsageSummary summary() {
        return done(node.usages().summary(ALICE));
    }

    private static Used used(Service service, String target, Instant from, Instant until, long quantity, long charged) {
        return new Used(service, target, from, until, quantity, new Amount(AIRTIME, charged));
    }

    private static UsageCount count(LocalDate period, Service service, long quantity, long charged) {
        return new UsageCount(period, service, quantity, new Amount(AIRTIME, charged));
    }

    /** All rounds until there is nothing left to tell. */
    private List<Reached> told() {
        while (done(node.thresholds().round()) > 0) {
        }
        return network.reached();
    }

    private void surf(Msisdn number, String reference, long bytes) {
        assertThat(done(node.charging().charge(network.event(number, reference, WEB, bytes))))
                .matches(TestNetwork::isCharged);
    }

    @Test
    void eventIsARecordAndADenialIsNone() {
        Msisdn alice = network.subscriber("alice", 70);
        done(node.charging().charge(network.event(alice, "call", CALL, 60)));
        done(other.charging().charge(network.event(alice, "call", CALL, 60)));
        done(node.charging().charge(network.event(alice, "too long", CALL, 90)));
        done(node.charging().charge(network.event(alice, "text", TEXT, 1)));

        assertThat(used()).containsExactlyInAnyOrder(
                used(Service.VOICE, "+12125550100", NOON, NOON.plusSeconds(60), 60, 60),
                used(Service.SMS, "+12125550100", NOON, NOON, 1, 5));
        assertThat(summary().days()).containsExactly(count(TODAY, Service.SMS, 1, 5),
                count(TODAY, Service.VOICE, 60, 60));
        assertThat(summary().months()).containsExactly(count(TODAY.withDayOfMonth(1), Service.SMS, 1, 5),
                count(TODAY.withDayOfMonth(1), Service.VOICE, 60, 60));
    }

    /** The network's midnight is at five o'clock. */
    @Test
    void sessionIsARecordForEachTargetThatGrowsAndCountsByDay() {
        Msisdn alice = network.subscriber("alice", 1_000);
        SessionAnswer begun = answer(node.charging().begin(network.begin(alice, "surf", WEB, 50_000)));
        assertThat(used()).as("what is granted is not used").isEmpty();

        network.pass(Duration.ofHours(16));
        answer(node.charging().report(report(begun.id(), 2, WEB, 10_000, 50_000)));
        network.pass(Duration.ofHours(2));
        answer(other.charging().report(report(begun.id(), 3, VIDEO, 5_000, 0)));
        network.pass(Duration.ofHours(1));
        answer(node.charging().release(release(begun.id(), 4, WEB, 500)));

        assertThat(used()).containsExactlyInAnyOrder(
                used(Service.DATA, "10", NOON, NOON.plus(Duration.ofHours(19)), 10_500, 11),
                used(Service.DATA, "20", NOON, NOON.plus(Duration.ofHours(18)), 5_000, 10));
        assertThat(summary().days()).containsExactly(count(TODAY.plusDays(1), Service.DATA, 5_500, 11),
                count(TODAY, Service.DATA, 10_000, 10));
        assertThat(summary().months())
                .containsExactly(count(TODAY.withDayOfMonth(1), Service.DATA, 15_500, 21));
    }

    /** Texts, each sent to both nodes, beside sessions that are reported at both, from one bucket. */
    @Test
    void countersAreTheSumsOfRecordsWhoeverChargesAtOnce() {
        Msisdn alice = network.subscriber("alice", 100_000);
        Flux.range(0, CALLERS)
                .flatMap(caller -> caller % 2 == 0 ? texts(alice, caller) : session(alice, caller), CALLERS)
                .blockLast(Duration.ofMinutes(2));

        assertThat(summary().days()).containsExactly(count(TODAY, Service.DATA, 8 * 3 * 2_000, 8 * 3 * 2),
                count(TODAY, Service.SMS, 8 * 5, 8 * 5 * 5));
        assertThat(used()).hasSize(8 * 5 + 8);
        assertThat(network.credit("alice") + network.reserved("alice")).isEqualTo(100_000 - 8 * 3 * 2 - 8 * 5 * 5);
    }

    private Flux<?> texts(Msisdn number, int caller) {
        return Flux.range(0, 5)
                .map(turn -> network.event(number, "text " + caller + " " + turn, TEXT, 1))
                .concatMap(event -> Mono.zip(node.charging().charge(event), other.charging().charge(event)));
    }

    private Flux<?> session(Msisdn number, int caller) {
        return node.charging().begin(network.begin(number, "session " + caller, WEB, 4_000))
                .map(TestNetwork::answered)
                .flatMapMany(begun -> Flux.range(2, 3)
                        .map(turn -> report(begun.id(), turn, WEB, 2_000, 4_000))
                        .concatMap(next -> Mono.zip(node.charging().report(next), other.charging().report(next))));
    }

    @Test
    void refundTakesItsUsageBackOnceOnTheDayOnWhichItCounted() {
        Msisdn alice = network.subscriber("alice", 1_000);
        AccountId pack = network.pack("alice", "pack", 1_000, FAR);
        surf(alice, "surf", 3_000);
        network.pass(Duration.ofDays(1));
        Mono.zip(node.charging().refund("smf", "surf"), other.charging().refund("smf", "surf"))
                .then(node.charging().refund("smf", "surf")).block();

        assertThat(used()).containsExactly(used(Service.DATA, "10", NOON, NOON, -3_000, -2),
                used(Service.DATA, "10", NOON, NOON, 3_000, 2));
        assertThat(summary().days()).isEmpty();
        assertThat(summary().allowances()).containsExactly(left(pack, "pack", 1_000, 1_000));
    }

    private static RemainingAllowance left(AccountId bucket, String name, long remaining, long filled) {
        return new RemainingAllowance(bucket, name, new Amount(BYTES, remaining), filled, FAR);
    }

    @Test
    void thresholdIsToldOnceForEachFillWhoeverTells() {
        Msisdn alice = network.subscriber("alice", 0);
        AccountId pack = network.pack("alice", "pack", 10_000, FAR);
        surf(alice, "1", 4_000);
        assertThat(told()).isEmpty();

        surf(alice, "2", 5_000);
        network.loseNotices(true);
        assertThatThrownBy(() -> done(node.thresholds().round())).hasMessage("the database is away");
        network.loseNotices(false);
        Mono.when(node.thresholds().round(), other.thresholds().round()).block();
        assertThat(told()).usingRecursiveFieldByFieldElementComparatorIgnoringFields("at", "number").containsExactly(
                new Reached(0, "smf", "sub_alice", alice, pack, "pack", BYTES, 50, 10_000, 1_000, NOON),
                new Reached(0, "smf", "sub_alice", alice, pack, "pack", BYTES, 80, 10_000, 1_000, NOON));

        done(node.charging().refund("smf", "2"));
        surf(alice, "3", 6_000);
        assertThat(told()).extracting(Reached::percent).containsExactly(50, 80, 100);

        network.more(pack, BYTES, 2_000);
        surf(alice, "4", 1_000);
        surf(alice, "5", 1_000);
        assertThat(told()).extracting(Reached::percent).containsExactly(50, 80, 100, 50, 80, 100);
        assertThat(told()).extracting(Reached::filled).endsWith(2_000L, 2_000L, 2_000L);
    }

    @Test
    void whatSessionsHoldOfAnAllowanceIsNotUsed() {
        Msisdn alice = network.subscriber("alice", 0);
        AccountId pack = network.pack("alice", "pack", 10_000, FAR);
        SessionAnswer begun = answer(node.charging().begin(network.begin(alice, "surf", WEB, 10_000)));
        SessionAnswer second = answer(other.charging().report(report(begun.id(), 2, WEB, 1_000, 9_000)));
        assertThat(second.grants()).singleElement().matches(grant -> grant.granted() == 9_000);
        assertThat(network.held(pack, BYTES)).isZero();
        assertThat(summary().allowances()).containsExactly(left(pack, "pack", 9_000, 10_000));
        assertThat(told()).isEmpty();

        network.more(pack, BYTES, 10_000);
        assertThat(summary().allowances()).as("a fill that no usage has seen")
                .containsExactly(left(pack, "pack", 19_000, 19_000));
        answer(node.charging().release(release(begun.id(), 3, WEB, 9_000)));
        assertThat(summary().allowances()).containsExactly(left(pack, "pack", 10_000, 19_000));
        assertThat(told()).isEmpty();
    }

    /** Sessions that hold, report and release, and events, on two nodes and one pack; somebody fills it meanwhile. */
    @Test
    void allowanceIsReckonedRightWhoeverDrawsOnItAtOnce() {
        Msisdn alice = network.subscriber("alice", 0);
        AccountId pack = network.pack("alice", "pack", 400_000, FAR);
        Flux.range(0, CALLERS)
                .flatMap(caller -> caller % 2 == 0 ? packets(alice, caller) : session(alice, caller), CALLERS)
                .blockLast(Duration.ofMinutes(2));

        long spent = 8 * 5 * 1_000 + 8 * 3 * 2_000;
        assertThat(summary().allowances()).containsExactly(left(pack, "pack", 400_000 - spent, 400_000));
        assertThat(told()).isEmpty();
    }

    private Flux<?> packets(Msisdn number, int caller) {
        return Flux.range(0, 5)
                .map(turn -> network.event(number, "packet " + caller + " " + turn, WEB, 1_000))
                .concatMap(event -> Mono.zip(node.charging().charge(event), other.charging().charge(event)));
    }

    @Test
    void remainingAllowancesAreThoseThatCanBeSpentSharedOnesIncluded() {
        Msisdn alice = network.subscriber("alice", 0);
        network.subscriber("bob", 0);
        AccountId used = network.pack("alice", "used", 5_000, FAR.minusSeconds(1));
        AccountId shared = network.pack("bob", "family", 7_000, FAR);
        network.pack("alice", "short", 1_000, NOON.plusSeconds(60));
        network.pack("alice", "empty", 0, FAR);
        network.free("alice", "later", BYTES, "pack", 1_000, new Validity(NOON.plusSeconds(7_200), FAR));
        network.buckets().share("sub_bob", "sub_alice").block();
        network.pass(Duration.ofHours(1));
        surf(alice, "surf", 6_000);

        assertThat(summary().allowances()).extracting(RemainingAllowance::bucket, one -> one.remaining().value(),
                RemainingAllowance::filled).containsExactly(tuple(used, 0L, 5_000L), tuple(shared, 6_000L, 7_000L));
    }

    @Test
    void historyIsPagedAndFiltered() {
        Msisdn alice = network.subscriber("alice", 1_000);
        Msisdn bob = network.subscriber("bob", 1_000);
        done(node.charging().charge(network.event(bob, "of bob", TEXT, 1)));
        for (int i = 0; i < 3; i++) {
            done(node.charging().charge(network.event(alice, "text" + i, TEXT, 1)));
            done(node.charging().charge(network.event(alice, "surf" + i, WEB, 1_000)));
            network.pass(Duration.ofHours(1));
        }
        List<UsageRecord> all = history(UsageFilter.ALL, 100);
        assertThat(all).hasSize(6).isSortedAccordingTo((one, two) -> two.used().from().compareTo(one.used().from()));

        List<UsageRecord> first = history(UsageFilter.ALL, 3);
        List<UsageRecord> second = history(new UsageFilter(null, null, null, first.getLast().position()), 3);
        assertThat(Stream.concat(first.stream(), second.stream())).containsExactlyElementsOf(all);
        assertThat(history(new UsageFilter(NOON.plusSeconds(3_600), NOON.plusSeconds(7_200), null, null), 9))
                .containsExactlyElementsOf(all.subList(2, 4));
        assertThat(history(new UsageFilter(null, null, Service.SMS, null), 9)).hasSize(3)
                .allMatch(record -> record.used().service() == Service.SMS);
        assertThat(done(node.usages().history(new SubscriberId("sub_bob"),
                new UsageFilter(null, null, null, all.getFirst().position()), 9).collectList()))
                .as("a position of another").isEmpty();
    }
}
