package dev.refill.recharge.order;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.refill.gateway.Unknown;
import dev.refill.recharge.RechargeState;

import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of an order whose provider never says what became of the charge. */
class UnknownScheduleIT {

    private final RechargeOffice office = new RechargeOffice();

    @AfterEach
    void booksAndOrdersAreRight() {
        assertThat(office.breaks()).isEmpty();
        office.close();
    }

    /** Each look is made at the moment that the order itself names. */
    private List<Duration> waitsUntilReview() {
        List<Duration> waits = new ArrayList<>();
        Order order = office.theOrder("c1");
        while (order.state() == RechargeState.UNKNOWN && waits.size() < 100) {
            Duration wait = Duration.between(office.clock.instant(),
                    Objects.requireNonNull(order.nextAttemptAt()));
            waits.add(wait);
            office.resumeAfter(wait);
            order = office.theOrder("c1");
        }
        return waits;
    }

    @Test
    void looksComeAfterSecondsThenMinutesThenHoursThenDailyForFiveDaysAndThenAPersonDecides() {
        office.gateway.next(FakeGateway.Fault.LOSE_ANSWER_AFTER_CHARGING);
        office.start(RechargeOffice.tenDollars("c1"));
        office.gateway.looksUpOnly(new Unknown("no answer"));

        List<Duration> waits = waitsUntilReview();

        assertThat(waits).startsWith(Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofMinutes(1),
                Duration.ofMinutes(5), Duration.ofMinutes(15), Duration.ofHours(1)).isSorted();
        assertThat(waits.stream().filter(wait -> wait.compareTo(Duration.ofDays(1)) < 0)
                .reduce(Duration.ZERO, Duration::plus)).isBetween(Duration.ofHours(12), Duration.ofHours(13));
        assertThat(waits.stream().filter(Duration.ofDays(1)::equals))
                .as("five daily looks and the one that gives up").hasSize(6);
        assertThat(office.theOrder("c1").state()).isEqualTo(RechargeState.IN_REVIEW);
        assertThat(office.airtime()).isZero();
    }

    @Test
    void nothingIsSentAgainAfterItsTimeHoweverOftenItIsLookedUp() {
        for (int n = 0; n < 100; n++) {
            office.gateway.next(FakeGateway.Fault.LOSE_ANSWER_AFTER_CHARGING);
        }
        office.gateway.looksUpOnly(Unknown.gaveUp("too many to read"));
        office.start(RechargeOffice.tenDollars("c1"));
        office.resumeAfter(Duration.ofMinutes(1));
        office.resumeAfter(Duration.ofMinutes(28));
        int sentInTime = office.gateway.calls();
        int lookedUpInTime = office.gateway.lookups().size();
        office.resumeAfter(Duration.ofMinutes(2));

        assertThat(waitsUntilReview()).hasSizeGreaterThan(5);

        assertThat(sentInTime).as("in its time it was sent again, under the same key").isEqualTo(3);
        assertThat(office.gateway.calls()).isEqualTo(sentInTime);
        assertThat(office.gateway.lookups()).hasSizeGreaterThan(lookedUpInTime + 5);
        assertThat(office.gateway.charges()).isEqualTo(1);
    }
}
