package dev.refill.gateways.stripe;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import com.stripe.exception.StripeException;
import com.stripe.model.checkout.Session;
import com.stripe.model.checkout.SessionCollection;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import dev.refill.testkit.gateway.TestClock;

import static org.assertj.core.api.Assertions.assertThat;

/** Lists of sessions that are called by their places, newest first. */
class ScanTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Clock clock = new TestClock(this::later);
    private Instant now = Instant.EPOCH;
    private Duration tick = Duration.ZERO;
    private final List<@Nullable String> asked = new ArrayList<>();

    @Test
    void throughWhenOneMatchesThenFoundAndNoFurtherPageIsAskedFor() throws StripeException {
        var scan = scan("7", 30, new Allowance(clock, PATIENCE));
        assertThat(scan.found()).isNotNull();
        assertThat(scan.complete()).isTrue();
        assertThat(asked).containsExactly(null, "4");
    }

    @Test
    void throughWhenListEndsThenCertainThatThereIsNone() throws StripeException {
        assertThat(scan("none", 12, new Allowance(clock, PATIENCE))).isEqualTo(new Scan<Session>(null, true));
        assertThat(asked).containsExactly(null, "4", "9");
    }

    @Test
    void throughWhenAllPagesAreReadThenNotCertain() throws StripeException {
        assertThat(scan("none", 5 * Allowance.MOST_PAGES + 1, new Allowance(clock, PATIENCE)))
                .isEqualTo(new Scan<Session>(null, false));
        assertThat(asked).hasSize(Allowance.MOST_PAGES);
    }

    @Test
    void throughWhenLastPageAllowedIsTheLastOfTheListThenCertain() throws StripeException {
        assertThat(scan("none", 5 * Allowance.MOST_PAGES, new Allowance(clock, PATIENCE)).complete()).isTrue();
    }

    @Test
    void throughWhenReadingTakesLongThenNotCertain() throws StripeException {
        tick = Duration.ofSeconds(2);
        assertThat(scan("none", 1_000, new Allowance(clock, PATIENCE))).isEqualTo(new Scan<Session>(null, false));
        assertThat(asked).hasSize(2);
    }

    @Test
    void throughWhenAnotherListHasUsedUpThePagesThenNotCertain() throws StripeException {
        var allowance = new Allowance(clock, PATIENCE);
        scan("none", 5 * Allowance.MOST_PAGES, allowance);
        assertThat(scan("none", 1, allowance).complete()).isFalse();
    }

    private Scan<Session> scan(String id, int size, Allowance allowance) throws StripeException {
        return Scan.through(after -> page(after, size), session -> session.getId().equals(id), allowance);
    }

    private SessionCollection page(@Nullable String after, int size) {
        asked.add(after);
        var from = after == null ? 0 : Integer.parseInt(after) + 1;
        var page = new SessionCollection();
        page.setData(IntStream.range(from, Math.min(size, from + 5)).mapToObj(ScanTest::session).toList());
        page.setHasMore(from + 5 < size);
        return page;
    }

    private static Session session(int place) {
        var session = new Session();
        session.setId(String.valueOf(place));
        return session;
    }

    /** Goes on by a tick whenever the clock is looked at. */
    private Instant later() {
        now = now.plus(tick);
        return now;
    }
}
