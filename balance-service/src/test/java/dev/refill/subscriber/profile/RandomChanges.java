package dev.refill.subscriber.profile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import dev.refill.subscriber.Language;
import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.Subscriber.Status;
import dev.refill.subscriber.SubscriberId;
import dev.refill.subscriber.Terms;

/** What operators might do to a few subscribers who want the same numbers; each seed is one sequence. */
final class RandomChanges {

    private static final int IDS = 6;
    private static final int NUMBERS = 14;

    private final Random random;
    private final List<SubscriberId> ids;
    private final List<Msisdn> numbers;

    /** Ids and numbers are the seed's own. */
    RandomChanges(int seed) {
        this.random = new Random(seed);
        this.ids = IntStream.range(0, IDS).mapToObj(i -> new SubscriberId("sub_" + seed + "x" + i)).toList();
        this.numbers = IntStream.range(seed * NUMBERS, (seed + 1) * NUMBERS).mapToObj(TestProfiles::number).toList();
    }

    List<SubscriberId> ids() {
        return ids;
    }

    List<Msisdn> numbers() {
        return numbers;
    }

    SubscriberId id() {
        return any(ids);
    }

    Profile first(SubscriberId id) {
        List<Msisdn> shuffled = new ArrayList<>(numbers);
        Collections.shuffle(shuffled, random);
        return Profile.first(id, Numbers.of(shuffled.subList(0, 1 + random.nextInt(3))), Status.ACTIVE, terms(),
                TestProfiles.NOW);
    }

    Change change() {
        return switch (random.nextInt(8)) {
            case 0, 1 -> new Change.Configure(terms());
            // Closed is for ever, so it is rare.
            case 2 -> new Change.SetStatus(any(List.of(Status.values())));
            case 3 -> new Change.SetStatus(any(List.of(Status.ACTIVE, Status.BARRED, Status.FROZEN)));
            case 4, 5, 6 -> new Change.PutNumber(any(numbers), random.nextBoolean());
            default -> new Change.RemoveNumber(any(numbers));
        };
    }

    /** Now and then somebody has seen an old version. */
    boolean isLate() {
        return random.nextInt(10) == 0;
    }

    private Terms terms() {
        return new Terms(random.nextBoolean() ? null : any(List.of("classic", "night")),
                any(List.of(Language.ENGLISH, new Language("pt-BR"))), random.nextBoolean() ? null : amount(),
                random.nextBoolean() ? null : amount(), random.nextInt(3));
    }

    private long amount() {
        return any(List.of(0L, 1L, 500L, Terms.MOST));
    }

    private <T> T any(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }
}
