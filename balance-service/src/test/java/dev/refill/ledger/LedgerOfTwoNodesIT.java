package dev.refill.ledger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.ledger.LedgerException.Code;
import dev.refill.ledger.PostOutcome.Created;
import dev.refill.testsupport.TestDatabase;

import static dev.refill.ledger.TestEntries.ALICE;
import static dev.refill.ledger.TestEntries.BONUS;
import static dev.refill.ledger.TestEntries.USD;
import static dev.refill.ledger.TestEntries.credit;
import static dev.refill.ledger.TestEntries.entry;
import static dev.refill.ledger.TestEntries.posting;
import static dev.refill.ledger.TestEntries.recharge;
import static dev.refill.ledger.TestEntries.transfer;
import static dev.refill.ledger.TestEntries.usage;
import static org.assertj.core.api.Assertions.assertThat;

/** Batches of two nodes meet on the same accounts and ids: nobody deadlocks, nobody pays for a neighbour. */
class LedgerOfTwoNodesIT {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

    private final TestDatabase database = TestDatabase.with("balance");
    private final List<Ledger> nodes = List.of(TestBooks.over(database.connections()),
            TestBooks.over(database.connections()));

    @AfterEach
    void booksAreRight() {
        try (database) {
            assertThat(LedgerInvariants.over(database.connections()).breaks().collectList().block()).isEmpty();
        }
    }

    /** Half of the ids are posted on both nodes. */
    @ParameterizedTest
    @CsvSource({"21, 2", "22, 10", "23, 1000"})
    void postWhenBothWriteMixedEntriesThenNoErrorAndEachIsWrittenOnce(long seed, int buckets) {
        List<Entry> entries = mixed(new Random(seed), buckets);

        List<PostOutcome> outcomes = Flux.range(0, nodes.size())
                .flatMap(node -> Flux.fromIterable(entries)
                        .filter(one -> one.id().value().hashCode() % 4 != node)
                        .flatMap(nodes.get(node)::post, 200), 2)
                .collectList()
                .blockOptional(LONG_ENOUGH)
                .orElseThrow();

        assertThat(outcomes.stream().filter(Created.class::isInstance).distinct().count())
                .as("seed %d: as many rows as were reported created", seed)
                .isEqualTo(outcomes.stream().filter(Created.class::isInstance).count())
                .isEqualTo(count("SELECT count(*) FROM balance.entry"));
        assertThat(outcomes).noneMatch(PostOutcome.ExistsWithOtherContent.class::isInstance);
        assertThat(count("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")).isZero();
    }

    private static List<Entry> mixed(Random random, int buckets) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            AccountId one = AccountId.bucketOf("sub_" + random.nextInt(buckets));
            AccountId other = AccountId.bucketOf("sub_x" + random.nextInt(buckets));
            entries.add(switch (random.nextInt(6)) {
                case 0 -> usage("m" + i, one, 1 + random.nextInt(500));
                case 1 -> transfer("m" + i, one, other, 1 + random.nextInt(200));
                case 2 -> transfer("m" + i, other, one, 1 + random.nextInt(200));
                default -> recharge("m" + i, random.nextBoolean() ? one : other, 10 + random.nextInt(100));
            });
        }
        return entries;
    }

    /** The one that overflows is alone to blame, wherever in the batch it is. */
    @ParameterizedTest
    @ValueSource(ints = {1, 25, 49})
    void postWhenOneOfManyIsRefusedThenItsNeighboursAreWritten(int place) {
        nodes.getFirst()
                .post(entry("all", "gift", posting(BONUS, USD, -Long.MAX_VALUE), posting(ALICE, USD, Long.MAX_VALUE)))
                .block();
        Entry tooMuch = entry("bad", "recharge", posting(BONUS, USD, -1), posting(ALICE, USD, 1));
        List<Entry> entries = IntStream.range(0, 50)
                .mapToObj(i -> i == place ? tooMuch : recharge("g" + i, AccountId.bucketOf("sub_" + i % 7), 10))
                .toList();

        List<Object> answers = Flux.fromIterable(entries)
                .flatMapSequential(one -> nodes.getFirst().post(one).<Object>map(answer -> answer)
                        .onErrorResume(LedgerException.class, refused -> Mono.just(refused.code())), 50)
                .collectList()
                .blockOptional(LONG_ENOUGH)
                .orElseThrow();

        assertThat(answers.get(place)).isEqualTo(Code.REFUSED);
        assertThat(answers.stream().filter(Created.class::isInstance)).hasSize(49);
    }

    @Test
    void postWhenBothMakeTheSameNewBucketsThenEveryCreditCounts() {
        Flux.range(0, 2000)
                .flatMap(i -> nodes.get(i % 2).post(credit("n" + i, AccountId.bucketOf("sub_" + i / 20), 1)), 200)
                .blockLast(LONG_ENOUGH);

        assertThat(count("SELECT count(*) FROM balance.bucket WHERE balance = 20")).isEqualTo(100);
    }

    private long count(String sql) {
        return database.client().sql(sql).mapValue(Long.class).one().blockOptional().orElseThrow();
    }
}
