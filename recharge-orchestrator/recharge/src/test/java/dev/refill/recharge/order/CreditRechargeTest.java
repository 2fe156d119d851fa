package dev.refill.recharge.order;

import java.util.function.Function;
import java.util.stream.Stream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.test.StepVerifier;

import dev.refill.ledger.AccountId;
import dev.refill.ledger.Amount;
import dev.refill.ledger.Entry;
import dev.refill.ledger.EntryId;
import dev.refill.ledger.LedgerUnit;
import dev.refill.ledger.PostOutcome;
import dev.refill.ledger.Posting;
import dev.refill.offer.Quantity;
import dev.refill.offer.Quote;
import dev.refill.recharge.Recharge;
import dev.refill.recharge.RechargeEvent;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.credit.Holdings;

import static org.assertj.core.api.Assertions.assertThat;

class CreditRechargeTest {

    private static final LedgerUnit USD = new LedgerUnit("USD");
    private static final LedgerUnit AIRTIME = new LedgerUnit("airtime:USD");
    private static final Order PAID = TestOrders.withCardOnFile(RechargeState.PAID);
    private static final Holdings NOTHING = new Holdings(0, 0, 0);
    private static final AccountId MAIN = AccountId.bucketOf("sub_test0101");
    private static final Settlement SETTLEMENT = new Settlement(TestOrders.schedule(),
            new LatePayments.Credit());

    private final MemoryBooks books = new MemoryBooks();
    private final MemoryOrders orders = new MemoryOrders(PAID);
    private final CreditRecharge credit = new CreditRecharge(books, CreditTerms.forEver(), orders, SETTLEMENT,
            new PhaseTimer(new SimpleMeterRegistry()), new AdjustableClock(TestOrders.NOW));

    private Order credited(Order order) {
        return credit.creditIfPaid(order).blockOptional().orElseThrow();
    }

    private static Posting posting(String account, LedgerUnit unit, long value) {
        return new Posting(new AccountId(account), new Amount(unit, value));
    }

    @Test
    void entryHasAMoneyLegAndACreditLegWithItsBonus() {
        assertThat(CreditRecharge.entryOf(PAID, MAIN, NOTHING)).satisfies(entry -> {
            assertThat(entry.id()).isEqualTo(new EntryId("ent_" + PAID.id() + "_credit"));
            assertThat(entry.kind()).isEqualTo("recharge");
            assertThat(entry.reference()).isEqualTo(PAID.id().value());
            assertThat(entry.occurredAt()).isEqualTo(PAID.recharge().changedAt());
            assertThat(entry.postings()).containsExactly(
                    posting("deferred-revenue", USD, -1_000), posting("gateway-clearing:fake", USD, 1_000),
                    posting("bucket:sub_test0101", AIRTIME, 1_100), posting("issued-credit", AIRTIME, -1_000),
                    posting("issued-bonus", AIRTIME, -100));
        });
    }

    @Test
    void entryWithoutBonusHasNoLineOfIt() {
        Recharge was = PAID.recharge();
        Quote quote = new Quote(was.quote().offer(), was.quote().price(), was.quote().credit(),
                new Quantity(0, AIRTIME));
        Order order = new Order(new Recharge(was.id(), was.version(), was.state(), was.owner(), was.subscriber(),
                was.msisdn(), quote, null, null, was.createdAt(), was.changedAt()), "claim", PAID.payment(), false,
                null,
                0, PAID.nextAttemptAt());

        assertThat(CreditRecharge.entryOf(order, MAIN, NOTHING).postings()).containsExactly(
                posting("deferred-revenue", USD, -1_000), posting("gateway-clearing:fake", USD, 1_000),
                posting("bucket:sub_test0101", AIRTIME, 1_000), posting("issued-credit", AIRTIME, -1_000));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PAID")
    void orderThatIsNotPaidIsHandedBackAndNothingIsPosted(RechargeState state) {
        Order order = TestOrders.withCardOnFile(state);

        assertThat(credited(order)).isSameAs(order);
        assertThat(books.entries()).isEmpty();
    }

    static Stream<Function<EntryId, PostOutcome>> entryIsInTheBooks() {
        return Stream.of(PostOutcome.Created::new, PostOutcome.AlreadyExists::new);
    }

    @ParameterizedTest
    @MethodSource
    void entryIsInTheBooks(Function<EntryId, PostOutcome> answer) {
        books.answer(answer);

        assertThat(credited(PAID).state()).isEqualTo(RechargeState.CREDITED);
        assertThat(orders.changes()).singleElement().satisfies(change -> {
            assertThat(change.event()).isEqualTo(RechargeEvent.CREDITED);
            assertThat(change.cause()).isEqualTo(
                    Cause.own(Cause.Source.LEDGER).with("ent_" + PAID.id() + "_credit"));
        });
    }

    @Test
    void entryIsRefused() {
        books.answer(PostOutcome.ExistsWithOtherContent::new);

        assertThat(credited(PAID).state()).isEqualTo(RechargeState.IN_REVIEW);
    }

    @Test
    void debtThatOthersSettleEachTimeIsTriedAgainLater() {
        books.answer(id -> new PostOutcome.InsufficientBalance(id, AccountId.receivableOf("sub_test0101")));

        credit.creditIfPaid(PAID).as(StepVerifier::create)
                .verifyErrorMessage("receivable:sub_test0101 moved meanwhile");

        assertThat(books.entries()).hasSize(17);
        assertThat(orders.changes()).isEmpty();
    }

    @Test
    void moneyOfAnOrderOfWhichSomethingWasAskedBackIsTakenFromWhereItIsHeld() {
        Order order = askedBack();
        CreditRecharge late = new CreditRecharge(books, CreditTerms.forEver(), new MemoryOrders(order), SETTLEMENT,
                new PhaseTimer(new SimpleMeterRegistry()), new AdjustableClock(TestOrders.NOW));

        assertThat(late.creditIfPaid(order).blockOptional().orElseThrow().state()).isEqualTo(RechargeState.CREDITED);

        assertThat(books.entries()).extracting(Entry::kind).containsExactly("held-payment", "recharge");
        assertThat(books.entries()).flatExtracting(Entry::postings).filteredOn(line -> line.amount().unit().equals(USD))
                .containsExactly(
                        posting("unallocated-payments", USD, -1_000), posting("gateway-clearing:fake", USD, 1_000),
                        posting("deferred-revenue", USD, -1_000), posting("unallocated-payments", USD, 1_000));
    }

    @Test
    void anotherSumThatIsHeldIsNotCredited() {
        Order order = askedBack();
        books.answer(id -> id.value().endsWith("_held")
                ? new PostOutcome.ExistsWithOtherContent(id)
                : new PostOutcome.Created(id));
        CreditRecharge late = new CreditRecharge(books, CreditTerms.forEver(), new MemoryOrders(order), SETTLEMENT,
                new PhaseTimer(new SimpleMeterRegistry()), new AdjustableClock(TestOrders.NOW));

        assertThat(late.creditIfPaid(order).blockOptional().orElseThrow().state()).isEqualTo(RechargeState.IN_REVIEW);
        assertThat(books.entries()).hasSize(1);
    }

    /** In vain: nothing of it went back. */
    private static Order askedBack() {
        Recharge was = PAID.recharge();
        return new Order(new Recharge(was.id(), was.version(), was.state(), was.owner(), was.subscriber(),
                was.msisdn(), was.payer(), was.quote(), null, null, 0L, was.createdAt(), was.changedAt()), "claim",
                PAID.payment(),
                false, null, 0, PAID.nextAttemptAt());
    }

    @Test
    void anotherNodeCreditsItMeanwhileThenItsStateCounts() {
        orders.overtakenBy(SETTLEMENT.change(PAID, RechargeEvent.CREDITED, Cause.own(Cause.Source.LEDGER),
                TestOrders.NOW).orElseThrow());

        assertThat(credited(PAID).state()).isEqualTo(RechargeState.CREDITED);
        assertThat(orders.changes()).isEmpty();
        assertThat(books.entries()).extracting(Entry::id).containsExactly(new EntryId("ent_" + PAID.id() + "_credit"));
    }
}
