package dev.refill.ledger;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import dev.refill.ledger.PostOutcome.AlreadyExists;
import dev.refill.ledger.PostOutcome.Created;
import dev.refill.ledger.PostOutcome.ExistsWithOtherContent;
import dev.refill.ledger.PostOutcome.InsufficientBalance;

import static dev.refill.ledger.TestEntries.AIRTIME;
import static dev.refill.ledger.TestEntries.ALICE;
import static dev.refill.ledger.TestEntries.ALICE_FROZEN;
import static dev.refill.ledger.TestEntries.ALICE_OWES;
import static dev.refill.ledger.TestEntries.BOB;
import static dev.refill.ledger.TestEntries.BONUS;
import static dev.refill.ledger.TestEntries.CLEARING;
import static dev.refill.ledger.TestEntries.DEFERRED_REVENUE;
import static dev.refill.ledger.TestEntries.ISSUED_CREDIT;
import static dev.refill.ledger.TestEntries.NOON;
import static dev.refill.ledger.TestEntries.USD;
import static dev.refill.ledger.TestEntries.credit;
import static dev.refill.ledger.TestEntries.entry;
import static dev.refill.ledger.TestEntries.posting;
import static dev.refill.ledger.TestEntries.recharge;
import static dev.refill.ledger.TestEntries.transfer;
import static dev.refill.ledger.TestEntries.usage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What every ledger does. Each test has books of its own, empty at its beginning. */
interface LedgerContract {

    /** The books of the running test. */
    Ledger ledger();

    private PostOutcome post(Entry entry) {
        return ledger().post(entry).blockOptional().orElseThrow();
    }

    private long held(AccountId account, LedgerUnit unit) {
        return ledger().balanceOf(account, unit).blockOptional().orElseThrow().amount().value();
    }

    private List<HistoryLine> history(AccountId account, @Nullable Long before, int limit) {
        return ledger().history(account, before, limit).collectList().blockOptional().orElseThrow();
    }

    @Test
    default void postWhenNewThenEveryAccountMoves() {
        Entry recharge = recharge("1", ALICE, 1000);

        assertThat(post(recharge)).isEqualTo(new Created(recharge.id()));

        assertThat(held(CLEARING, USD)).isEqualTo(1000);
        assertThat(held(DEFERRED_REVENUE, USD)).isEqualTo(-1000);
        assertThat(held(ISSUED_CREDIT, AIRTIME)).isEqualTo(-1000);
        assertThat(held(BONUS, AIRTIME)).isEqualTo(-100);
        assertThat(held(ALICE, AIRTIME)).isEqualTo(1100);
    }

    @Test
    default void postWhenNotSubscribedThenNothingIsWritten() {
        var ignored = ledger().post(recharge("1", ALICE, 1000));

        assertThat(ignored).isNotNull();
        assertThat(held(ALICE, AIRTIME)).isZero();
    }

    @Test
    default void postWhenRepeatedThenAlreadyExistsAndNothingMoves() {
        Entry recharge = recharge("1", ALICE, 1000);
        post(recharge);

        assertThat(post(recharge)).isEqualTo(new AlreadyExists(recharge.id()));
        assertThat(held(ALICE, AIRTIME)).isEqualTo(1100);
    }

    @Test
    default void entryWhenWrittenThenAsItWas() {
        Entry recharge = recharge("1", ALICE, 1000);
        post(recharge);

        assertThat(ledger().entry(recharge.id()).block()).isEqualTo(recharge);
        assertThat(ledger().entry(new EntryId("ent_2")).block()).isNull();
    }

    /** The rows: what moves, and what the debt and the frozen credit are after it. */
    @Test
    default void postWhenAHoldingWouldCrossZeroThenInsufficientAndNothingMoves() {
        assertThat(post(entry("1", "refund", posting(ALICE_OWES, AIRTIME, -400), posting(ISSUED_CREDIT, AIRTIME, 400))))
                .isInstanceOf(Created.class);
        assertThat(post(entry("2", "freeze", posting(ISSUED_CREDIT, AIRTIME, -50), posting(ALICE_FROZEN, AIRTIME, 50))))
                .isInstanceOf(Created.class);

        Entry tooMuch = entry("3", "recharge", posting(ISSUED_CREDIT, AIRTIME, -401),
                posting(ALICE_OWES, AIRTIME, 401));
        assertThat(post(tooMuch)).isEqualTo(new InsufficientBalance(tooMuch.id(), ALICE_OWES));
        Entry tooLittleFrozen = transfer("4", ALICE_FROZEN, ALICE, 51);
        assertThat(post(tooLittleFrozen)).isEqualTo(new InsufficientBalance(tooLittleFrozen.id(), ALICE_FROZEN));
        assertThat(held(ALICE_OWES, AIRTIME)).isEqualTo(-400);

        Entry settled = entry("5", "recharge", posting(ISSUED_CREDIT, AIRTIME, -1000),
                posting(ALICE_OWES, AIRTIME, 400), posting(ALICE, AIRTIME, 600));
        assertThat(post(settled)).isEqualTo(new Created(settled.id()));
        assertThat(held(ALICE_OWES, AIRTIME)).isZero();
        assertThat(held(ALICE, AIRTIME)).isEqualTo(600);
        assertThat(history(ALICE_OWES, null, 10)).extracting(HistoryLine::balanceAfter).containsExactly(0L, -400L);
    }

    @Test
    default void postWhenTwentyAtOnceSettleOneDebtThenItIsSettledOnce() {
        post(entry("debt", "refund", posting(ALICE_OWES, AIRTIME, -400), posting(ISSUED_CREDIT, AIRTIME, 400)));

        List<PostOutcome> outcomes = Flux.range(1, 20)
                .flatMap(n -> ledger().post(entry("settle-" + n, "recharge", posting(ISSUED_CREDIT, AIRTIME, -1000),
                        posting(ALICE_OWES, AIRTIME, 400), posting(ALICE, AIRTIME, 600))), 20)
                .collectList()
                .blockOptional()
                .orElseThrow();

        assertThat(outcomes).filteredOn(Created.class::isInstance).hasSize(1);
        assertThat(outcomes).filteredOn(InsufficientBalance.class::isInstance).hasSize(19);
        assertThat(held(ALICE_OWES, AIRTIME)).isZero();
        assertThat(held(ALICE, AIRTIME)).isEqualTo(600);
    }

    @Test
    default void balanceOfWhenManyAskAtOnceThenEachIsToldItsOwn() {
        post(recharge("1", ALICE, 1000));
        post(credit("2", BOB, 7));

        assertThat(Flux.range(0, 300)
                .flatMapSequential(n -> ledger().balanceOf(List.of(ALICE, BOB, ALICE_OWES).get(n % 3), AIRTIME), 300)
                .map(balance -> balance.amount().value())
                .collectList()
                .block())
                .isEqualTo(Collections.nCopies(100, List.of(1100L, 7L, 0L)).stream().flatMap(List::stream).toList());
    }

    @Test
    default void postWhenRepeatedInOtherOrderAndLaterThenAlreadyExists() {
        Entry first = recharge("1", ALICE, 1000);
        post(first);
        List<Posting> reversed = new ArrayList<>(first.postings());
        Collections.reverse(reversed);

        var repeat = new Entry(first.id(), first.kind(), first.reference(), NOON.plusSeconds(60), reversed);

        assertThat(post(repeat)).isEqualTo(new AlreadyExists(first.id()));
        assertThat(history(ALICE, null, 1)).extracting(HistoryLine::occurredAt).containsExactly(NOON);
    }

    @Test
    default void postWhenIdHasOtherContentThenSaysSoAndNothingMoves() {
        Entry first = credit("1", ALICE, 1000);
        post(first);

        List<Entry> others = List.of(
                credit("1", ALICE, 1001),
                credit("1", BOB, 1000),
                recharge("1", ALICE, 1000),
                new Entry(first.id(), "gift", first.reference(), NOON, first.postings()),
                new Entry(first.id(), first.kind(), "ref-2", NOON, first.postings()),
                entry("1", "recharge", posting(ISSUED_CREDIT, USD, -1000), posting(ALICE, USD, 1000)),
                usage("1", BOB, 1));

        assertThat(others).allSatisfy(
                other -> assertThat(post(other)).isEqualTo(new ExistsWithOtherContent(first.id())));
        assertThat(held(ALICE, AIRTIME)).isEqualTo(1000);
        assertThat(history(ALICE, null, 10)).hasSize(1);
        assertThat(ledger().balancesOf(BOB).collectList().block()).isEmpty();
    }

    @Test
    default void postWhenOnlyAPartIsPostedUnderTheIdThenOtherContent() {
        Entry first = recharge("1", ALICE, 1000);
        post(first);
        var part = new Entry(first.id(), first.kind(), first.reference(), NOON, first.postings().subList(0, 2));

        assertThat(post(part)).isEqualTo(new ExistsWithOtherContent(first.id()));
    }

    @Test
    default void postWhenBucketWouldFallBelowZeroThenInsufficientAndNothingMoves() {
        post(credit("1", ALICE, 100));
        Entry tooMuch = usage("2", ALICE, 101);

        assertThat(post(tooMuch)).isEqualTo(new InsufficientBalance(tooMuch.id(), ALICE));
        assertThat(held(ALICE, AIRTIME)).isEqualTo(100);
        assertThat(history(ALICE, null, 10)).hasSize(1);
    }

    @Test
    default void postWhenInsufficientThenTheSameIdMayBePostedLater() {
        Entry debit = usage("2", ALICE, 100);
        assertThat(post(debit)).isInstanceOf(InsufficientBalance.class);
        post(credit("1", ALICE, 100));

        assertThat(post(debit)).isEqualTo(new Created(debit.id()));
    }

    @Test
    default void postWhenDebitOfAllIsRepeatedThenAlreadyExists() {
        post(credit("1", ALICE, 100));
        Entry all = usage("2", ALICE, 100);
        assertThat(post(all)).isEqualTo(new Created(all.id()));

        assertThat(post(all)).isEqualTo(new AlreadyExists(all.id()));
        assertThat(held(ALICE, AIRTIME)).isZero();
    }

    @Test
    default void postWhenUnknownBucketIsDebitedThenInsufficientAndItStaysUnknown() {
        Entry debit = usage("1", ALICE, 1);

        assertThat(post(debit)).isEqualTo(new InsufficientBalance(debit.id(), ALICE));
        assertThat(ledger().balancesOf(ALICE).collectList().block()).isEmpty();
    }

    @Test
    default void postWhenOneOfTwoBucketsFallsShortThenNeitherMoves() {
        post(credit("1", ALICE, 100));
        post(credit("2", BOB, 10));
        Entry both = entry("3", "usage", posting(ALICE, AIRTIME, -50), posting(BOB, AIRTIME, -50),
                posting(TestEntries.USED_CREDIT, AIRTIME, 100));

        assertThat(post(both)).isEqualTo(new InsufficientBalance(both.id(), BOB));
        assertThat(held(ALICE, AIRTIME)).isEqualTo(100);
        assertThat(held(BOB, AIRTIME)).isEqualTo(10);
    }

    @Test
    default void postWhenOtherUnitHoldsEnoughThenStillInsufficient() {
        post(credit("1", ALICE, 100));
        Entry inDollars = entry("2", "usage", posting(ALICE, USD, -1), posting(TestEntries.USED_CREDIT, USD, 1));

        assertThat(post(inDollars)).isInstanceOf(InsufficientBalance.class);
    }

    @Test
    default void postWhenTransferThenBothBucketsMove() {
        post(credit("1", ALICE, 100));

        assertThat(post(transfer("2", ALICE, BOB, 40))).isInstanceOf(Created.class);
        assertThat(held(ALICE, AIRTIME)).isEqualTo(60);
        assertThat(held(BOB, AIRTIME)).isEqualTo(40);
    }

    @Test
    default void postWhenSystemAccountFallsBelowZeroThenCreated() {
        assertThat(post(entry("1", "fee", posting(CLEARING, USD, -5), posting(DEFERRED_REVENUE, USD, 5))))
                .isInstanceOf(Created.class);
        assertThat(held(CLEARING, USD)).isEqualTo(-5);
    }

    @Test
    default void postWhenBucketWouldOverflowThenRefusedAndNothingMoves() {
        post(credit("1", ALICE, Long.MAX_VALUE));
        Entry oneMore = entry("2", "recharge", posting(BONUS, AIRTIME, -1), posting(ALICE, AIRTIME, 1));

        ledger().post(oneMore)
                .as(StepVerifier::create)
                .verifyErrorSatisfies(fault -> assertThat(fault)
                        .isInstanceOfSatisfying(LedgerException.class, known -> assertThat(known.code())
                                .isEqualTo(LedgerException.Code.REFUSED)));
        assertThat(held(ALICE, AIRTIME)).isEqualTo(Long.MAX_VALUE);
        assertThat(ledger().balancesOf(BONUS).collectList().block()).isEmpty();
    }

    @Test
    default void postWhenThirtyTwoPostTheSameThenOneIsCreated() {
        Entry recharge = recharge("1", ALICE, 1000);

        assertThat(together(32, index -> recharge))
                .containsEntry(Created.class, 1L)
                .containsEntry(AlreadyExists.class, 31L);
        assertThat(held(ALICE, AIRTIME)).isEqualTo(1100);
    }

    @Test
    default void postWhenBucketCoversHalfOfSixtyFourDebitsThenExactlyHalfAreCreated() {
        post(credit("all", ALICE, 32 * 7 + 6));

        assertThat(together(64, index -> usage("use" + index, ALICE, 7)))
                .containsEntry(Created.class, 32L)
                .containsEntry(InsufficientBalance.class, 32L);
        assertThat(held(ALICE, AIRTIME)).isEqualTo(6);
    }

    @Test
    default void postWhenTransfersCrossThenAllAreCreatedAndNothingIsLost() {
        post(credit("a", ALICE, 1000));
        post(credit("b", BOB, 1000));

        assertThat(together(200, index -> index % 2 == 0
                ? transfer("x" + index, ALICE, BOB, 3)
                : transfer("x" + index, BOB, ALICE, 3)))
                .containsEntry(Created.class, 200L);
        assertThat(held(ALICE, AIRTIME)).isEqualTo(1000);
        assertThat(held(BOB, AIRTIME)).isEqualTo(1000);
    }

    @Test
    default void postWhenManyFirstCreditsMeetThenTheBucketHoldsThemAll() {
        assertThat(together(64, index -> credit("c" + index, ALICE, 5))).containsEntry(Created.class, 64L);
        assertThat(held(ALICE, AIRTIME)).isEqualTo(320);
    }

    private static Class<?> kind(PostOutcome outcome) {
        return outcome.getClass();
    }

    private Map<Class<?>, Long> together(int times, Function<Integer, Entry> entries) {
        return Flux.range(0, times)
                .flatMap(index -> ledger().post(entries.apply(index)), times)
                .collect(Collectors.groupingBy(LedgerContract::kind, Collectors.counting()))
                .blockOptional()
                .orElseThrow();
    }

    @Test
    default void balanceOfWhenNeverPostedToThenZero() {
        assertThat(ledger().balanceOf(ALICE, AIRTIME).block())
                .isEqualTo(new Balance(ALICE, new Amount(AIRTIME, 0)));
    }

    @Test
    default void balancesOfWhenSeveralUnitsThenByCode() {
        post(entry("1", "recharge",
                posting(ISSUED_CREDIT, AIRTIME, -5), posting(ALICE, AIRTIME, 5),
                posting(ISSUED_CREDIT, USD, -7), posting(ALICE, USD, 7)));

        assertThat(ledger().balancesOf(ALICE).collectList().block()).containsExactly(
                new Balance(ALICE, new Amount(USD, 7)),
                new Balance(ALICE, new Amount(AIRTIME, 5)));
        assertThat(ledger().balanceOf(ALICE, USD).block()).isEqualTo(new Balance(ALICE, new Amount(USD, 7)));
        assertThat(ledger().balanceOf(ALICE, AIRTIME).block()).isEqualTo(new Balance(ALICE, new Amount(AIRTIME, 5)));
    }

    @Test
    default void historyWhenPagedThenEveryLineOnceNewestFirstWithTheBalanceAfterIt() {
        for (int day = 1; day <= 7; day++) {
            post(credit("c" + day, ALICE, day));
        }
        post(usage("use", ALICE, 28));

        List<HistoryLine> lines = pages(ALICE, 3);

        assertThat(lines).extracting(HistoryLine::balanceAfter).containsExactly(0L, 28L, 21L, 15L, 10L, 6L, 3L, 1L);
        assertThat(lines).isSortedAccordingTo((one, next) -> Long.compare(next.position(), one.position()));
        assertThat(lines.getFirst()).isEqualTo(new HistoryLine(lines.getFirst().position(), new EntryId("ent_use"),
                "usage", "ref-use", NOON, new Amount(AIRTIME, -28), 0));
    }

    @Test
    default void historyWhenSystemAccountInTwoUnitsThenTheBalanceAfterIsOfTheUnit() {
        post(credit("1", ALICE, 10));
        post(entry("2", "recharge", posting(ISSUED_CREDIT, USD, -7), posting(CLEARING, USD, 7)));
        post(credit("3", ALICE, 20));
        post(credit("4", BOB, 30));

        assertThat(pages(ISSUED_CREDIT, 2)).extracting(HistoryLine::balanceAfter)
                .containsExactly(-60L, -30L, -7L, -10L);
    }

    private List<HistoryLine> pages(AccountId account, int size) {
        List<HistoryLine> lines = new ArrayList<>(history(account, null, size));
        for (var page = lines; !page.isEmpty();) {
            page = new ArrayList<>(history(account, lines.getLast().position(), size));
            assertThat(page).hasSizeLessThanOrEqualTo(size);
            lines.addAll(page);
        }
        return lines;
    }

    @Test
    default void historyWhenNeverPostedToThenEmpty() {
        assertThat(history(ALICE, null, 10)).isEmpty();
        assertThat(history(CLEARING, null, 10)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 201, Integer.MAX_VALUE})
    default void historyWhenLimitIsOutOfRangeThenRefused(int limit) {
        assertThatIllegalArgumentException().isThrownBy(() -> ledger().history(ALICE, null, limit));
    }
}
