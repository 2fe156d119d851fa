package dev.refill.webhooks.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;
import dev.refill.webhooks.MovableClock;

import static dev.refill.webhooks.store.TestEvents.GATEWAY;
import static org.assertj.core.api.Assertions.assertThat;

/** What every store of cursors keeps. */
public interface CursorStoreContract {

    Duration LEASE = Duration.ofSeconds(30);
    Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    /** An empty store on {@link #clock()}. */
    CursorStore cursors();

    MovableClock clock();

    @Test
    default void takeWhenNeverReadThenItBeginsWhereTold() {
        assertThat(take("one")).isEqualTo(new CursorHold.Ours(1, BEGIN));
    }

    @Test
    default void takeWhenALeaseRunsThenTakenAndAnotherGatewayIsFree() {
        take("one");
        clock().advance(LEASE.minusSeconds(1));
        assertThat(take("two")).isEqualTo(new CursorHold.Taken());
        assertThat(take("one")).isEqualTo(new CursorHold.Taken());
        assertThat(get(cursors().take(new GatewayId("other"), "two", BEGIN, LEASE)))
                .isInstanceOf(CursorHold.Ours.class);
    }

    @Test
    default void takeWhenManyTryAtOnceThenOneHasIt() {
        assertThat(get(Flux.range(0, 20)
                .flatMap(i -> cursors().take(GATEWAY, "node " + i, BEGIN, LEASE), 20)
                .filter(CursorHold.Ours.class::isInstance)
                .count())).isOne();
    }

    @Test
    default void takeWhenTheHolderDiedThenAnotherGoesOnWhereItWas() {
        take("one");
        assertThat(get(cursors().advance(GATEWAY, 1, BEGIN.plusSeconds(60), LEASE))).isTrue();
        clock().advance(LEASE);
        assertThat(take("two")).isEqualTo(new CursorHold.Ours(2, BEGIN.plusSeconds(60)));
    }

    @Test
    default void advanceWhenTheLeaseIsRenewedThenNobodyElseTakesIt() {
        take("one");
        clock().advance(LEASE.minusSeconds(1));
        assertThat(get(cursors().advance(GATEWAY, 1, BEGIN, LEASE))).isTrue();
        clock().advance(LEASE.minusSeconds(1));
        assertThat(take("two")).isEqualTo(new CursorHold.Taken());
    }

    @Test
    default void advanceWhenItWouldGoBackThenTheCursorStays() {
        take("one");
        get(cursors().advance(GATEWAY, 1, BEGIN.plusSeconds(60), LEASE));
        assertThat(get(cursors().advance(GATEWAY, 1, BEGIN.minusSeconds(60), LEASE))).isTrue();
        assertThat(get(cursors().complete(GATEWAY, 1, BEGIN.minusSeconds(60)))).isTrue();
        assertThat(take("two")).isEqualTo(new CursorHold.Ours(2, BEGIN.plusSeconds(60)));
    }

    @Test
    default void anythingWhenTheFenceIsOldThenNothingChanges() {
        take("one");
        clock().advance(LEASE);
        take("two");

        assertThat(get(cursors().advance(GATEWAY, 1, BEGIN.plusSeconds(60), LEASE))).isFalse();
        assertThat(get(cursors().complete(GATEWAY, 1, BEGIN.plusSeconds(60)))).isFalse();
        assertThat(get(cursors().release(GATEWAY, 1))).isFalse();

        assertThat(take("three")).isEqualTo(new CursorHold.Taken());
        clock().advance(LEASE);
        assertThat(take("three")).isEqualTo(new CursorHold.Ours(3, BEGIN));
    }

    @Test
    default void completeAndReleaseGiveTheCursorBackAtOnce() {
        take("one");
        get(cursors().release(GATEWAY, 1));
        assertThat(take("two")).isEqualTo(new CursorHold.Ours(2, BEGIN));
        get(cursors().complete(GATEWAY, 2, BEGIN.plusSeconds(60)));
        assertThat(take("three")).isEqualTo(new CursorHold.Ours(3, BEGIN.plusSeconds(60)));
    }

    private CursorHold take(String owner) {
        return get(cursors().take(GATEWAY, owner, BEGIN, LEASE));
    }

    private static <T> T get(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(InboxStoreContract.WAIT));
    }
}
