package dev.refill.ledger;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import dev.refill.ledger.PostOutcome.AlreadyExists;
import dev.refill.ledger.PostOutcome.Created;
import dev.refill.ledger.PostOutcome.InsufficientBalance;
import dev.refill.testsupport.Overlap;
import dev.refill.testsupport.TestDatabase;

import static dev.refill.ledger.TestEntries.AIRTIME;
import static dev.refill.ledger.TestEntries.ALICE;
import static dev.refill.ledger.TestEntries.BOB;
import static dev.refill.ledger.TestEntries.BONUS;
import static dev.refill.ledger.TestEntries.credit;
import static dev.refill.ledger.TestEntries.entry;
import static dev.refill.ledger.TestEntries.posting;
import static dev.refill.ledger.TestEntries.transfer;
import static dev.refill.ledger.TestEntries.usage;
import static org.assertj.core.api.Assertions.assertThat;

/** Another node's entry is written and not yet committed when ours come: they wait, and then see it. Nothing of it is left to chance. */
class LedgerOverlapsIT {

    private static final Entry NEIGHBOUR = credit("neighbour", AccountId.bucketOf("sub_carol"), 5);

    private final TestDatabase database = TestDatabase.with("balance");
    private final PostEntries postEntries = new PostEntries(database.client());
    private final Ledger ledger = TestBooks.over(database.connections());

    @BeforeEach
    void aliceHoldsAHundred() {
        ledger.post(credit("all", ALICE, 100)).block();
    }

    @AfterEach
    void booksAreRight() {
        try (database) {
            assertThat(LedgerInvariants.over(database.connections()).breaks().collectList().block()).isEmpty();
        }
    }

    /** Alone an entry takes {@code balance.post}, beside another one {@code balance.post_all}. */
    private Mono<PostOutcome> posted(Entry entry, boolean alone) {
        return postEntries.post(alone ? List.of(entry) : List.of(entry, NEIGHBOUR)).map(List::getFirst);
    }

    private long held(AccountId account) {
        return ledger.balanceOf(account, AIRTIME).blockOptional().orElseThrow().amount().value();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void postWhenTheBucketIsBeingEmptiedThenInsufficient(boolean alone) {
        Entry tooLate = usage("late", ALICE, 60);

        assertThat(Overlap.of(database, sql(usage("first", ALICE, 60)), posted(tooLate, alone)))
                .isEqualTo(new InsufficientBalance(tooLate.id(), ALICE));
        assertThat(held(ALICE)).isEqualTo(40);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void postWhenTheBucketIsBeingDebitedThenBothDebitsCount(boolean alone) {
        Entry second = usage("second", ALICE, 20);

        assertThat(Overlap.of(database, sql(usage("first", ALICE, 60)), posted(second, alone)))
                .isEqualTo(new Created(second.id()));
        assertThat(held(ALICE)).isEqualTo(20);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void postWhenTheSameEntryIsBeingWrittenThenAlreadyExists(boolean alone) {
        Entry entry = credit("same", BOB, 7);

        assertThat(Overlap.of(database, sql(entry), posted(entry, alone))).isEqualTo(new AlreadyExists(entry.id()));
        assertThat(held(BOB)).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void postWhenABucketIsMadeMeanwhileThenItIsUndoneAndARepeatCounts(boolean alone) {
        Entry second = transfer("second", ALICE, BOB, 7);

        assertThat(Overlap.of(database, sql(credit("first", BOB, 10)), posted(second, alone).retry(1)))
                .isEqualTo(new Created(second.id()));
        assertThat(held(BOB)).isEqualTo(17);
    }

    @Test
    void postWhenABucketIsHeldThenThoseThatComeAfterItAreFree() {
        ledger.post(credit("more", BOB, 100)).block();
        List<Entry> entries = List.of(usage("later", BOB, 1), usage("earlier", ALICE, 1));

        assertThat(
                Overlap.of(database, bucketLocked(ALICE, ""), postEntries.post(entries), bucketLocked(BOB, "NOWAIT")))
                .hasOnlyElementsOfType(Created.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void postWhenASystemAccountIsHeldThenThoseThatComeAfterItAreFree(boolean alone) {
        database.client().sql("""
                INSERT INTO balance.system_stripe (account, unit, stripe, balance)
                SELECT account, 'airtime:USD', stripe, 0 FROM unnest('{bonus,fee}'::text[]) AS account, generate_series(0, 31) AS stripe
                """).then().block();
        Entry entry = entry("gift", "gift", posting(new AccountId("fee"), AIRTIME, -4), posting(BONUS, AIRTIME, -6),
                posting(ALICE, AIRTIME, 10));

        assertThat(Overlap.of(database, partsLocked("bonus", ""), posted(entry, alone), partsLocked("fee", "NOWAIT")))
                .isEqualTo(new Created(entry.id()));
    }

    private static String partsLocked(String account, String waiting) {
        return "SELECT FROM balance.system_stripe WHERE account = '" + account + "' FOR UPDATE " + waiting;
    }

    @Test
    void postWhenAnIdIsClaimedThenThoseThatComeAfterItAreFree() {
        List<Entry> inOrder = Stream.of(credit("1", BOB, 1), credit("2", BOB, 1))
                .sorted(Comparator.comparingInt(this::hash))
                .toList();

        assertThat(Overlap.of(database, "SELECT 1 / " + claimed(inOrder.getFirst()),
                postEntries.post(inOrder.reversed()), "SELECT 1 / " + claimed(inOrder.getLast())))
                .hasOnlyElementsOfType(Created.class);
    }

    private int hash(Entry entry) {
        return database.client().sql("SELECT hashtext(:id)").bind("id", entry.id().value()).mapValue(Integer.class)
                .one().blockOptional().orElseThrow();
    }

    /** 1, or 0 if somebody else has it. */
    private static String claimed(Entry entry) {
        return "pg_try_advisory_xact_lock(1651269987, hashtext('" + entry.id() + "'))::int";
    }

    private static String bucketLocked(AccountId account, String waiting) {
        return "SELECT FROM balance.bucket WHERE account = '" + account + "' FOR UPDATE " + waiting;
    }

    private static String sql(Entry entry) {
        return "SELECT balance.post('%s', '%s', '%s', '%s', ARRAY[%s], ARRAY[%s], ARRAY[%s]::bigint[])".formatted(
                entry.id(), entry.kind(), entry.reference(), entry.occurredAt(),
                joined(entry, posting -> "'" + posting.account() + "'"),
                joined(entry, posting -> "'" + posting.amount().unit() + "'"),
                joined(entry, posting -> Long.toString(posting.amount().value())));
    }

    private static String joined(Entry entry, Function<Posting, String> column) {
        return entry.postings().stream().map(column).collect(Collectors.joining(", "));
    }
}
