package dev.refill.ledger;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

import dev.refill.testsupport.TestDatabase;

import static dev.refill.ledger.TestEntries.ALICE;
import static dev.refill.ledger.TestEntries.credit;
import static dev.refill.ledger.TestEntries.recharge;
import static org.assertj.core.api.Assertions.assertThat;

class EntriesIT {

    private final TestDatabase database = TestDatabase.with("balance");
    private final List<Entry> posted = IntStream.range(0, 20)
            .mapToObj(number -> number % 3 == 0 ? recharge("r" + number, ALICE, 1_000) : credit("c" + number, ALICE, 7))
            .toList();

    @BeforeEach
    void post() {
        Ledger ledger = TestBooks.over(database.connections());
        posted.forEach(entry -> ledger.post(entry).block());
    }

    @AfterEach
    void booksAreRight() {
        try (database) {
            assertThat(LedgerInvariants.over(database.connections()).breaks().collectList().block()).isEmpty();
        }
    }

    private Entries entries(long width) {
        return new Entries(database.connections(), width);
    }

    /** An entry has several positions, so that stretches end within entries, between them, and hold none at all. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 10_000})
    void betweenWhenReadInStretchesThenEachEntryOnceAndByPosition(long width) {
        List<PlacedEntry> read = entries(width).between(0, 1_000).collectList().blockOptional().orElseThrow();

        assertThat(read).extracting(PlacedEntry::entry).isEqualTo(posted);
        assertThat(read).extracting(PlacedEntry::position).isSorted();
    }

    @Test
    void betweenWhenARangeIsAskedForThenItsFirstLinesCount() {
        List<PlacedEntry> all = entries(3).between(0, 1_000).collectList().blockOptional().orElseThrow();
        long after = all.get(4).position();
        long through = all.get(9).position();

        assertThat(entries(3).between(after, through).collectList().block()).isEqualTo(all.subList(5, 10));
        assertThat(entries(3).between(after, after).collectList().block()).isEmpty();
    }

    @Test
    void betweenWhenNobodyAsksForMoreThenNothingIsReadAhead() {
        StepVerifier.create(entries(2).between(0, Long.MAX_VALUE), 3)
                .expectNextCount(3)
                .thenCancel()
                .verify();
    }
}
