package dev.refill.charging.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.bucket.Lasting;
import dev.refill.charging.SessionAnswer;
import dev.refill.charging.Target;
import dev.refill.ledger.AccountId;
import dev.refill.lowbalance.LowBalanceNotices.Crossing;
import dev.refill.lowbalance.LowMark;
import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.SubscriberId;

import static dev.refill.charging.session.TestNetwork.AIRTIME;
import static dev.refill.charging.session.TestNetwork.TEXT;
import static dev.refill.charging.session.TestNetwork.VIDEO;
import static dev.refill.charging.session.TestNetwork.WEB;
import static dev.refill.charging.session.TestNetwork.answer;
import static dev.refill.charging.session.TestNetwork.done;
import static dev.refill.charging.session.TestNetwork.release;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Credit that comes below a mark is one crossing, however many nodes use it up. A kilobyte costs a cent, a text five. After each test
 * the books are right.
 */
class LowBalanceIT {

    private static final int AT_ONCE = 16;

    private final TestNetwork network = new TestNetwork();
    private final TestNetwork.Node node = network.node();
    private final TestNetwork.Node other = network.node();
    private final Map<Long, Crossing> told = new TreeMap<>();
    private int names;
    private long revisions;

    @AfterEach
    void booksAreRight() {
        assertThat(network.breaks()).isEmpty();
        network.close();
    }

    private void watch(String mark, String name, long threshold) {
        network.lowBalance().watch(mark(mark, name, threshold, ++revisions)).block();
    }

    private static LowMark mark(String mark, String name, long threshold, long revision) {
        return new LowMark(mark, new SubscriberId("sub_" + name), AIRTIME, threshold, revision);
    }

    private void surf(Msisdn number, long cents) {
        assertThat(done(node.charging().charge(network.event(number, "e" + names++, WEB, cents * 1_000))))
                .matches(TestNetwork::isCharged);
    }

    /** Whatever was crossed until now, in words. */
    private List<String> crossed() {
        while (done(network.crossings(crossings -> Mono.fromRunnable(
                () -> crossings.forEach(one -> told.put(one.number(), one)))).round()) > 0) {
        }
        return told.values().stream().map(one -> one.mark() + " at " + one.remaining()).toList();
    }

    @Test
    void creditBelowTheMarkIsOneCrossingUntilItIsFilledAgain() {
        Msisdn alice = network.subscriber("alice", 100);
        watch("m", "alice", 50);
        surf(alice, 50);
        assertThat(crossed()).isEmpty();
        surf(alice, 1);
        surf(alice, 9);
        assertThat(crossed()).containsExactly("m at 49");

        network.topUp("alice", 9);
        surf(alice, 1);
        assertThat(crossed()).as("filled, but not up to the mark").hasSize(1);
        network.topUp("alice", 2);
        surf(alice, 1);
        assertThat(crossed()).containsExactly("m at 49", "m at 49");
        assertThat(told.values()).extracting(Crossing::subscriber).containsOnly("sub_alice");
    }

    @Test
    void eachMarkIsCrossedByItself() {
        Msisdn alice = network.subscriber("alice", 100);
        network.subscriber("bob", 100);
        watch("high", "alice", 80);
        watch("low", "alice", 20);
        watch("bob", "bob", 80);
        surf(alice, 30);
        assertThat(crossed()).containsExactly("high at 70");
        surf(alice, 55);
        assertThat(crossed()).containsExactly("high at 70", "low at 15");
    }

    @Test
    void aDenialCrossesNothing() {
        Msisdn alice = network.subscriber("alice", 100);
        watch("m", "alice", 50);
        done(node.charging().charge(network.event(alice, "too much", WEB, 101_000)));
        assertThat(crossed()).isEmpty();
    }

    @Test
    void aMarkThatIsSetAboveTheCreditIsCrossedAtOnceAndAgainWhenItIsSetHigher() {
        Msisdn alice = network.subscriber("alice", 10);
        watch("m", "alice", 50);
        assertThat(crossed()).containsExactly("m at 10");
        watch("m", "alice", 50);
        watch("m", "alice", 20);
        assertThat(crossed()).containsExactly("m at 10");
        watch("m", "alice", 30);
        assertThat(crossed()).containsExactly("m at 10", "m at 10");
        network.topUp("alice", 20);
        watch("m", "alice", 20);
        surf(alice, 11);
        assertThat(crossed()).as("a lower one is crossed by what comes below it").hasSize(3);
        assertThat(done(network.lowBalance().isLow(mark("m", "alice", 20, 0)))).isTrue();
        assertThat(done(network.lowBalance().isLow(mark("m", "alice", 19, 0)))).isFalse();
    }

    @Test
    void aMarkOnAnEmptyAccountIsCrossedAtOnce() {
        network.subscriber("alice", 0);
        watch("m", "alice", 1);
        assertThat(crossed()).containsExactly("m at 0");
    }

    @Test
    void aMarkThatIsTakenAwayIsNotCrossed() {
        Msisdn alice = network.subscriber("alice", 100);
        watch("m", "alice", 50);
        network.lowBalance().unwatch(mark("m", "alice", 50, ++revisions)).block();
        surf(alice, 60);
        assertThat(crossed()).isEmpty();
        watch("m", "alice", 50);
        assertThat(crossed()).containsExactly("m at 40");
    }

    @Test
    void whatComesLateOrTwiceChangesNothing() {
        Msisdn alice = network.subscriber("alice", 10);
        LowMark mark = mark("m", "alice", 50, 7);
        network.lowBalance().watch(mark).block();
        network.lowBalance().watch(mark).block();
        network.lowBalance().unwatch(mark("m", "alice", 50, 6)).block();
        assertThat(crossed()).containsExactly("m at 10");
        network.topUp("alice", 90);
        surf(alice, 60);
        assertThat(crossed()).containsExactly("m at 10", "m at 40");

        network.lowBalance().unwatch(mark("m", "alice", 50, 8)).block();
        network.lowBalance().watch(mark).block();
        network.topUp("alice", 60);
        surf(alice, 60);
        assertThat(crossed()).hasSize(2);
    }

    @Test
    void timedCreditCountsAllowancesDoNotAndWhatEndsCrosses() {
        Msisdn alice = network.subscriber("alice", 30);
        network.topUp("alice", 100, new Lasting(Lasting.Policy.LOT, Duration.ofDays(1)));
        network.pack("alice", "free", 1_000_000, TestNetwork.NOON.plus(Duration.ofDays(30)));
        watch("m", "alice", 60);
        done(node.charging().charge(network.event(alice, "first", TEXT, 1)));
        assertThat(crossed()).isEmpty();

        network.pass(Duration.ofDays(1));
        done(network.buckets().expire(TestNetwork.NOON.plus(Duration.ofDays(1)).plusSeconds(1), 10));
        assertThat(crossed()).containsExactly("m at 30");
        done(node.charging().charge(network.event(alice, "text", TEXT, 1)));
        assertThat(crossed()).hasSize(1);
    }

    @Test
    void whatASessionIsGrantedCannotBeSpentElsewhere() {
        Msisdn alice = network.subscriber("alice", 100);
        watch("m", "alice", 50);
        SessionAnswer begun = answer(node.charging().begin(network.begin(alice, "s", WEB, 60_000)));
        assertThat(crossed()).containsExactly("m at 40");
        answer(other.charging().release(release(begun.id(), 2, WEB, 1_000)));
        surf(alice, 1);
        assertThat(crossed()).as("99 came back").hasSize(1);
        surf(alice, 60);
        assertThat(crossed()).containsExactly("m at 40", "m at 38");
    }

    @Test
    void whatWasNotHeardIsToldAgainUnderTheSameNumber() {
        network.subscriber("alice", 10);
        watch("m", "alice", 50);
        assertThatThrownBy(() -> done(network.crossings(crossings -> Mono.fromRunnable(() -> {
            crossings.forEach(one -> told.put(one.number(), one));
            throw new IllegalStateException("the database is away");
        })).round())).hasMessage("the database is away");
        assertThat(told).hasSize(1);
        assertThat(crossed()).containsExactly("m at 10");
    }

    @Test
    void parallelUsageAtTwoNodesIsOneCrossingForEachFill() {
        int fills = Integer.getInteger("fills", 25);
        List<String> expected = new ArrayList<>();
        Map<String, Msisdn> people = new TreeMap<>();
        for (String name : List.of("ann", "ben", "cid", "dot")) {
            people.put(name, network.subscriber(name, 0));
            watch("mark " + name, name, 100);
        }
        crossed();
        told.clear();
        for (int fill = 0; fill < fills; fill++) {
            people.keySet().forEach(name -> network.topUp(name, 200 - network.credit(name)));
            people.keySet().forEach(name -> expected.add("mark " + name));
            List<Mono<?>> usage = new ArrayList<>();
            for (int event = 0; event < 24; event++) {
                TestNetwork.Node at = event % 2 == 0 ? node : other;
                people.forEach((name, number) -> usage.add(
                        at.charging().charge(network.event(number, "p" + names++, event(name), 7_000))));
            }
            Flux.fromIterable(usage).flatMap(one -> one, AT_ONCE).blockLast(Duration.ofMinutes(2));
        }
        crossed();
        assertThat(told.values()).extracting(Crossing::mark).containsExactlyInAnyOrderElementsOf(expected);
        System.out.println("FIGURE " + told.size() + " fills used up by two nodes at once were " + expected.size()
                + " crossings");
    }

    private static Target event(String name) {
        return name.equals("ann") ? VIDEO : WEB;
    }

    @Test
    void twoNodesThatEmptyDifferentLotsCrossOnce() {
        Msisdn alice = network.subscriber("alice", 0);
        watch("m", "alice", 100);
        crossed();
        for (int lot = 0; lot < 6; lot++) {
            network.topUp("alice", 30, new Lasting(Lasting.Policy.LOT, Duration.ofDays(1 + lot)));
        }
        Flux.range(0, 30)
                .flatMap(i -> (i % 2 == 0 ? node : other).charging().charge(network.event(alice, "l" + i, WEB, 5_000)),
                        AT_ONCE)
                .blockLast(Duration.ofMinutes(1));
        assertThat(crossed()).hasSize(2);
    }

    /** Against a model that knows the sum alone. */
    @Test
    void crossingsAreThoseOfAModel() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            String name = "model" + seed;
            Msisdn number = network.subscriber(name, 100);
            watch("m" + seed, name, 50);
            long held = 100;
            boolean low = false;
            int crossings = 0;
            for (int step = 0; step < 40; step++) {
                long cents = 1L + random.nextInt(60);
                if (random.nextInt(3) == 0) {
                    network.topUp(name, cents);
                    held += cents;
                } else if (TestNetwork.isCharged(done((random.nextBoolean() ? node : other).charging()
                        .charge(network.event(number, "m" + names++, WEB, cents * 1_000))))) {
                    held -= cents;
                }
                low &= held < 50;
                if (held < 50 && !low) {
                    low = true;
                    crossings++;
                }
            }
            int all = crossings;
            String mark = "m" + seed;
            crossed();
            assertThat(told.values().stream().filter(one -> one.mark().equals(mark))).as("seed %s", seed).hasSize(all);
            assertThat(network.held(AccountId.bucketOf("sub_" + name), AIRTIME)).isEqualTo(held);
        }
    }
}
