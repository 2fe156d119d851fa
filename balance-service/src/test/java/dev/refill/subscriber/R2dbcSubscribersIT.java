package dev.refill.subscriber;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import dev.refill.subscriber.Subscriber.Status;
import dev.refill.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

class R2dbcSubscribersIT {

    private static final Subscriber ALICE = new Subscriber(new SubscriberId("sub_alice"), new Msisdn("+12025550123"),
            Status.ACTIVE);

    private final TestDatabase database = TestDatabase.with("balance");
    private final Subscribers subscribers = new R2dbcSubscribers(database.connections());

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void withNumberWhenUnknownThenEmpty() {
        assertThat(subscribers.withNumber(ALICE.msisdn()).blockOptional()).isEmpty();
        assertThat(subscribers.withId(ALICE.id()).blockOptional()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void provisionWhenNewThenFoundByNumberAndId(Status status) {
        var subscriber = new Subscriber(ALICE.id(), ALICE.msisdn(), status);

        assertThat(subscribers.provision(subscriber).block()).isEqualTo(subscriber);
        assertThat(subscribers.withNumber(subscriber.msisdn()).block()).isEqualTo(subscriber);
        assertThat(subscribers.withId(subscriber.id()).block()).isEqualTo(subscriber);
    }

    @Test
    void provisionWhenNumberIsKnownThenTheKnownOneStays() {
        subscribers.provision(ALICE).block();
        var again = new Subscriber(new SubscriberId("sub_bob"), ALICE.msisdn(), Status.CLOSED);

        assertThat(subscribers.provision(again).block()).isEqualTo(ALICE);
        assertThat(subscribers.withId(again.id()).blockOptional()).isEmpty();
    }

    @Test
    void provisionWhenIdHasAnotherNumberThenRefused() {
        subscribers.provision(ALICE).block();

        subscribers.provision(new Subscriber(ALICE.id(), new Msisdn("+12025550124"), Status.ACTIVE))
                .as(StepVerifier::create)
                .verifyErrorMessage("subscriber: sub_alice has another number (expected: a new id)");
    }

    @Test
    void provisionWhenManyMeetThenAllGetTheSameOne() {
        assertThat(Flux.range(0, 32)
                .flatMap(index -> subscribers.provision(
                        new Subscriber(new SubscriberId("sub_" + index), ALICE.msisdn(), Status.ACTIVE)), 32)
                .distinct()
                .collectList()
                .block()).hasSize(1);
    }
}
