package dev.refill.finance.reconcile.rule;

import java.math.BigInteger;
import java.util.Collections;
import java.util.Currency;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.refill.finance.reconcile.rule.Finding.Broken;
import dev.refill.finance.reconcile.rule.Finding.Difference;
import dev.refill.finance.reconcile.rule.Finding.Matched;

import static org.assertj.core.api.Assertions.assertThat;

class ClassifyTest {

    /** Worked out by hand: currency, amount and fee of each line, days after the first; theirs less ours. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "?", value = {
            "USD 1000/59                        | USD 1000/59                        | matched       | ?                    | 0",
            "USD 1000/59, USD 500/44            | USD 500/44, USD 1000/59            | matched       | ?                    | 0",
            "USD 0/0                            | USD 0/0                            | matched       | ?                    | 0",
            "USD -1000/0                        | USD -1000/0                        | matched       | ?                    | 0",
            "USD 1000/59                        | -                                  | missing_there | -1000                | 0",
            "-                                  | USD 1000/59                        | missing_here  | 1000                 | 0",
            "USD -400/0                         | -                                  | missing_there | 400                  | 0",
            "USD 1000/59                        | USD 1001/59                        | amount        | 1                    | 0",
            "USD 1000/59                        | USD 999/58                         | amount        | -1                   | 0",
            "USD -1000/0                        | USD -400/0                         | amount        | 600                  | 0",
            "USD 1000/59                        | USD -1000/59                       | amount        | -2000                | 0",
            "USD 1000/59                        | USD 1000/60                        | fee           | 1                    | 0",
            "USD 1000/59                        | USD 1000/-59                       | fee           | -118                 | 0",
            "USD 1000/59                        | USD 1000/60 +1                     | fee           | 1                    | 1",
            "USD 1000/59                        | EUR 1000/59                        | currency      | ?                    | 0",
            "USD 1000/59                        | EUR 920/54 +2                      | currency      | ?                    | 2",
            "JPY 1000/59                        | KWD 1000/59                        | currency      | ?                    | 0",
            "USD 1000/59                        | USD 1000/59, USD 1000/59 +1        | duplicate     | 1000                 | 1",
            "USD 1000/59, USD 1000/59           | USD 1000/59                        | duplicate     | -1000                | 0",
            "USD 1000/59                        | USD 1000/59, USD 1000/0            | duplicate     | 1000                 | 0",
            "USD 0/0                            | USD 0/0, USD 0/0                   | duplicate     | 0                    | 0",
            "USD 600/0, USD 400/0               | USD 600/0, USD 400/0, USD 400/0    | duplicate     | 400                  | 0",
            "USD 1000/59                        | USD 1000/59 +1                     | cut_off       | 0                    | 1",
            "USD 1000/59 +3                     | USD 1000/59                        | cut_off       | 0                    | 3",
            "USD 1000/59, USD 5/0 +1            | USD 1000/59 +1, USD 5/0 +1         | cut_off       | 0                    | 1",
            "USD -1000/0                        | USD -600/0, USD -400/0             | split         | 0                    | 0",
            "USD -1000/0                        | USD -600/0, USD -400/0 +4          | split         | 0                    | 4",
            "USD -600/0, USD -400/0             | USD -1000/0                        | split         | 0                    | 0",
            "USD -1000/0                        | USD -500/0, USD -500/0             | split         | 0                    | 0",
            "USD -600/0, USD -400/0             | USD -500/0, USD -500/0             | split         | 0                    | 0",
            "USD -1000/0                        | USD -600/0, USD -300/0             | amount        | 100                  | 0",
            "USD -1000/0                        | USD -600/0, USD -400/5             | fee           | 5                    | 0",
            "USD 1000/59                        | USD 1000/59, USD 300/0             | amount        | 300                  | 0",
            "USD 1000/0, EUR 1000/0             | USD 1000/0, EUR 1000/0             | matched       | ?                    | 0",
            "USD 1000/0, EUR 1000/0             | USD 1000/0, EUR 900/0              | unmatched     | ?                    | 0",
            "USD 1000/0                         | USD 1000/0, EUR 1000/0             | currency      | ?                    | 0",
            "USD 1000/0, EUR 1000/0             | -                                  | missing_there | ?                    | 0",
            "USD 9223372036854775807/0          | USD -9223372036854775808/0         | amount        | -18446744073709551615| 0",
            "USD 9223372036854775807/0, USD 1/0 | USD -9223372036854775808/0         | amount        | -18446744073709551616| 0"})
    void classify(String ours, String theirs, String about, String difference, long days) {
        Finding finding = new Classify(true)
                .classify(new Group(TestLines.KEY, TestLines.lines("our", ours), TestLines.lines("their", theirs)));

        switch (finding) {
            case Matched matched -> assertThat(about).isEqualTo("matched");
            case Broken broken -> {
                assertThat(broken.about().word()).as(broken.explanation()).isEqualTo(about);
                assertThat(broken.days()).isEqualTo(days);
                if (difference == null) {
                    assertThat(broken.difference()).isNull();
                } else {
                    assertThat(broken.difference()).isEqualTo(
                            new Difference(new BigInteger(difference), Currency.getInstance("USD")));
                }
            }
        }
    }

    @Test
    void classifyWhenOurSideStatesNoFeesThenTheirsAreNotCompared() {
        Group group = new Group(TestLines.KEY, TestLines.lines("our", "USD 1000/0"),
                TestLines.lines("their", "USD 1000/59"));

        assertThat(new Classify(false).classify(group)).isInstanceOf(Matched.class);
        assertThat(new Classify(true).classify(group)).isInstanceOf(Broken.class);
    }

    @Test
    void classifyWhenThereAreTooManyLinesThenNothingIsSaid() {
        List<Line> many = Collections.nCopies(Group.MOST + 1, TestLines.line("txn"));

        assertThat(new Classify(true).classify(new Group(TestLines.KEY, List.of(TestLines.line("our")), many)))
                .isInstanceOfSatisfying(Broken.class,
                        broken -> assertThat(broken.about()).isEqualTo(BreakClass.UNMATCHED));
    }
}
