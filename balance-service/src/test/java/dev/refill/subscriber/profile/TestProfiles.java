package dev.refill.subscriber.profile;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import dev.refill.subscriber.Language;
import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.Subscriber.Status;
import dev.refill.subscriber.SubscriberId;
import dev.refill.subscriber.Terms;

/** Subscribers of tests. */
public final class TestProfiles {

    static final Instant NOW = Instant.parse("2026-03-02T15:00:00Z");
    public static final SubscriberId ALICE = new SubscriberId("sub_alice");
    public static final SubscriberId BOB = new SubscriberId("sub_bob");
    static final Terms AGREED = new Terms("classic", new Language("pt-BR"), 500L, 10_000L, 200);

    private TestProfiles() {}

    public static Msisdn number(int last) {
        return new Msisdn("+1202555%04d".formatted(last));
    }

    public static Numbers numbers(Integer... last) {
        return Numbers.of(Stream.of(last).map(TestProfiles::number).toList());
    }

    /** An active one as it begins. */
    public static Profile first(SubscriberId id, Integer... last) {
        return Profile.first(id, numbers(last), Status.ACTIVE, Terms.DEFAULT, NOW);
    }

    static List<Msisdn> manyNumbers() {
        return Stream.iterate(1, n -> n + 1).limit(Numbers.MOST).map(TestProfiles::number).toList();
    }
}
