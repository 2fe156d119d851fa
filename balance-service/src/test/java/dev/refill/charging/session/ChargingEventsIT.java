package dev.refill.charging.session;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.charging.EventOutcome;
import dev.refill.charging.ResultCode;
import dev.refill.charging.Target;
import dev.refill.ledger.AccountId;
import dev.refill.subscriber.Msisdn;
import dev.refill.tariff.Validity;

import static dev.refill.charging.session.TestNetwork.BYTES;
import static dev.refill.charging.session.TestNetwork.CALL;
import static dev.refill.charging.session.TestNetwork.NOON;
import static dev.refill.charging.session.TestNetwork.SECONDS;
import static dev.refill.charging.session.TestNetwork.TEXT;
import static dev.refill.charging.session.TestNetwork.WEB;
import static dev.refill.charging.session.TestNetwork.done;
import static org.assertj.core.api.Assertions.assertThat;

/** Usages that are over when they are told, on real books. A text costs 5 cents. */
public class ChargingEventsIT {

    /** Of each of 32 callers. */
    private static final int DEBITS = Integer.getInteger("debits", 100);
    private static final int CALLERS = 32;

    private final TestNetwork network = new TestNetwork();
    private final TestNetwork.Node node = network.node();
    private final TestNetwork.Node other = network.node();

    @AfterEach
    void booksAgree() {
        assertThat(network.breaks()).isEmpty();
        network.close();
    }

    /** On one bucket that covers half of them, at two nodes. */
    @Test
    void exactlyThoseThatAreCoveredAreCharged() {
        long covered = (long) CALLERS * DEBITS / 2;
        Msisdn alice = network.subscriber("alice", covered * 5 + 4);

        List<EventOutcome> outcomes = done(Flux.range(0, CALLERS)
                .flatMap(caller -> Flux.range(0, DEBITS).concatMap(debit -> (caller % 2 == 0 ? node : other).charging()
                        .charge(network.event(alice, caller + "-" + debit, TEXT, 1))), CALLERS)
                .collectList());

        assertThat(outcomes).hasSize(CALLERS * DEBITS);
        assertThat(outcomes.stream().filter(TestNetwork::isCharged).count()).isEqualTo(covered);
        assertThat(outcomes.stream().filter(outcome -> !TestNetwork.isCharged(outcome)))
                .allMatch(new EventOutcome.Denied(ResultCode.QUOTA_LIMIT_REACHED)::equals);
        assertThat(network.credit("alice")).isEqualTo(4);
        assertThat(network.used()).isEqualTo(covered * 5);
    }

    @Test
    void repeatedEventIsAnsweredAsTheFirstTime() {
        Msisdn alice = network.subscriber("alice", 5);
        var request = network.event(alice, "text", TEXT, 1);

        List<EventOutcome> outcomes = done(Flux.range(0, 20)
                .flatMap(i -> (i % 2 == 0 ? node : other).charging().charge(request), 20)
                .distinct()
                .collectList());

        assertThat(outcomes).singleElement().isInstanceOf(EventOutcome.Charged.class);
        assertThat(network.credit("alice")).isZero();
        assertThat(node.charging().charge(network.event(alice, "text", TEXT, 2)).block())
                .isEqualTo(new EventOutcome.ReferenceReused());
    }

    @Test
    void freeUsageIsKeptAndMovesNothing() {
        Msisdn alice = network.subscriber("alice", 0);
        var request = network.event(alice, "web", new Target.Traffic(99), 1_000_000);

        EventOutcome first = done(node.charging().charge(request));
        assertThat(first).isInstanceOf(EventOutcome.Charged.class);
        assertThat(other.charging().charge(request).block()).isEqualTo(first);
        assertThat(network.used()).isZero();
    }

    @Test
    void oneDebitMaySpanBucketsAndItsRefundFillsTheSame() {
        Msisdn alice = network.subscriber("alice", 100);
        var first = network.minutes("alice", "m1", 30, NOON.plus(Duration.ofHours(1)));
        var second = network.minutes("alice", "m2", 40, NOON.plus(Duration.ofHours(2)));

        assertThat(node.charging().charge(network.event(alice, "call", CALL, 100)).block())
                .isInstanceOf(EventOutcome.Charged.class);
        assertThat(network.held(first, SECONDS)).isZero();
        assertThat(network.held(second, SECONDS)).isZero();
        assertThat(network.credit("alice")).isEqualTo(70);

        Mono.zip(node.charging().refund("smf", "call"), other.charging().refund("smf", "call")).block();
        assertThat(network.held(first, SECONDS)).isEqualTo(30);
        assertThat(network.held(second, SECONDS)).isEqualTo(40);
        assertThat(network.credit("alice")).isEqualTo(100);
        assertThat(node.charging().refund("another", "call").block()).isEqualTo(new EventOutcome.NotFound());
    }

    @Test
    void whatExpiredIsBreakageAndWhatComesBackToItExpiresAgain() {
        Msisdn alice = network.subscriber("alice", 1_000);
        var minutes = network.minutes("alice", "m1", 90, NOON.plus(Duration.ofMinutes(1)));
        var others = network.minutes("bob", "m2", 50, NOON.plus(Duration.ofDays(1)));
        node.charging().charge(network.event(alice, "call", CALL, 30)).block();

        network.pass(Duration.ofMinutes(1));
        assertThat(node.charging().charge(network.event(alice, "late", CALL, 10)).block())
                .isInstanceOf(EventOutcome.Charged.class);
        assertThat(network.credit("alice")).as("at its end a bucket does not pay").isEqualTo(990);

        assertThat(network.buckets().expire(NOON.plus(Duration.ofMinutes(2)), 100).block()).isEqualTo(1);
        assertThat(network.held(minutes, SECONDS)).isZero();
        assertThat(network.held(new AccountId("breakage"), SECONDS)).isEqualTo(60);

        node.charging().refund("smf", "call").block();
        assertThat(network.held(minutes, SECONDS)).isEqualTo(30);
        assertThat(network.buckets().expire(NOON.plus(Duration.ofMinutes(2)), 100).block()).isEqualTo(1);
        assertThat(network.held(new AccountId("breakage"), SECONDS)).isEqualTo(90);
        assertThat(network.buckets().expire(NOON.plus(Duration.ofMinutes(2)), 100).block()).isZero();
        assertThat(network.held(others, SECONDS)).as("it has not ended").isEqualTo(50);
    }

    @Test
    void whoSharesPaysForTheFamily() {
        network.subscriber("mother", 0);
        var minutes = network.minutes("mother", "m1", 90, NOON.plus(Duration.ofDays(1)));
        Msisdn child = network.subscriber("child", 0);
        assertThat(node.charging().charge(network.event(child, "1", CALL, 30)).block())
                .isEqualTo(new EventOutcome.Denied(ResultCode.QUOTA_LIMIT_REACHED));

        network.buckets().share("sub_mother", "sub_child").block();
        assertThat(node.charging().charge(network.event(child, "2", CALL, 30)).block())
                .isInstanceOf(EventOutcome.Charged.class);
        assertThat(network.held(minutes, SECONDS)).isEqualTo(60);

        network.buckets().unshare("sub_mother", "sub_child").block();
        assertThat(node.charging().charge(network.event(child, "3", WEB, 30)).block())
                .isEqualTo(new EventOutcome.Denied(ResultCode.QUOTA_LIMIT_REACHED));
    }

    /** Who was told that there is nothing is not charged by the same request that comes late. */
    @Test
    void denialIsKept() {
        Msisdn alice = network.subscriber("alice", 4);
        var request = network.event(alice, "text", TEXT, 1);
        EventOutcome denied = new EventOutcome.Denied(ResultCode.QUOTA_LIMIT_REACHED);
        assertThat(node.charging().charge(request).block()).isEqualTo(denied);

        network.topUp("alice", 100);
        assertThat(other.charging().charge(request).block()).isEqualTo(denied);
        assertThat(node.charging().refund("smf", "text").block()).isEqualTo(new EventOutcome.NotFound());
        assertThat(network.credit("alice")).isEqualTo(104);
    }

    @Test
    void bucketOfAnotherUnitThanItsAllowanceDoesNotPay() {
        Msisdn alice = network.subscriber("alice", 0);
        network.free("alice", "b1", BYTES, "minutes", 1_000_000, new Validity(NOON.minusSeconds(1), null));

        assertThat(node.charging().charge(network.event(alice, "call", CALL, 10)).block())
                .isEqualTo(new EventOutcome.Denied(ResultCode.QUOTA_LIMIT_REACHED));
    }
}
