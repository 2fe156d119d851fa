package dev.refill.charging.session;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import dev.refill.charging.ResultCode;
import dev.refill.charging.SessionAnswer;
import dev.refill.charging.SessionAnswer.Grant;
import dev.refill.charging.SessionOutcome;
import dev.refill.charging.SessionRequest.Begin;
import dev.refill.charging.SessionRequest.Release;
import dev.refill.charging.SessionRequest.Report;
import dev.refill.charging.SessionRequest.Units;
import dev.refill.charging.SessionState;
import dev.refill.charging.Target;
import dev.refill.ledger.AccountId;
import dev.refill.subscriber.Msisdn;
import dev.refill.tariff.plan.Service;

import static dev.refill.charging.session.TestNetwork.AIRTIME;
import static dev.refill.charging.session.TestNetwork.BYTES;
import static dev.refill.charging.session.TestNetwork.CALL;
import static dev.refill.charging.session.TestNetwork.NOON;
import static dev.refill.charging.session.TestNetwork.SECONDS;
import static dev.refill.charging.session.TestNetwork.TEXT;
import static dev.refill.charging.session.TestNetwork.VIDEO;
import static dev.refill.charging.session.TestNetwork.WEB;
import static dev.refill.charging.session.TestNetwork.answer;
import static dev.refill.charging.session.TestNetwork.done;
import static dev.refill.charging.session.TestNetwork.release;
import static dev.refill.charging.session.TestNetwork.report;
import static org.assertj.core.api.Assertions.assertThat;

/** Sessions on real books, with the exact balances. A second of a call costs a cent, in steps of ten. */
public class ChargingSessionsIT {

    private final TestNetwork network = new TestNetwork();
    private final TestNetwork.Node node = network.node();
    private final TestNetwork.Node other = network.node();

    @AfterEach
    void booksAgree() {
        assertThat(network.breaks()).isEmpty();
        network.close();
    }

    private SessionAnswer begin(Msisdn number, long requested) {
        return answer(node.charging().begin(network.begin(number, "call", CALL, requested)));
    }

    @Test
    void callFromItsBeginningToItsEnd() {
        Msisdn alice = network.subscriber("alice", 1_000);

        SessionAnswer begun = begin(alice, 300);
        assertThat(begun.grants()).containsExactly(new Grant(CALL, ResultCode.SUCCESS, 300, 60, false));
        assertThat(network.credit("alice")).isEqualTo(700);
        assertThat(network.reserved("alice")).isEqualTo(300);

        SessionAnswer reported = answer(node.charging().report(report(begun.id(), 2, CALL, 295, 300)));
        assertThat(reported.charged()).isEqualTo(300);
        assertThat(network.credit("alice")).isEqualTo(400);
        assertThat(network.reserved("alice")).as("595 s count as 600").isEqualTo(300);

        SessionAnswer released = answer(other.charging().release(release(begun.id(), 3, CALL, 6)));
        assertThat(released.state()).isEqualTo(SessionState.RELEASED);
        assertThat(released.charged()).as("301 s in all").isEqualTo(310);
        assertThat(network.credit("alice")).isEqualTo(690);
        assertThat(network.reserved("alice")).isZero();
        assertThat(network.used()).isEqualTo(310);
    }

    @Test
    void freeSecondsPayFirst() {
        Msisdn alice = network.subscriber("alice", 100);
        AccountId minutes = network.minutes("alice", "m1", 60, NOON.plus(Duration.ofDays(1)));

        SessionAnswer begun = begin(alice, 100);
        assertThat(network.held(minutes, SECONDS)).isZero();
        assertThat(network.credit("alice")).isEqualTo(60);
        answer(node.charging().release(release(begun.id(), 2, CALL, 45)));

        assertThat(network.held(minutes, SECONDS)).isEqualTo(10);
        assertThat(network.credit("alice")).isEqualTo(100);
    }

    @Test
    void grantsWhatThereIsAndSaysThatItIsTheLast() {
        Msisdn alice = network.subscriber("alice", 125);

        SessionAnswer begun = begin(alice, 300);
        assertThat(begun.grants()).containsExactly(new Grant(CALL, ResultCode.SUCCESS, 120, 24, true));
        SessionAnswer more = answer(node.charging().report(report(begun.id(), 2, CALL, 120, 300)));
        assertThat(more.grants()).containsExactly(new Grant(CALL, ResultCode.QUOTA_LIMIT_REACHED, 0, 0, true));

        network.topUp("alice", 500);
        SessionAnswer again = answer(node.charging().report(report(begun.id(), 3, CALL, 0, 300)));
        assertThat(again.grants()).containsExactly(new Grant(CALL, ResultCode.SUCCESS, 300, 60, false));
        assertThat(network.credit("alice")).isEqualTo(205);
    }

    @Test
    void whatIsUsedBeyondTheGrantIsOwedOnlyIfNothingPaysForIt() {
        Msisdn alice = network.subscriber("alice", 100);
        SessionAnswer begun = begin(alice, 60);

        SessionAnswer released = answer(node.charging().release(release(begun.id(), 2, CALL, 130)));
        assertThat(released.charged()).isEqualTo(130);
        assertThat(released.owed()).isEqualTo(30);
        assertThat(network.credit("alice")).isZero();
        assertThat(network.held(AccountId.receivableOf("sub_alice"), AIRTIME)).isEqualTo(-30);
    }

    @Test
    void repeatedRequestIsAnsweredAsTheFirstTimeAndChargesNothing() {
        Msisdn alice = network.subscriber("alice", 1_000);
        SessionAnswer begun = begin(alice, 100);
        SessionAnswer reported = answer(node.charging().report(report(begun.id(), 2, CALL, 100, 100)));
        network.topUp("alice", 1);

        assertThat(begin(alice, 100)).isEqualTo(begun);
        assertThat(answer(other.charging().report(report(begun.id(), 2, CALL, 100, 100)))).isEqualTo(reported);
        assertThat(node.charging().report(report(begun.id(), 2, CALL, 90, 100)).block())
                .isEqualTo(new SessionOutcome.SequenceReused());
        assertThat(network.credit("alice")).isEqualTo(801);
    }

    /** What is free moves nothing, so that no entry could tell. */
    @Test
    void beginUnderAnotherSequenceNumberIsRefused() {
        Msisdn alice = network.subscriber("alice", 0);
        Target free = new Target.Traffic(99);
        answer(node.charging().begin(network.begin(alice, "web", free, 1_000)));

        var another = new Begin("smf", "web", alice, NOON, 2, List.of(new Units(free, 0, 1_000)));
        assertThat(other.charging().begin(another).block()).isEqualTo(new SessionOutcome.SequenceReused());
    }

    @Test
    void sequenceNumberThatWasPassedOverIsOutOfOrder() {
        SessionAnswer begun = begin(network.subscriber("alice", 1_000), 100);
        answer(node.charging().report(report(begun.id(), 5, CALL, 10, 100)));

        assertThat(node.charging().report(report(begun.id(), 3, CALL, 10, 100)).block())
                .isEqualTo(new SessionOutcome.OutOfOrder(5));
    }

    @Test
    void sameReportOnTwoNodesAtOnceIsOne() {
        Msisdn alice = network.subscriber("alice", 10_000);
        SessionAnswer begun = begin(alice, 100);

        for (int sequence = 2; sequence < 22; sequence++) {
            var request = report(begun.id(), sequence, CALL, 100, 100);
            var both = done(Mono.zip(node.charging().report(request), other.charging().report(request)));
            assertThat(both.getT1()).isEqualTo(both.getT2()).isInstanceOf(SessionOutcome.Answered.class);
        }
        assertThat(network.used()).isEqualTo(2_000);
        assertThat(network.reserved("alice")).isEqualTo(100);
        assertThat(network.credit("alice")).isEqualTo(7_900);
    }

    @Test
    void reportBesideReleaseIsTakenInBeforeItOrRefused() {
        for (int round = 0; round < 20; round++) {
            String name = "user" + round;
            Msisdn user = network.subscriber(name, 1_000);
            long usedBefore = network.used();
            SessionAnswer begun = answer(node.charging().begin(network.begin(user, name, CALL, 100)));

            var both = done(Mono.zip(node.charging().report(report(begun.id(), 2, CALL, 100, 100)),
                    other.charging().release(release(begun.id(), 3, CALL, 50))));

            boolean reported = both.getT1() instanceof SessionOutcome.Answered;
            assertThat(both.getT2()).isInstanceOf(SessionOutcome.Answered.class);
            assertThat(both.getT1()).satisfiesAnyOf(
                    outcome -> assertThat(outcome).isInstanceOf(SessionOutcome.Answered.class),
                    outcome -> assertThat(outcome).isEqualTo(new SessionOutcome.OutOfOrder(3)));
            long cost = reported ? 150 : 50;
            assertThat(network.used() - usedBefore).isEqualTo(cost);
            assertThat(network.credit(name)).isEqualTo(1_000 - cost);
            assertThat(network.reserved(name)).isZero();
        }
    }

    @Test
    void silentSessionGivesBackWhatItHeldAndTakesInWhatIsReportedLater() {
        Msisdn alice = network.subscriber("alice", 1_000);
        SessionAnswer begun = begin(alice, 300);
        network.pass(Duration.ofMinutes(9));
        assertThat(node.supervisor().round().block()).isZero();

        network.pass(Duration.ofMinutes(2));
        var both = done(Mono.zip(node.supervisor().round(), other.supervisor().round()));
        assertThat(both.getT1() + both.getT2()).isEqualTo(1);
        assertThat(network.credit("alice")).isEqualTo(1_000);
        assertThat(network.reserved("alice")).isZero();

        SessionAnswer released = answer(node.charging().release(release(begun.id(), 2, CALL, 250)));
        assertThat(released.charged()).isEqualTo(250);
        assertThat(network.credit("alice")).isEqualTo(750);
    }

    @Test
    void topUpBesideTheLastUnitsIsGrantedOrFoundByTheNextReport() {
        for (int round = 0; round < 10; round++) {
            String name = "user" + round;
            Msisdn user = network.subscriber(name, 100);
            SessionAnswer begun = answer(node.charging().begin(network.begin(user, name, CALL, 100)));

            Mono<SessionOutcome> reporting = node.charging().report(report(begun.id(), 2, CALL, 100, 50));
            Mono.zip(reporting, Mono.fromRunnable(() -> network.topUp(name, 70)).thenReturn(true)).block();
            SessionAnswer next = answer(node.charging().report(report(begun.id(), 3, CALL, 0, 50)));

            assertThat(next.grants()).containsExactly(new Grant(CALL, ResultCode.SUCCESS, 50, 10, false));
            assertThat(network.credit(name)).isEqualTo(20);
            assertThat(network.reserved(name)).isEqualTo(50);
        }
    }

    @Test
    void whoIsBarredMeanwhileIsGrantedNothingMoreAndPaysForWhatWasUsed() {
        Msisdn alice = network.subscriber("alice", 1_000);
        SessionAnswer begun = begin(alice, 100);
        network.bar(alice);

        SessionAnswer reported = answer(node.charging().report(report(begun.id(), 2, CALL, 100, 100)));
        assertThat(reported.grants())
                .containsExactly(new Grant(CALL, ResultCode.END_USER_SERVICE_DENIED, 0, 0, true));
        assertThat(network.credit("alice")).isEqualTo(900);
        assertThat(node.charging().begin(network.begin(alice, "another", CALL, 100)).block())
                .isEqualTo(new SessionOutcome.Denied(ResultCode.END_USER_SERVICE_DENIED));
    }

    @Test
    void whoIsNotKnownIsDeniedAndOthersSessionsAreNotFound() {
        assertThat(node.charging().begin(network.begin(new Msisdn("+12125559999"), "call", CALL, 100)).block())
                .isEqualTo(new SessionOutcome.Denied(ResultCode.USER_UNKNOWN));
        SessionAnswer begun = begin(network.subscriber("alice", 1_000), 100);
        var foreign = new Release("another", begun.id(), 2, List.of());
        assertThat(node.charging().release(foreign).block()).isEqualTo(new SessionOutcome.NotFound());
    }

    /** What another target was granted stays granted, whatever this one uses. */
    @Test
    void usageWithinAGrantIsNeverOwedWhateverOtherTargetsUse() {
        Msisdn alice = network.subscriber("alice", 50);
        network.pack("alice", "p1", 50_000, NOON.plus(Duration.ofDays(1)));
        SessionAnswer begun = answer(node.charging().begin(new Begin("smf", "web", alice, NOON, 1,
                List.of(new Units(WEB, 0, 10_000), new Units(VIDEO, 0, 40_000)))));

        answer(node.charging().report(report(begun.id(), 2, WEB, 10_000, 50_000)));
        answer(node.charging().report(report(begun.id(), 3, WEB, 50_000, 0)));
        SessionAnswer released = answer(node.charging().release(release(begun.id(), 4, VIDEO, 40_000)));

        assertThat(released.owed()).isZero();
        assertThat(released.charged()).isEqualTo(50);
        assertThat(network.credit("alice")).isZero();
    }

    @Test
    void packThatIsBoughtMeanwhilePaysForWhatComesAndNotForWhatWas() {
        Msisdn alice = network.subscriber("alice", 100);
        SessionAnswer begun = answer(node.charging().begin(network.begin(alice, "web", WEB, 100_000)));
        answer(node.charging().report(report(begun.id(), 2, WEB, 100_000, 10_000)));
        network.pass(Duration.ofMinutes(5));
        AccountId pack = network.pack("alice", "p1", 70_000, NOON.plus(Duration.ofHours(1)));

        SessionAnswer more = answer(node.charging().report(report(begun.id(), 3, WEB, 0, 60_000)));
        assertThat(more.grants()).containsExactly(new Grant(WEB, ResultCode.SUCCESS, 60_000, 12_000, false));
        answer(node.charging().release(release(begun.id(), 4, WEB, 60_000)));

        assertThat(network.credit("alice")).as("the first 100 kB").isZero();
        assertThat(network.held(pack, BYTES)).isEqualTo(10_000);
    }

    @Test
    void packThatEndsMeanwhilePaysNoMore() {
        Msisdn alice = network.subscriber("alice", 100);
        AccountId pack = network.pack("alice", "p1", 70_000, NOON.plus(Duration.ofMinutes(2)));
        SessionAnswer begun = answer(node.charging().begin(network.begin(alice, "web", WEB, 20_000)));
        network.pass(Duration.ofMinutes(2));

        answer(node.charging().report(report(begun.id(), 2, WEB, 20_000, 20_000)));
        answer(node.charging().release(release(begun.id(), 3, WEB, 20_000)));

        assertThat(network.held(pack, BYTES)).isEqualTo(50_000);
        assertThat(network.credit("alice")).isEqualTo(80);
    }

    @Test
    void manyBucketsAreDrawnOnAndGivenBack() {
        Msisdn alice = network.subscriber("alice", 0);
        for (int i = 0; i < 150; i++) {
            network.minutes("alice", "m" + i, 10, NOON.plus(Duration.ofDays(1 + i)));
        }
        SessionAnswer begun = begin(alice, 1_500);
        assertThat(begun.grants()).containsExactly(new Grant(CALL, ResultCode.SUCCESS, 1_500, 300, false));
        answer(node.charging().report(report(begun.id(), 2, CALL, 600, 900)));
        answer(node.charging().release(release(begun.id(), 3, CALL, 0)));

        assertThat(network.held(Moves.used(Service.VOICE), SECONDS)).isEqualTo(600);
    }

    @Test
    void whatHasNoPriceIsSaid() {
        Msisdn alice = network.subscriber("alice", 100);
        Target unknown = new Target.Traffic(77);
        SessionAnswer begun = answer(node.charging().begin(network.begin(alice, "web", unknown, 100)));
        assertThat(begun.grants()).containsExactly(new Grant(unknown, ResultCode.RATING_FAILED, 0, 0, false));

        SessionAnswer released = answer(node.charging().release(release(begun.id(), 2, unknown, 5_000)));
        assertThat(released.grants()).containsExactly(new Grant(unknown, ResultCode.RATING_FAILED, 0, 0, false));
        assertThat(network.credit("alice")).isEqualTo(100);
    }

    @Test
    void sessionHasSoManyTargetsAndSoMuchOfOneAndNoMore() {
        Msisdn alice = network.subscriber("alice", 1_000_000);
        SessionAnswer begun = answer(node.charging().begin(network.begin(alice, "texts", TEXT, 1)));
        assertThat(node.charging().report(report(begun.id(), 2, TEXT, 1_001, 0)).block())
                .isEqualTo(new SessionOutcome.TooMuch(SessionOutcome.Bound.QUANTITY));
        List<Units> many = IntStream.range(0, 16)
                .mapToObj(group -> new Units(new Target.Traffic(1_000 + group), 0, 1)).toList();
        assertThat(node.charging().report(new Report("smf", begun.id(), 2, many)).block())
                .isEqualTo(new SessionOutcome.TooMuch(SessionOutcome.Bound.TARGETS));

        SessionAnswer released = answer(node.charging().release(release(begun.id(), 2, TEXT, 1_001)));
        assertThat(released.charged()).as("as much as can be rated").isEqualTo(5_000);
    }
}
