package dev.refill.ledger;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import dev.refill.testsupport.TestDatabase;

import static dev.refill.ledger.TestEntries.AIRTIME;
import static dev.refill.ledger.TestEntries.ALICE_FROZEN;
import static dev.refill.ledger.TestEntries.ALICE_OWES;
import static dev.refill.ledger.TestEntries.BONUS;
import static dev.refill.ledger.TestEntries.ISSUED_CREDIT;
import static dev.refill.ledger.TestEntries.USD;
import static dev.refill.ledger.TestEntries.USED_CREDIT;
import static dev.refill.ledger.TestEntries.credit;
import static dev.refill.ledger.TestEntries.entry;
import static dev.refill.ledger.TestEntries.posting;
import static org.assertj.core.api.Assertions.assertThat;

/** Random entries, repeats and clashes, written to the books and to the model: both answer alike and hold the same. */
class LedgerAgainstModelIT {

    private static final List<AccountId> ACCOUNTS = List.of(
            AccountId.bucketOf("sub_1"), AccountId.bucketOf("sub_2"), AccountId.bucketOf("sub_3"),
            ALICE_OWES, ALICE_FROZEN, ISSUED_CREDIT, USED_CREDIT, BONUS);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void postWhenRandomThenAsTheModel(long seed) {
        try (TestDatabase database = TestDatabase.with("balance")) {
            var books = TestBooks.over(database.connections());
            var model = new InMemoryLedger();
            var random = new Random(seed);
            for (int step = 0; step < 300; step++) {
                Entry entry = randomEntry(random);
                assertThat(books.post(entry).block()).as("step %d: %s", step, entry)
                        .isEqualTo(model.post(entry).block());
            }

            holdTheSame(books, model, database);
        }
    }

    /** Short histories of few ids and buckets, so that repeats, clashes and shortages meet in one batch. */
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
    void postWhenRandomInRandomBatchesThenAsTheModelOneByOne(long seed) {
        try (TestDatabase database = TestDatabase.with("balance")) {
            var books = new PostEntries(database.client());
            var model = new InMemoryLedger();
            var random = new Random(seed);
            for (int step = 0; step < 60; step++) {
                List<Entry> batch = Stream.generate(() -> randomEntry(random)).limit(1 + random.nextInt(20)).toList();
                assertThat(books.post(batch).block()).as("seed %d, step %d: %s", seed, step, batch)
                        .isEqualTo(Flux.fromIterable(batch).concatMap(model::post).collectList().block());
            }

            holdTheSame(TestBooks.over(database.connections()), model, database);
        }
    }

    /** Batches that debit no bucket take the shorter way. */
    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33, 34})
    void postWhenOnlyCreditsInRandomBatchesThenAsTheModelOneByOne(long seed) {
        try (TestDatabase database = TestDatabase.with("balance")) {
            var books = new PostEntries(database.client());
            var model = new InMemoryLedger();
            var random = new Random(seed);
            for (int step = 0; step < 25; step++) {
                List<Entry> batch = Stream.generate(() -> randomCredit(random)).limit(1 + random.nextInt(30)).toList();
                assertThat(books.post(batch).block()).as("seed %d, step %d: %s", seed, step, batch)
                        .isEqualTo(Flux.fromIterable(batch).concatMap(model::post).collectList().block());
            }

            holdTheSame(TestBooks.over(database.connections()), model, database);
        }
    }

    private static Entry randomCredit(Random random) {
        int id = random.nextInt(190);
        long value = 10L + id % 7 + (random.nextInt(5) == 0 ? 1 : 0);
        AccountId other = ACCOUNTS.get((id + 1) % 3);
        return id % 2 == 0
                ? credit("c" + id, ACCOUNTS.get(id % 3), value)
                : entry("c" + id, "gift", posting(BONUS, AIRTIME, -3 * value), posting(other, AIRTIME, value),
                        posting(ACCOUNTS.get(id % 3), AIRTIME, 2 * value));
    }

    private static void holdTheSame(Ledger books, Ledger model, TestDatabase database) {
        assertThat(ACCOUNTS).allSatisfy(account -> {
            assertThat(books.balancesOf(account).collectList().block())
                    .isEqualTo(model.balancesOf(account).collectList().block());
            assertThat(books.history(account, null, 200).collectList().block())
                    .usingRecursiveComparison()
                    .ignoringFields("position")
                    .isEqualTo(model.history(account, null, 200).collectList().block());
        });
        assertThat(LedgerInvariants.over(database.connections()).breaks().collectList().block()).isEmpty();
    }

    /** Of 150 ids, so that half of the steps repeat an id, mostly with other content. */
    private static Entry randomEntry(Random random) {
        String id = "r" + random.nextInt(150);
        var content = random.nextInt(3) == 0 ? random : new Random(id.hashCode());
        List<AccountId> accounts = new ArrayList<>(ACCOUNTS);
        Collections.shuffle(accounts, content);
        List<Posting> postings = new ArrayList<>();
        for (LedgerUnit unit : content.nextInt(4) == 0 ? List.of(USD, AIRTIME) : List.of(AIRTIME)) {
            addBalanced(postings, accounts.subList(0, 2 + content.nextInt(4)), unit, content);
        }
        return entry(id, "random", postings.toArray(Posting[]::new));
    }

    private static void addBalanced(List<Posting> postings, List<AccountId> accounts, LedgerUnit unit, Random random) {
        long sum = 0;
        for (AccountId account : accounts.subList(1, accounts.size())) {
            long value = (1 + random.nextInt(50)) * (random.nextInt(3) == 0 ? -1L : 1L);
            // Nothing cancels out, so that what is left for the last account is not zero.
            value = sum + value == 0 ? 51 : value;
            sum += value;
            postings.add(posting(account, unit, value));
        }
        postings.add(posting(accounts.getFirst(), unit, -sum));
    }
}
