package dev.refill.finance.reconcile.source;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import dev.refill.finance.bank.BankFiles;
import dev.refill.finance.bank.MovableClock;
import dev.refill.finance.bank.TestBank;
import dev.refill.finance.bank.camt.TestCamt;
import dev.refill.finance.reconcile.Pair;
import dev.refill.finance.reconcile.ReconcileConfiguration;
import dev.refill.finance.reconcile.ReconcileProperties;
import dev.refill.finance.reconcile.Reconciliation;
import dev.refill.finance.reconcile.TakenIn;
import dev.refill.finance.reconcile.rule.CutOff;
import dev.refill.gateway.FeedPosition;
import dev.refill.gateway.Payout;
import dev.refill.gateway.PayoutOutcome;
import dev.refill.gateway.PayoutPage;
import dev.refill.gateway.PayoutState;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.SettlementKind;
import dev.refill.gateway.SettlementLine;
import dev.refill.gateway.SettlementOutcome;
import dev.refill.gateway.SettlementPage;
import dev.refill.gateway.SettlementPosition;
import dev.refill.gateway.Settlements;
import dev.refill.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** Lines, payouts and what the bank booked, on real PostgreSQL. */
class PayoutsIT {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Currency EUR = Currency.getInstance("EUR");
    private static final Instant NOON = Instant.parse("2026-02-27T12:00:00Z");
    private static final LocalDate BOOKED = LocalDate.parse("2026-03-01");
    private static final Pairs PAIRS = Pairs.of("stripe", true);

    private final TestDatabase database = TestDatabase.with("finance");
    private final MovableClock clock = new MovableClock();
    private final Reconciliation reconciliation = ReconcileConfiguration.over(database.connections(), clock,
            ReconcileProperties.standard());
    private final TakeIn takeIn = new TakeIn(reconciliation, PAIRS, new CutOff(ZoneOffset.UTC, LocalTime.MIDNIGHT),
            new BankLines(database.connections()));

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void payoutWhenLinesPayoutAndBankAgreeThenNoBreak() {
        settle(settled("po_1", 541));
        book(entry("po_1", "5.41"));

        assertThat(breaks())
                .isEqualTo(Map.of("stripe charge:pi_po_1", "missing_here", "stripe refund:re_po_1", "missing_here"));
    }

    @Test
    void payoutWhenItIsNotWhatItsLinesComeToThenABreakOfThePayout() {
        settle(settled("po_1", 500));
        book(entry("po_1", "5.00"));

        assertThat(breaks()).containsEntry("stripe-payouts payout:po_1", "amount -41").hasSize(3);
    }

    @Test
    void payoutWhenTheBankBookedLessThenABreakOfTheBank() {
        settle(settled("po_1", 541));
        book(entry("po_1", "5.40"));

        assertThat(breaks()).containsEntry("stripe-bank payout:po_1", "amount -1").hasSize(3);
    }

    @Test
    void payoutWhenTheBankBookedNothingThenMissingThere() {
        settle(settled("po_1", 541), settled("po_2", 541, PayoutState.FAILED));
        book(entry("salary", "7.00"));

        assertThat(breaks()).containsEntry("stripe-bank payout:po_1", "missing_there -541")
                .doesNotContainKey("stripe-bank payout:po_2");
    }

    @Test
    void payoutWhenTheBankNamesNoneAndItCanBeOnlyOneThenThatOne() {
        settle(settled("po_1", 541), settled("po_2", 542));
        book(entry("a", "5.41"), entry("b", "5.42"), entry("c", "5.43"));

        assertThat(breaks()).containsEntry("stripe-payouts payout:po_2", "amount 1")
                .doesNotContainKeys("stripe-bank payout:po_1", "stripe-bank payout:po_2");
    }

    @Test
    void payoutWhenTheBankNamesNoneAndItCanBeSeveralThenNobodyGuesses() {
        settle(settled("po_1", 541), settled("po_2", 541));
        book(entry("a", "5.41"));

        assertThat(breaks()).containsEntry("stripe-bank payout:po_1", "missing_there -541")
                .containsEntry("stripe-bank payout:po_2", "missing_there -541");
    }

    @Test
    void payoutWhenTheBankBookedItTwiceThenADuplicate() {
        settle(settled("po_1", 541));
        book(entry("po_1", "5.41"), entry("po_1", "5.41"));

        assertThat(breaks()).containsEntry("stripe-bank payout:po_1", "duplicate 541");
    }

    @Test
    void settlementsWhenTheLinesBreakOffThenThePayoutComesLaterAndNothingTwice() {
        Settled broken = new Settled(settled("po_1", 541).payout(),
                List.of(line("txn_1_po_1", SettlementKind.CHARGE, "po_1", 1_000, 59)),
                new IllegalStateException("gone"));
        takeIn.settlements(new Provider(List.of(broken)), NOON, NOON.plusSeconds(1))
                .as(StepVerifier::create)
                .expectErrorMessage("gone")
                .verify(LONGEST);
        assertThat(count("SELECT count(*) FROM finance.our_line")).isZero();

        settle(settled("po_1", 541));
        settle(settled("po_1", 541));

        assertThat(count("SELECT count(*) FROM finance.their_line WHERE pair = 'stripe'")).isEqualTo(2);
        assertThat(count("SELECT amount FROM finance.our_line WHERE pair = 'stripe-payouts'")).isEqualTo(541);
    }

    @Test
    void movementsWhenOursTheLedgersAndTheProvidersAgreeThenNoBreak() {
        Movement charge = new Movement("pay_1", SettlementKind.CHARGE, new ProviderReference("pi_po_1"), 1_000, 59, EUR,
                NOON);
        Movement refund = new Movement("ref_1", SettlementKind.REFUND, new ProviderReference("re_po_1"), -400, 0, EUR,
                NOON);
        settle(settled("po_1", 541));
        book(entry("po_1", "5.41"));
        takeIn.movements((from, to) -> Flux.just(charge, refund), NOON, NOON).block(LONGEST);
        takeIn.ledger((from, to) -> Flux.just(charge), NOON, NOON).block(LONGEST);

        assertThat(breaks()).isEqualTo(Map.of("stripe-ledger refund:re_po_1", "missing_there 400"));
    }

    /** All breaks, with their difference. */
    private Map<String, String> breaks() {
        for (Pair pair : List.of(PAIRS.lines(), PAIRS.ledger(), PAIRS.payouts(), PAIRS.bank())) {
            reconciliation.reconcile(pair, BOOKED.plusDays(9)).block(LONGEST);
        }
        Map<String, String> all = new TreeMap<>();
        database.client().sql("""
                SELECT pair || ' ' || key AS name,
                       class || CASE WHEN pair = 'stripe' THEN '' ELSE ' ' || difference END AS value
                FROM finance.reconciliation_break
                """)
                .map(row -> all.put(String.valueOf(row.get("name", String.class)),
                        String.valueOf(row.get("value", String.class))) == null)
                .all()
                .blockLast(LONGEST);
        return all;
    }

    private long count(String sql) {
        Long number = database.client().sql(sql).map(row -> row.get(0, Long.class)).one().block(LONGEST);
        return number == null ? -1 : number;
    }

    private void settle(Settled... settled) {
        takeIn.settlements(new Provider(List.of(settled)), NOON, NOON.plusSeconds(1)).block(LONGEST);
    }

    private void book(String... entries) {
        long cents = List.of(entries).stream()
                .mapToLong(entry -> Long.parseLong(entry.replaceAll("(?s).*\">(\\d+)\\.(\\d\\d)</Amt>.*", "$1$2")))
                .sum();
        String closing = "%d.%02d".formatted(cents / 100, cents % 100);
        BankFiles files = TestBank.over(database.connections(), clock);
        TestBank.imported(files, TestBank.received(files, TestCamt.document(TestCamt.statement("S",
                TestCamt.balance("OPBD", "0.00") + TestCamt.balance("CLBD", closing), String.join("", entries)))));
        TakenIn taken = takeIn.bank(BOOKED.minusDays(9), BOOKED.plusDays(9)).block(LONGEST);
        assertThat(taken).isNotNull();
    }

    private static String entry(String payout, String amount) {
        return TestCamt.entry("L-" + payout, amount).replace("e2e-L-", "");
    }

    /** A charge of 10.00 with a fee of 0.59, and a refund of 4.00. */
    private static Settled settled(String payout, long amount) {
        return settled(payout, amount, PayoutState.PAID);
    }

    private static Settled settled(String payout, long amount, PayoutState state) {
        return new Settled(new Payout(new ProviderReference(payout), amount, EUR, NOON, BOOKED, state),
                List.of(line("txn_1_" + payout, SettlementKind.CHARGE, payout, 1_000, 59),
                        line("txn_2_" + payout, SettlementKind.REFUND, payout, -400, 0),
                        line("txn_3_" + payout, SettlementKind.PAYOUT, payout, -amount, 0)),
                null);
    }

    private static SettlementLine line(String reference, SettlementKind kind, String payout, long amount, long fee) {
        return new SettlementLine(new ProviderReference(reference), kind, kind.name(),
                new ProviderReference("re_" + payout),
                new ProviderReference("pi_" + payout), amount, fee, EUR, NOON);
    }

    private record Settled(Payout payout, List<SettlementLine> lines, @Nullable RuntimeException fault) {}

    /** One page of payouts, and one of each's lines. */
    private record Provider(List<Settled> all) implements Settlements {

        @Override
        public Mono<PayoutOutcome> readPayouts(FeedPosition position) {
            return Mono.just(new PayoutPage(all.stream().map(Settled::payout).toList(), null));
        }

        @Override
        public Mono<SettlementOutcome> readLines(SettlementPosition position) {
            Settled settled = all.stream().filter(one -> one.payout().reference().equals(position.payout())).findFirst()
                    .orElseThrow();
            if (position.mark() != null) {
                return Mono.error(Objects.requireNonNull(settled.fault()));
            }
            return Mono.just(new SettlementPage(settled.lines(),
                    settled.fault() == null ? null : new SettlementPosition(position.payout(), "more")));
        }
    }
}
