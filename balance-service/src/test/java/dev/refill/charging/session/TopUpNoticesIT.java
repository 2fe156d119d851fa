package dev.refill.charging.session;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

import dev.refill.bucket.Lasting;
import dev.refill.charging.ChargingNotices.ToppedUp;
import dev.refill.charging.SessionAnswer;
import dev.refill.ledger.AccountId;
import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.SubscriberId;

import static dev.refill.charging.session.TestNetwork.CALL;
import static dev.refill.charging.session.TestNetwork.answer;
import static dev.refill.charging.session.TestNetwork.done;
import static dev.refill.charging.session.TestNetwork.release;
import static dev.refill.charging.session.TestNetwork.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A session that was told that there is no more is told when there is. A second of a call costs a cent, in steps of ten. */
class TopUpNoticesIT {

    private final TestNetwork network = new TestNetwork();
    private final TestNetwork.Node node = network.node();
    private final TestNetwork.Node other = network.node();

    @AfterEach
    void booksAgree() {
        assertThat(network.breaks()).isEmpty();
        network.close();
    }

    private SessionAnswer beginWithLastUnits(String name, long credit) {
        Msisdn number = network.subscriber(name, credit);
        SessionAnswer begun = answer(node.charging().begin(network.begin(number, name, CALL, 300)));
        assertThat(begun.grants()).singleElement().matches(grant -> grant.lastUnits());
        return begun;
    }

    /** All rounds until there is nothing left to look at. */
    private void look(TestNetwork.Node at) {
        while (done(at.topUps().round()) > 0) {
        }
    }

    @Test
    void topUpAfterTheLastUnitsIsToldOnceWhoeverLooks() {
        SessionAnswer begun = beginWithLastUnits("alice", 120);
        look(node);
        assertThat(network.heard()).isEmpty();

        network.topUp("alice", 500);
        Mono.when(node.topUps().round(), other.topUps().round()).block();
        look(node);
        network.topUp("alice", 500);
        look(other);

        assertThat(network.heard()).containsExactly(
                new ToppedUp(begun.id(), 1, "smf", new SubscriberId("sub_alice"), TestNetwork.NOON));
        assertThat(answer(node.charging().report(report(begun.id(), 2, CALL, 120, 300))).grants()).singleElement()
                .matches(grant -> !grant.lastUnits());
    }

    @ParameterizedTest
    @EnumSource
    void topUpThatLastsForSomeTimeIsToldAndPaysForTheSessionThatWaitsForIt(Lasting.Policy policy) {
        SessionAnswer begun = beginWithLastUnits("alice", 30);
        look(node);
        network.pass(Duration.ofMinutes(1));
        network.topUp("alice", 500, new Lasting(policy, Duration.ofDays(30)));
        look(node);

        assertThat(network.heard()).extracting(ToppedUp::session).containsExactly(begun.id());
        assertThat(answer(node.charging().report(report(begun.id(), 2, CALL, 30, 300))).grants()).singleElement()
                .matches(grant -> grant.granted() == 300);
        assertThat(network.held(AccountId.receivableOf("sub_alice"), TestNetwork.AIRTIME)).isZero();
    }

    @Test
    void whoHasUsedItUpAgainIsToldAgain() {
        SessionAnswer begun = beginWithLastUnits("alice", 100);
        network.topUp("alice", 50);
        look(node);
        answer(node.charging().report(report(begun.id(), 2, CALL, 100, 300)));
        look(node);
        assertThat(network.heard()).hasSize(1);

        network.topUp("alice", 50);
        look(node);
        assertThat(network.heard()).extracting(ToppedUp::version).containsExactly(1L, 2L);
    }

    @Test
    void topUpThatBuysNothingIsNotTold() {
        beginWithLastUnits("alice", 100);
        network.topUp("alice", 9);
        look(node);
        assertThat(network.heard()).isEmpty();

        network.topUp("alice", 1);
        look(node);
        assertThat(network.heard()).hasSize(1);
    }

    @Test
    void barredReleasedAndCoveredSessionsAreToldNothing() {
        Msisdn barred = network.subscriber("barred", 100);
        answer(node.charging().begin(network.begin(barred, "barred", CALL, 300)));
        network.bar(barred);
        SessionAnswer released = beginWithLastUnits("released", 100);
        answer(node.charging().release(release(released.id(), 2, CALL, 100)));
        Msisdn covered = network.subscriber("covered", 1_000);
        answer(node.charging().begin(network.begin(covered, "covered", CALL, 300)));

        network.topUp("barred", 500);
        network.topUp("released", 500);
        network.topUp("covered", 500);
        look(node);
        assertThat(network.heard()).isEmpty();
    }

    @Test
    void whatCouldNotBeToldIsToldByTheNextRound() {
        beginWithLastUnits("alice", 100);
        network.topUp("alice", 500);
        network.loseNotices(true);
        assertThatThrownBy(() -> done(node.topUps().round())).hasMessage("the database is away");
        network.loseNotices(false);

        look(other);
        assertThat(network.heard()).hasSize(1);
        assertThat(network.credit("alice")).as("nothing is reserved for it").isEqualTo(500);
        assertThat(network.held(AccountId.receivableOf("sub_alice"), TestNetwork.AIRTIME)).isZero();
    }
}
