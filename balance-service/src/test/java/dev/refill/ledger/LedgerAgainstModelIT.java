package dev.refill.ledger;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.refill.testsupport.TestDatabase;

import static dev.refill.ledger.TestEntries.AIRTIME;
import static dev.refill.ledger.TestEntries.BONUS;
import static dev.refill.ledger.TestEntries.ISSUED_CREDIT;
import static dev.refill.ledger.TestEntries.USD;
import static dev.refill.ledger.TestEntries.USED_CREDIT;
import static dev.refill.ledger.TestEntries.entry;
import static dev.refill.ledger.TestEntries.posting;
import static org.assertj.core.api.Assertions.assertThat;

/** Random entries, repeats and clashes, written to the books and to the model: both answer alike and hold the same. */
class LedgerAgainstModelIT {

    private static final List<AccountId> ACCOUNTS = List.of(
            AccountId.bucketOf("sub_1"), AccountId.bucketOf("sub_2"), AccountId.bucketOf("sub_3"),
            ISSUED_CREDIT, USED_CREDIT, BONUS);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void postWhenRandomThenAsTheModel(long seed) {
        try (TestDatabase database = TestDatabase.with("balance")) {
            var books = new R2dbcLedger(database.connections());
            var model = new InMemoryLedger();
            var random = new Random(seed);
            for (int step = 0; step < 300; step++) {
                Entry entry = randomEntry(random);
                assertThat(books.post(entry).block()).as("step %d: %s", step, entry)
                        .isEqualTo(model.post(entry).block());
            }

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
