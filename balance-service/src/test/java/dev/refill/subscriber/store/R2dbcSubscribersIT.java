package dev.refill.subscriber.store;

import java.time.Clock;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import dev.refill.subscriber.Language;
import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.Subscriber;
import dev.refill.subscriber.Subscriber.Status;
import dev.refill.subscriber.SubscriberId;
import dev.refill.subscriber.Subscribers;
import dev.refill.subscriber.Terms;
import dev.refill.subscriber.profile.AuditRecord;
import dev.refill.subscriber.profile.Numbers;
import dev.refill.subscriber.profile.Profile;
import dev.refill.subscriber.profile.ProvisionProfile;
import dev.refill.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

class R2dbcSubscribersIT {

    private static final Subscriber ALICE = new Subscriber(new SubscriberId("sub_alice"), new Msisdn("+12025550123"),
            Status.ACTIVE);

    private final TestDatabase database = TestDatabase.with("balance");
    private final R2dbcProfiles profiles = new R2dbcProfiles(database.connections());
    private final ProvisionProfile provision = new ProvisionProfile(profiles);
    private final Subscribers subscribers = new R2dbcSubscribers(database.connections(), provision, Clock.systemUTC());

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
        var subscriber = new Subscriber(ALICE.id(), ALICE.msisdn(), status,
                new Terms("classic", new Language("pt-BR"), 500L, null, 200));

        for (int i = 0; i < 2; i++) {
            assertThat(subscribers.provision(subscriber).block()).isEqualTo(subscriber);
        }
        assertThat(subscribers.withId(subscriber.id()).block()).isEqualTo(subscriber);
        assertThat(subscribers.withNumber(subscriber.msisdn()).blockOptional().isPresent())
                .isEqualTo(status != Status.CLOSED);
        assertThat(profiles.audit(subscriber.id(), null, 9).map(AuditRecord::author).collectList().block())
                .containsExactly("refill");
    }

    @Test
    void everyNumberLeadsToItsHolderWithTheMainOne() {
        Msisdn other = new Msisdn("+12025550124");
        provision.provision(Profile.first(ALICE.id(), new Numbers(ALICE.msisdn(), List.of(other)), Status.ACTIVE,
                Terms.DEFAULT, Clock.systemUTC().instant()), "anna", "new").block();

        assertThat(subscribers.withNumber(other).block()).isEqualTo(ALICE);
        assertThat(subscribers.withNumber(ALICE.msisdn()).block()).isEqualTo(ALICE);
    }

    @Test
    void whoIsAskedForTogetherIsToldApart() {
        List<Subscriber> some = Flux.range(1, 9)
                .map(last -> new Subscriber(new SubscriberId("sub_" + last), new Msisdn("+1202555010" + last),
                        Status.ACTIVE))
                .collectList().blockOptional().orElseThrow();
        Flux.fromIterable(some).concatMap(subscribers::provision).blockLast();

        assertThat(Flux.range(0, 90)
                .flatMapSequential(i -> subscribers.withId(some.get(i % 9).id()), 90).collectList().block())
                .isEqualTo(Flux.range(0, 90).map(i -> some.get(i % 9)).collectList().block());
        assertThat(Flux.range(0, 90)
                .flatMapSequential(i -> subscribers.withNumber(some.get(i % 9).msisdn()), 90).collectList().block())
                .isEqualTo(Flux.range(0, 90).map(i -> some.get(i % 9)).collectList().block());
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
                .verifyErrorMessage("subscriber: sub_alice is known otherwise (expected: a new id)");
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
