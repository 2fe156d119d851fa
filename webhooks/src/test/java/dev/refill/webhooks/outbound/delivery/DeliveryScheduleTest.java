package dev.refill.webhooks.outbound.delivery;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.refill.webhooks.MovableClock;
import dev.refill.webhooks.outbound.delivery.DeliveryMark.Effect;

import static dev.refill.webhooks.outbound.TestOutbound.taken;
import static org.assertj.core.api.Assertions.assertThat;

class DeliveryScheduleTest {

    private final MovableClock clock = new MovableClock();
    private final DeliverySchedule schedule = new DeliverySchedule(() -> 0, clock);

    @Test
    void failuresFollowTheScheduleOfStandardWebhooksAndThenItIsDead() {
        assertThat(IntStream.rangeClosed(1, 9)
                .mapToObj(tries -> schedule.next(taken(tries, 0), answered(500, null)).delay()))
                .containsExactly(Duration.ofSeconds(5), Duration.ofMinutes(5), Duration.ofMinutes(30),
                        Duration.ofHours(2), Duration.ofHours(5), Duration.ofHours(10), Duration.ofHours(14),
                        Duration.ofHours(20), Duration.ofHours(24));
        assertThat(schedule.next(taken(10, 0), answered(500, null)).state()).isEqualTo(DeliveryState.DEAD);
        assertThat(schedule.exhausted(taken(10, 0))).isFalse();
        assertThat(schedule.exhausted(taken(11, 0))).isTrue();
    }

    @Test
    void jitterMakesItLaterByAFifthAtMostAndNeverEarlier() {
        Duration delay = new DeliverySchedule(() -> 0.999999, clock).next(taken(2, 0), answered(500, null)).delay();
        assertThat(delay).isBetween(Duration.ofSeconds(359), Duration.ofMinutes(6));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void only2xxIsSuccess(int status) {
        DeliveryMark mark = schedule.next(taken(1, 3), answered(status, null));
        assertThat(mark.state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(mark.effect()).isEqualTo(new Effect.Well());
        assertThat(mark.error()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 199, 300, 301, 302, 304, 307, 308, 400, 401, 403, 404, 409, 500, 501, 503, 599})
    void everythingElseIsTriedAgain(int status) {
        DeliveryMark mark = schedule.next(taken(1, 0), answered(status, null));
        assertThat(mark.state()).isEqualTo(DeliveryState.PENDING);
        assertThat(mark.effect()).isEqualTo(new Effect.None());
        assertThat(mark.error()).isEqualTo("answered " + status + ": no");
    }

    @Test
    void goneDisablesTheEndpoint() {
        DeliveryMark mark = schedule.next(taken(1, 0), answered(410, "5"));
        assertThat(mark.state()).isEqualTo(DeliveryState.DEAD);
        assertThat(mark.effect()).isEqualTo(new Effect.Gone());
    }

    @ParameterizedTest
    @CsvSource({"429,0,30", "502,1,60", "504,2,120", "429,6,1920", "429,7,3600", "429,1000,3600"})
    void tooMuchSlowsTheEndpointDownMoreEachTime(int status, int before, int seconds) {
        assertThat(schedule.next(taken(1, before), answered(status, null)).effect())
                .isEqualTo(new Effect.SlowDown(Duration.ofSeconds(seconds)));
    }

    @Test
    void tooMuchOnTheLastTryStillSlowsTheEndpointDown() {
        DeliveryMark mark = schedule.next(taken(10, 0), answered(429, "90"));
        assertThat(mark.state()).isEqualTo(DeliveryState.DEAD);
        assertThat(mark.effect()).isEqualTo(new Effect.SlowDown(Duration.ofSeconds(90)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "120 | 120", "' 120 ' | 120", "1 | 5", "999999999 | 86400", "Thu, 15 Jan 2026 12:02:00 GMT | 120",
            "Thu, 15 Jan 2026 11:00:00 GMT | 5", "Fri, 15 Jan 2027 12:00:00 GMT | 86400", "soon | 5", "-1 | 5",
            "'' | 5",
            "99999999999999999999 | 5", "1.5 | 5"})
    void retryAfterIsKeptWithinADayAndNeverMakesItEarlier(String header, int seconds) {
        assertThat(schedule.next(taken(1, 0), answered(503, header)).delay()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void noAnswerAndNothingSentAreTriedAgain() {
        for (Reply reply : List.of(new Reply.NoAnswer("timeout"), new Reply.NotSent("private"))) {
            DeliveryMark mark = schedule.next(taken(1, 0), reply);
            assertThat(mark.state()).isEqualTo(DeliveryState.PENDING);
            assertThat(mark.delay()).isEqualTo(Duration.ofSeconds(5));
            assertThat(mark.status()).isNull();
        }
    }

    @Test
    void whatIsKeptOfAnAnswerIsShortAndHoldsNoSecret() {
        Reply reply = new Reply.Answered(500, null, "whsec_c2VjcmV0 4242424242424242 " + "x".repeat(2_000));
        assertThat(schedule.next(taken(1, 0), reply).error()).hasSizeLessThanOrEqualTo(500)
                .doesNotContain("whsec_c2VjcmV0", "4242424242424242");
    }

    private static Reply answered(int status, @Nullable String retryAfter) {
        return new Reply.Answered(status, retryAfter, "no");
    }
}
