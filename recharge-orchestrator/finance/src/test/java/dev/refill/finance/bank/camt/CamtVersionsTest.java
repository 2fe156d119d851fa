package dev.refill.finance.bank.camt;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.refill.finance.bank.camt.Account.Scheme;
import dev.refill.finance.bank.camt.Balance.Kind;
import dev.refill.gateway.Money;

import static org.assertj.core.api.Assertions.assertThat;

/** Every version tells the same two statements in its own words; what they come to is the same but for what a version cannot tell. */
class CamtVersionsTest {

    private static final LocalDate FIRST = LocalDate.of(2026, 3, 1);
    private static final TransactionCode NO_CODE = new TransactionCode(null, null, null, null, null);
    private static final AmountDetails NO_AMOUNTS = new AmountDetails(null, null, null);
    private static final Parties NO_PARTIES = new Parties(null, null, null, null);
    private static final Remittance NO_REMITTANCE = new Remittance(List.of(), List.of(), List.of(), List.of());

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13})
    void nextWhenVersionThenAllThatIsTold(int version) {
        assertThat(TestCamt.parts(TestCamt.sample(version))).containsExactly(
                new CamtPart.Header(version, "MSG-%02d-20260302".formatted(version),
                        new BankTime(LocalDateTime.of(2026, 3, 2, 6, 15), ZoneOffset.ofHours(1))),
                statement(), firstOfPayout(version), secondOfPayout(version), payout(), fee(version), sale(version),
                saleLine(), reversal(), pending(), new CamtPart.StatementEnd(1, 5),
                yenStatement(), yenLine(), new CamtPart.StatementEnd(2, 1),
                new CamtPart.Complete(2, 6, 3));
    }

    private static CamtPart statement() {
        return new CamtPart.Statement(1, "STMT-2026-041", 1, 41L, 9L,
                new BankTime(LocalDateTime.of(2026, 3, 2, 6, 14, 58, 250_000_000), null),
                new BankTime(FIRST.atStartOfDay(), null), new BankTime(FIRST.plusDays(1).atStartOfDay(), null),
                new Account(Scheme.IBAN, "DE89370400440532013000", "COBADEFFXXX"), euros(100_000), euros(123_820),
                List.of(new Balance(Kind.OPENING_BOOKED, "OPBD", euros(100_000), FIRST),
                        new Balance(Kind.CLOSING_BOOKED, "CLBD", euros(123_820), FIRST),
                        new Balance(Kind.CLOSING_AVAILABLE, "CLAV", euros(123_820), FIRST)));
    }

    private static CamtPart firstOfPayout(int version) {
        return new CamtPart.Transaction(1, 1, 1,
                new References("PAYOUT-77", "BANK-0001-1", "PAYOUT-77-1", "I-1", "po_1",
                        version >= 8 ? "0f1a2b3c-4d5e-4f60-8a7b-9c0d1e2f3a4b" : null, "T-1", "M-1", "C-1", "S-1"),
                toldSince3(version, 10_025), directionSince3(version),
                new AmountDetails(Money.of(11_000, "USD"), Money.of(10_025, "EUR"), Money.of(10_025, "EUR")),
                List.of(new Charge(Money.of(35, "EUR"), Direction.DEBIT, version >= 4 ? true : null)),
                new TransactionCode("PMNT", "RCDT", "ESCT", null, null),
                new Parties(new Party("Payments & More Ltd", "GB29NWBK60161331926819"), new Party("A Merchant", null),
                        new Party("Refill Operations", "0532013000"), new Party("Refill Shop", null)),
                new Remittance(List.of("Payout po_1", "of <1 March>"), List.of(), List.of(), List.of()), "first part");
    }

    private static CamtPart secondOfPayout(int version) {
        return new CamtPart.Transaction(1, 1, 2, references("po_2"), toldSince3(version, 15_025),
                directionSince3(version), new AmountDetails(null, Money.of(15_025, "EUR"), null), List.of(), NO_CODE,
                NO_PARTIES, NO_REMITTANCE, null);
    }

    private static CamtPart payout() {
        return new CamtPart.Entry(1, 1, euros(25_050), false, EntryStatus.BOOKED, "1", "BANK-0001", FIRST,
                FIRST.plusDays(1), new TransactionCode("PMNT", "RCDT", "ESCT", "NTRF+166", "DK"), NO_AMOUNTS, List.of(),
                List.of(new Batch("PAYOUT-77", "PAYOUT-77-1", 2, Money.of(25_050, "EUR"))), 2,
                "Sammelgutschrift Mär z");
    }

    private static CamtPart fee(int version) {
        return new CamtPart.Entry(1, 2, euros(-1_230), false, EntryStatus.BOOKED, null, null, FIRST, null,
                new TransactionCode(null, null, null, "NCHG", null), NO_AMOUNTS,
                List.of(new Charge(Money.of(230, "EUR"), Direction.DEBIT, version >= 4 ? true : null)), List.of(), 0,
                "Entgelt");
    }

    private static CamtPart sale(int version) {
        return new CamtPart.Transaction(1, 3, 1, references("NOTPROVIDED"), toldSince3(version, 7_500),
                directionSince3(version), new AmountDetails(null, Money.of(7_500, "EUR"), null), List.of(), NO_CODE,
                new Parties(new Party("Some Bank", null), null, null, null),
                new Remittance(List.of(), List.of("RF18539007547034"), List.of("INV-1", "INV-2"), List.of("thank you")),
                null);
    }

    private static CamtPart saleLine() {
        return line(3, euros(7_500), false, EntryStatus.BOOKED, FIRST, null, 1);
    }

    private static CamtPart reversal() {
        return line(4, euros(-7_500), true, EntryStatus.BOOKED, FIRST, null, 0);
    }

    private static CamtPart pending() {
        return line(5, euros(1_000), false, EntryStatus.PENDING, null, FIRST.plusDays(2), 0);
    }

    private static CamtPart line(int ordinal, SignedMoney amount, boolean reversal, EntryStatus status,
            @Nullable LocalDate booked, @Nullable LocalDate value, int transactions) {
        return new CamtPart.Entry(1, ordinal, amount, reversal, status, null, null, booked, value, NO_CODE, NO_AMOUNTS,
                List.of(), List.of(), transactions, null);
    }

    private static CamtPart yenStatement() {
        return new CamtPart.Statement(2, "JPY-7", 1, null, null,
                new BankTime(LocalDateTime.of(2026, 3, 2, 6, 14, 59), ZoneOffset.UTC), null, null,
                new Account(Scheme.OTHER, "700-123456", null), yen(-5_000), yen(2_000),
                List.of(new Balance(Kind.PREVIOUSLY_CLOSED, "PRCD", yen(-5_000), LocalDate.of(2026, 2, 28)),
                        new Balance(Kind.CLOSING_BOOKED, "CLBD", yen(2_000), FIRST)));
    }

    private static CamtPart yenLine() {
        return new CamtPart.Entry(2, 1, yen(7_000), false, EntryStatus.BOOKED, null, null, FIRST, null, NO_CODE,
                NO_AMOUNTS, List.of(), List.of(new Batch(null, null, 400, null)), 0, null);
    }

    private static @Nullable Money toldSince3(int version, long cents) {
        return version >= 3 ? Money.of(cents, "EUR") : null;
    }

    private static @Nullable Direction directionSince3(int version) {
        return version >= 3 ? Direction.CREDIT : null;
    }

    private static References references(@Nullable String endToEnd) {
        return new References(null, null, null, null, endToEnd, null, null, null, null, null);
    }

    private static SignedMoney euros(long cents) {
        return new SignedMoney(cents, Currency.getInstance("EUR"));
    }

    private static SignedMoney yen(long amount) {
        return new SignedMoney(amount, Currency.getInstance("JPY"));
    }
}
