package dev.refill.finance.journal;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import dev.refill.ledger.AccountId;
import dev.refill.ledger.Entry;
import dev.refill.ledger.LedgerUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class JournalTest {

    @Test
    void writeForHledger() {
        assertThat(text(new HledgerJournal(), TestEntries.recharge())).isEqualTo("""
                ; Refill
                account Assets:Gateway-clearing:Stripe
                commodity 1.00 "USD"
                account Liabilities:Deferred-revenue
                account Equity:Credit:Issued-credit
                commodity 1.00 "AIRTIME.USD"
                account Equity:Credit:Issued-bonus
                account Equity:Credit:Bucket

                2026-03-01 * (ent_rch_1) recharge
                    ; reference: rch_1
                    ; at: 2026-03-01T23:59:59.123456Z
                    Assets:Gateway-clearing:Stripe  10.00 "USD"
                    Liabilities:Deferred-revenue  -10.00 "USD"
                    Equity:Credit:Issued-credit  -10.00 "AIRTIME.USD"
                    Equity:Credit:Issued-bonus  -1.00 "AIRTIME.USD"
                    Equity:Credit:Bucket  11.00 "AIRTIME.USD"
                """);
    }

    @Test
    void writeForBeancount() {
        assertThat(text(new BeancountJournal(), TestEntries.recharge())).isEqualTo("""
                option "title" "Refill"
                option "inferred_tolerance_multiplier" "0"
                1970-01-01 open Assets:Gateway-clearing:Stripe
                1970-01-01 open Liabilities:Deferred-revenue
                1970-01-01 open Equity:Credit:Issued-credit
                1970-01-01 open Equity:Credit:Issued-bonus
                1970-01-01 open Equity:Credit:Bucket

                2026-03-01 * "recharge"
                  entry: "ent_rch_1"
                  reference: "rch_1"
                  at: "2026-03-01T23:59:59.123456Z"
                  Assets:Gateway-clearing:Stripe  10.00 USD
                  Liabilities:Deferred-revenue  -10.00 USD
                  Equity:Credit:Issued-credit  -10.00 AIRTIME.USD
                  Equity:Credit:Issued-bonus  -1.00 AIRTIME.USD
                  Equity:Credit:Bucket  11.00 AIRTIME.USD
                """);
    }

    private static String text(Journal journal, Entry... entries) {
        return Objects.requireNonNull(
                journal.write(Flux.just(entries)).collect(Collectors.joining()).block());
    }

    @Test
    void writeWhenWordsMeanSomethingThenTheyMeanNothing() {
        Entry hostile = TestEntries.of("ent_1", "a\"b\\c;d|e", "x\n2026-01-01 * evil\n  Assets:X  1 USD\t,é",
                "issued-bonus",
                "bucket:sub_1", "airtime:USD", 5);

        assertThat(text(new HledgerJournal(), hostile)).contains("(ent_1) a_b_c_d_e\n")
                .contains("; reference: x_2026-01-01 _ evil_ Assets:X 1 USD___\n");
        assertThat(text(new BeancountJournal(), hostile)).contains("* \"a_b_c_d_e\"\n")
                .contains("reference: \"x_2026-01-01 _ evil_ Assets:X 1 USD___\"\n");
    }

    @Test
    void writeWhenThereAreNoEntriesThenTheHeadAlone() {
        new BeancountJournal().write(Flux.empty()).as(StepVerifier::create).expectNextCount(1).verifyComplete();
        new HledgerJournal().write(Flux.empty()).as(StepVerifier::create).expectNextCount(1).verifyComplete();
    }

    @Test
    void writeWhenSubscribedTwiceThenTwoWholeJournals() {
        Flux<String> journal = new HledgerJournal().write(Flux.just(TestEntries.recharge()));

        assertThat(journal.collectList().block()).isEqualTo(journal.collectList().block());
    }

    @Test
    void writeAsksForNoMoreThanIsAskedFor() {
        new HledgerJournal().write(TestEntries.many(1_000, 1).doOnRequest(demand -> assertThat(demand).isLessThan(10)))
                .as(flux -> StepVerifier.create(flux, 2))
                .expectNextCount(2)
                .thenCancel()
                .verify();
    }

    @ParameterizedTest
    @CsvSource({"a_b, AUb", "_b, ZUb", "-b, ZDb", "9b, 9b", "'', ZE"})
    void nameWhenWordIsOddThenOneOfItsOwn(String word, String component) {
        assertThat(AccountNames.of(new AccountId("revenue:" + word))).isEqualTo("Income:Revenue:" + component);
    }

    @ParameterizedTest
    @ValueSource(strings = {"adjustments", "breakage", "bucket:sub_1", "bucket:sub_1:bonus", "deferred-revenue",
            "dispute-fees", "dispute-losses", "disputed-credit", "disputed-funds", "frozen:sub_1:charging",
            "gateway-clearing:stripe", "gateway-clearing:mtn-momo", "issued-bonus", "issued-credit", "receivable:sub_1",
            "revenue:voice", "transfer-fees", "unallocated-payments", "used-credit:voice", "used-credit:reserved"})
    void nameWhenAccountIsPostedToThenSafeForBothAndWithoutSubscriber(String account) {
        assertThat(AccountNames.of(new AccountId(account)))
                .matches("(Assets|Liabilities|Equity|Income|Expenses)(:[A-Z0-9][A-Za-z0-9-]*)+")
                .doesNotContain("sub");
    }

    @Test
    void nameWhenAccountIsNotKnownThenSaid() {
        assertThatIllegalArgumentException().isThrownBy(() -> AccountNames.of(new AccountId("petty-cash")));
    }

    @ParameterizedTest
    @CsvSource({"USD, -5, USD, -0.05", "JPY, 12, JPY, 12", "KWD, 1234, KWD, 1.234",
            "airtime:USD, 100, AIRTIME.USD, 1.00",
            "data:byte, 7, DATA-BYTE, 7", "sms:message, 9223372036854775807, SMS-MESSAGE, 9223372036854775807"})
    void commodityWhenUnitThenExact(String unit, long smallest, String symbol, String number) {
        Commodity commodity = Commodity.of(new LedgerUnit(unit));

        assertThat(List.of(commodity.symbol(), commodity.number(smallest))).containsExactly(symbol, number);
    }

    @Test
    void commodityWhenTwoUnitsCouldHaveOneNameThenTheyHaveTwo() {
        assertThat(Commodity.of(new LedgerUnit("airtime:usd")).symbol()).isEqualTo("AIRTIME-USD");
        assertThatIllegalArgumentException().isThrownBy(() -> Commodity.of(new LedgerUnit("airtime:Usd")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Commodity.of(new LedgerUnit("abcdefghijklmnop:abcdefghijklmnop")));
    }
}
