package dev.refill.webhooks.processing;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.refill.webhooks.InboxState;
import dev.refill.webhooks.store.Mark;

import static dev.refill.webhooks.processing.TestTaken.taken;
import static org.assertj.core.api.Assertions.assertThat;

class AttemptScheduleTest {

    private final AttemptSchedule schedule = new AttemptSchedule(12, Duration.ofDays(3), () -> 1.0);

    @Test
    void nextWhenHandledThenDoneUnderTheAttemptsToken() {
        assertThat(schedule.next(taken("evt_1 paid"), new Verdict.Handled()))
                .isEqualTo(new Mark(7, 3, InboxState.DONE, Duration.ZERO, ""));
    }

    @Test
    void nextWhenNotUnderstoodThenItWaitsForAReplay() {
        assertThat(schedule.next(taken("evt_1 paid"), new Verdict.NotUnderstood("why")).state())
                .isEqualTo(InboxState.NOT_UNDERSTOOD);
    }

    @ParameterizedTest
    @CsvSource({"0,PT1S", "1,PT5S", "2,PT30S", "3,PT2M", "4,PT10M", "5,PT1H", "76,PT1H"})
    void nextWhenNotKnownYetThenParkedByTheSchedule(int parkings, Duration delay) {
        Mark mark = schedule.next(taken("evt_1 paid", 1, parkings), new Verdict.NotKnownYet("pay_1"));

        assertThat(mark).isEqualTo(new Mark(7, 3, InboxState.PARKED, delay, "not known yet: pay_1"));
    }

    @Test
    void nextWhenNotKnownForThreeDaysThenDead() {
        assertThat(schedule.next(taken("evt_1 paid", 1, 77), new Verdict.NotKnownYet("pay_1")).state())
                .isEqualTo(InboxState.DEAD);
    }

    @ParameterizedTest
    @CsvSource({"1,PT1S", "2,PT2S", "5,PT16S", "10,PT8M32S", "11,PT15M"})
    void nextWhenFailedThenRetriedAfterTwiceTheDelay(int tries, Duration delay) {
        Mark mark = schedule.next(taken("evt_1 paid", tries, 0), new Verdict.Failed("broken"));

        assertThat(mark).isEqualTo(new Mark(7, 3, InboxState.RETRY, delay, "broken"));
    }

    @Test
    void nextWhenFailedThenJitterTakesUpToHalfOfTheDelay() {
        AttemptSchedule early = new AttemptSchedule(12, Duration.ofDays(3), () -> 0.0);

        assertThat(early.next(taken("evt_1 paid", 2, 0), new Verdict.Failed("broken")).delay())
                .isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void nextWhenTheLastTryFailsThenDeadWithItsReason() {
        assertThat(schedule.next(taken("evt_1 paid", 12, 0), new Verdict.Failed("broken")))
                .isEqualTo(new Mark(7, 3, InboxState.DEAD, Duration.ZERO, "broken"));
    }

    @Test
    void exhaustedWhenMoreTriesWereBegunThanThereAreThenTheyKilledTheirWorkers() {
        assertThat(schedule.exhausted(taken("evt_1 paid", 12, 0))).isFalse();
        assertThat(schedule.exhausted(taken("evt_1 paid", 13, 0))).isTrue();
    }
}
