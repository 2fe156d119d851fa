package dev.refill.webhooks.outbound;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import dev.refill.webhooks.MovableClock;
import dev.refill.webhooks.outbound.delivery.DeliveryEntry;
import dev.refill.webhooks.outbound.delivery.DeliveryMark;
import dev.refill.webhooks.outbound.delivery.DeliveryMark.Effect;
import dev.refill.webhooks.outbound.delivery.DeliveryState;
import dev.refill.webhooks.outbound.delivery.DeliveryStore;
import dev.refill.webhooks.outbound.delivery.DeliveryStore.Replayed;
import dev.refill.webhooks.outbound.delivery.TakenDelivery;
import dev.refill.webhooks.outbound.endpoint.Endpoint;
import dev.refill.webhooks.outbound.endpoint.EndpointStore;
import dev.refill.webhooks.outbound.endpoint.EndpointStore.Added;
import dev.refill.webhooks.outbound.endpoint.EndpointStore.Rotated;

import static dev.refill.webhooks.outbound.TestOutbound.AT;
import static dev.refill.webhooks.outbound.TestOutbound.OWNER;
import static dev.refill.webhooks.outbound.TestOutbound.endpointId;
import static dev.refill.webhooks.outbound.TestOutbound.event;
import static dev.refill.webhooks.outbound.TestOutbound.get;
import static dev.refill.webhooks.outbound.TestOutbound.url;
import static org.assertj.core.api.Assertions.assertThat;

/** What every store of endpoints and deliveries keeps. */
public interface OutboundStoreContract {

    Duration LEASE = Duration.ofSeconds(90);
    Effect NONE = new Effect.None();

    EndpointStore endpoints();

    DeliveryStore deliveries();

    MovableClock clock();

    @Test
    default void addWhenTheAddressIsTakenOrThereAreTooManyThenNothingIsAdded() {
        assertThat(add(1, OWNER)).isEqualTo(Added.ADDED);
        assertThat(get(endpoints().add(endpointId(2), OWNER, url(1), List.of(), "k.s", 3)))
                .isEqualTo(Added.ADDRESS_TAKEN);
        assertThat(add(2, "another")).isEqualTo(Added.ADDED);
        assertThat(add(3, OWNER)).isEqualTo(Added.ADDED);
        assertThat(add(4, OWNER)).isEqualTo(Added.ADDED);
        assertThat(add(5, OWNER)).isEqualTo(Added.TOO_MANY);

        assertThat(get(endpoints().list(OWNER).map(Endpoint::id).collectList()))
                .containsExactly(endpointId(1), endpointId(3), endpointId(4));
        get(endpoints().delete(OWNER, endpointId(1)));
        assertThat(get(endpoints().add(endpointId(6), OWNER, url(1), List.of("recharge.paid"), "k.s", 3)))
                .isEqualTo(Added.ADDED);
    }

    @Test
    default void everythingWhenItIsAnothersThenItIsNotThere() {
        add(1, OWNER);
        publish("1");
        take(1);

        assertThat(endpoints().find("another", endpointId(1)).blockOptional()).isEmpty();
        assertThat(endpoints().enable("another", endpointId(1), false).blockOptional()).isEmpty();
        assertThat(get(endpoints().delete("another", endpointId(1)))).isFalse();
        assertThat(get(endpoints().rotate("another", endpointId(1), "k.t", LEASE, 3))).isEqualTo(Rotated.NOT_FOUND);
        assertThat(get(deliveries().list("another", endpointId(1), null, 10).collectList())).isEmpty();
        assertThat(get(deliveries().replay("another", endpointId(1), "evt_1"))).isEqualTo(Replayed.NOT_FOUND);
        assertThat(get(deliveries().replaySince("another", endpointId(1), AT, true, 10))).isZero();
        assertThat(get(endpoints().find(OWNER, endpointId(1))).enabled()).isTrue();
    }

    @Test
    default void publishWhenRepeatedThenOneDeliveryForEachEndpointThatWantsTheType() {
        add(1, OWNER);
        get(endpoints().add(endpointId(2), OWNER, url(2), List.of("recharge.credited"), "k.s", 9));
        get(endpoints().add(endpointId(3), OWNER, url(3), List.of("recharge.paid"), "k.s", 9));
        add(4, "another");
        get(endpoints().add(endpointId(5), OWNER, url(5), List.of(), "k.s", 9));
        get(endpoints().enable(OWNER, endpointId(5), false));

        assertThat(get(deliveries().publish(List.of(event("1"), event("2", "recharge.paid", "nobody"))))).isEqualTo(2);
        assertThat(get(deliveries().publish(List.of(event("1"), event("1"), event("3"))))).isEqualTo(2);
        assertThat(get(deliveries().publish(List.of()))).isZero();

        assertThat(take(10)).extracting(taken -> taken.endpoint() + " " + taken.eventId())
                .containsExactlyInAnyOrder(endpointId(1) + " evt_1", endpointId(1) + " evt_3",
                        endpointId(3) + " evt_1", endpointId(3) + " evt_3");
    }

    @Test
    default void takeWhenTakenThenNobodyElseCanUntilTheLeaseEndsAndTheLateMarkCountsNothing() {
        add(1, OWNER);
        publish("1");
        TakenDelivery first = take(1).getFirst();
        assertThat(first.tries()).isEqualTo(1);
        assertThat(first.body()).isEqualTo(event("1").body());
        assertThat(first.url()).isEqualTo(url(1));
        assertThat(first.sealedSecrets()).containsExactly("k.s");
        assertThat(take(1)).isEmpty();

        clock().advance(LEASE);
        TakenDelivery second = take(1).getFirst();
        assertThat(second.tries()).isEqualTo(2);
        assertThat(second.eventId()).isEqualTo(first.eventId());

        assertThat(mark(first, DeliveryState.DEAD, "late", new Effect.Gone())).isFalse();
        assertThat(get(endpoints().find(OWNER, endpointId(1))).enabled()).isTrue();
        assertThat(mark(second, DeliveryState.DELIVERED, null, NONE)).isTrue();
        assertThat(mark(second, DeliveryState.DELIVERED, null, NONE)).isFalse();
        assertThat(only().state()).isEqualTo(DeliveryState.DELIVERED);
    }

    @Test
    default void takeWhenOneEndpointHasManyThenItGetsItsShareAndOthersTheirs() {
        add(1, OWNER);
        publish("1", "2", "3", "4", "5");
        add(2, OWNER);
        clock().advance(Duration.ofSeconds(1));
        publish("6");

        List<TakenDelivery> taken = get(deliveries().take("one", 10, 2, LEASE));
        assertThat(taken).extracting(delivery -> delivery.endpoint() + " " + delivery.eventId())
                .containsExactlyInAnyOrder(endpointId(1) + " evt_1", endpointId(1) + " evt_2",
                        endpointId(2) + " evt_6");
        assertThat(get(deliveries().take("two", 10, 2, LEASE))).isEmpty();

        mark(taken.getFirst(), DeliveryState.DELIVERED, null, NONE);
        assertThat(get(deliveries().take("two", 10, 2, LEASE))).singleElement()
                .satisfies(next -> assertThat(next.eventId()).isEqualTo("evt_3"));
    }

    @Test
    default void markWhenPendingThenItComesAgainAfterItsDelayAndTellsWhatWentWrong() {
        add(1, OWNER);
        publish("1");
        TakenDelivery taken = take(1).getFirst();
        get(deliveries().mark(new DeliveryMark(taken, DeliveryState.PENDING, Duration.ofSeconds(5), 500, "answered 500",
                NONE)));

        assertThat(only()).satisfies(entry -> {
            assertThat(entry.state()).isEqualTo(DeliveryState.PENDING);
            assertThat(entry.lastStatus()).isEqualTo(500);
            assertThat(entry.lastError()).isEqualTo("answered 500");
            assertThat(entry.nextAttemptAt()).isEqualTo(clock().instant().plusSeconds(5));
        });
        clock().advance(Duration.ofMillis(4_999));
        assertThat(take(1)).isEmpty();
        clock().advance(Duration.ofMillis(1));
        assertThat(take(1)).singleElement().satisfies(again -> assertThat(again.tries()).isEqualTo(2));
    }

    @Test
    default void markWhenGoneThenTheEndpointIsDisabledAndWhatWaitsGoesOnWhenItIsEnabled() {
        add(1, OWNER);
        publish("1", "2");
        mark(take(1).getFirst(), DeliveryState.DEAD, "answered 410", new Effect.Gone());

        Endpoint endpoint = get(endpoints().find(OWNER, endpointId(1)));
        assertThat(endpoint.disabledWhy()).isEqualTo(Endpoint.DisabledWhy.ANSWERED_GONE);
        assertThat(get(endpoints().countGone())).isEqualTo(1);
        assertThat(take(10)).isEmpty();
        assertThat(get(deliveries().waiting()).deliveries()).isZero();

        assertThat(get(endpoints().enable(OWNER, endpointId(1), true)).enabled()).isTrue();
        assertThat(take(10)).singleElement().satisfies(next -> assertThat(next.eventId()).isEqualTo("evt_2"));
        assertThat(get(endpoints().countGone())).isZero();
    }

    @Test
    default void markWhenSlowedDownThenNothingIsTakenForTheEndpointUntilThenAndSuccessForgetsIt() {
        add(1, OWNER);
        publish("1", "2");
        get(deliveries().mark(new DeliveryMark(take(1).getFirst(), DeliveryState.PENDING, Duration.ofSeconds(5), 429,
                "answered 429", new Effect.SlowDown(Duration.ofSeconds(60)))));
        assertThat(get(endpoints().find(OWNER, endpointId(1))).slowedUntil())
                .isEqualTo(clock().instant().plusSeconds(60));
        clock().advance(Duration.ofSeconds(59));
        assertThat(take(10)).isEmpty();

        clock().advance(Duration.ofSeconds(1));
        List<TakenDelivery> taken = take(10);
        assertThat(taken).hasSize(2).allSatisfy(next -> assertThat(next.slowDowns()).isEqualTo(1));
        mark(taken.getFirst(), DeliveryState.DELIVERED, null, new Effect.Well());
        assertThat(get(endpoints().find(OWNER, endpointId(1))).slowedUntil()).isNull();
        publish("3");
        assertThat(take(1)).singleElement().satisfies(next -> assertThat(next.slowDowns()).isZero());
    }

    @Test
    default void releaseWhenAWorkerStopsThenOnlyItsDeliveriesAreDueAtOnceAndTheTryIsGivenBack() {
        add(1, OWNER);
        publish("1", "2");
        get(deliveries().take("one", 1, 8, LEASE));
        get(deliveries().take("two", 1, 8, LEASE));

        assertThat(get(deliveries().release("one"))).isEqualTo(1);
        assertThat(take(10)).singleElement().satisfies(taken -> {
            assertThat(taken.eventId()).isEqualTo("evt_1");
            assertThat(taken.tries()).isEqualTo(1);
        });
    }

    @Test
    default void rotateWhenTheOverlapLastsThenAllSignNewestFirstAndAfterwardsTheNewestAlone() {
        add(1, OWNER);
        publish("1");
        assertThat(rotate("k.t")).isEqualTo(Rotated.ROTATED);
        assertThat(rotate("k.u")).isEqualTo(Rotated.ROTATED);
        assertThat(rotate("k.v")).isEqualTo(Rotated.TOO_MANY_LIVE);
        assertThat(take(1).getFirst().sealedSecrets()).containsExactly("k.u", "k.t", "k.s");

        clock().advance(Duration.ofHours(24));
        assertThat(take(1).getFirst().sealedSecrets()).containsExactly("k.u");
        assertThat(rotate("k.v")).isEqualTo(Rotated.ROTATED);
    }

    @Test
    default void replayWhenFinishedOrNeverSentThenItIsDueWithAllItsTriesAndALateWorkerHoldsNothing() {
        add(1, OWNER);
        publish("1");
        TakenDelivery taken = take(1).getFirst();
        assertThat(replay("evt_1")).isEqualTo(Replayed.PENDING);
        mark(taken, DeliveryState.DEAD, "answered 500", NONE);
        add(2, OWNER);

        assertThat(replay("evt_1")).isEqualTo(Replayed.REPLAYED);
        assertThat(replay("evt_9")).isEqualTo(Replayed.NOT_FOUND);
        assertThat(get(deliveries().replay(OWNER, endpointId(2), "evt_1"))).isEqualTo(Replayed.REPLAYED);

        assertThat(take(10)).hasSize(2).allSatisfy(again -> assertThat(again.tries()).isEqualTo(1));
        assertThat(mark(taken, DeliveryState.DELIVERED, null, NONE)).isFalse();
    }

    @Test
    default void replaySinceThenTheDeadAndTheMissedComeAgainAndTheDeliveredIfWanted() {
        get(endpoints().add(endpointId(1), OWNER, url(1), List.of("recharge.paid"), "k.s", 9));
        publish("1", "2");
        List<TakenDelivery> taken = take(2);
        mark(taken.getFirst(), DeliveryState.DEAD, "answered 500", NONE);
        mark(taken.getLast(), DeliveryState.DELIVERED, null, NONE);
        get(endpoints().enable(OWNER, endpointId(1), false));
        publish("3");
        get(deliveries().publish(List.of(event("4", "recharge.expired", OWNER))));
        get(endpoints().enable(OWNER, endpointId(1), true));

        assertThat(get(deliveries().replaySince(OWNER, endpointId(1), AT.plusMillis(1), true, 10))).isZero();
        assertThat(get(deliveries().replaySince(OWNER, endpointId(1), AT, false, 1))).isEqualTo(1);
        assertThat(get(deliveries().replaySince(OWNER, endpointId(1), AT, false, 10))).isEqualTo(1);
        assertThat(get(deliveries().replaySince(OWNER, endpointId(1), AT, false, 10))).isZero();
        assertThat(take(10)).extracting(TakenDelivery::eventId).containsExactly("evt_1", "evt_3");
        assertThat(get(deliveries().replaySince(OWNER, endpointId(1), AT, true, 10))).isEqualTo(1);
        assertThat(take(10)).extracting(TakenDelivery::eventId).containsExactly("evt_2");
    }

    @Test
    default void listWhenMoreThanTheLimitThenTheNewestComeFirstPageByPage() {
        add(1, OWNER);
        publish("1", "2", "3");

        List<DeliveryEntry> page = list(null, 2);
        assertThat(page).extracting(DeliveryEntry::eventId).containsExactly("evt_3", "evt_2");
        assertThat(list(page.getLast().position(), 2)).extracting(DeliveryEntry::eventId).containsExactly("evt_1");
    }

    @Test
    default void waitingThenTheOldestOfThoseThatAreSentToCounts() {
        assertThat(get(deliveries().waiting())).isEqualTo(new DeliveryStore.Waiting(0, null));
        add(1, OWNER);
        publish("1");
        var first = clock().instant();
        clock().advance(Duration.ofSeconds(7));
        publish("2");

        assertThat(get(deliveries().waiting())).isEqualTo(new DeliveryStore.Waiting(2, first));
    }

    @Test
    default void purgeThenOldAndLostOnesGoAndWhatWaitsStays() {
        add(1, OWNER);
        add(2, OWNER);
        publish("1");
        List<TakenDelivery> taken = take(2);
        mark(taken.getFirst(), DeliveryState.DELIVERED, null, NONE);
        mark(taken.getLast(), DeliveryState.PENDING, "answered 500", NONE);
        get(endpoints().delete(OWNER, taken.getFirst().endpoint()));
        get(endpoints().add(endpointId(3), OWNER, taken.getFirst().url(), List.of(), "k.s", 9));
        publish("2");
        get(endpoints().delete(OWNER, endpointId(3)));
        assertThat(purgeAll()).as("the one that waited for a deleted endpoint").isEqualTo(1);

        clock().advance(Duration.ofDays(31));
        assertThat(purgeAll()).as("a delivered and a given up one").isEqualTo(2);
        assertThat(get(deliveries().waiting()).deliveries()).isEqualTo(2);
    }

    private long purgeAll() {
        long purged = 0;
        for (long batch = -1; batch != 0; purged += batch) {
            batch = get(deliveries().purge(clock().instant().minus(Duration.ofDays(30)), 1));
        }
        return purged;
    }

    private Added add(int number, String owner) {
        return get(endpoints().add(endpointId(number), owner, url(number), List.of(), "k.s", 3));
    }

    private void publish(String... ids) {
        IntStream.range(0, ids.length).forEach(i -> get(deliveries().publish(List.of(event(ids[i])))));
    }

    private List<TakenDelivery> take(int limit) {
        return get(deliveries().take("one", limit, 8, LEASE));
    }

    private boolean mark(TakenDelivery taken, DeliveryState state, @Nullable String error, Effect effect) {
        return get(deliveries().mark(new DeliveryMark(taken, state, Duration.ZERO, null, error, effect)));
    }

    private Rotated rotate(String sealed) {
        return get(endpoints().rotate(OWNER, endpointId(1), sealed, Duration.ofHours(24), 3));
    }

    private Replayed replay(String event) {
        return get(deliveries().replay(OWNER, endpointId(1), event));
    }

    private List<DeliveryEntry> list(@Nullable Long before, int limit) {
        return get(deliveries().list(OWNER, endpointId(1), before, limit).collectList());
    }

    private DeliveryEntry only() {
        List<DeliveryEntry> all = list(null, 2);
        assertThat(all).hasSize(1);
        return all.getFirst();
    }
}
