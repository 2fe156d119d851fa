package dev.refill.posting;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import dev.refill.ledger.AccountId;
import dev.refill.ledger.Entry;
import dev.refill.ledger.EntryId;
import dev.refill.ledger.LedgerUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class PostingRuleTest {

    private static final LedgerUnit USD = new LedgerUnit("USD");

    static List<Row> rows() {
        return Row.all();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void ruleWhenItHappensThenPostsWhatWasWorkedOutByHand(Row row) {
        Entry entry = row.rule().entry(new EntryId("ent_1"), "ref_1", Instant.EPOCH, row.terms());

        assertThat(entry.postings()).containsExactlyElementsOf(row.postings());
        assertThat(entry.kind()).isEqualTo(row.rule().kind());
    }

    @Test
    void everyRuleHasARow() {
        assertThat(Row.all()).extracting(Row::rule).containsExactly(PostingRule.values());
        System.out.println("FIGURE " + Row.all().size() + " posting rules, each with a row worked out by hand");
    }

    /** A line that no row moves would be held by nothing. */
    @ParameterizedTest
    @EnumSource(PostingRule.class)
    void everyLineIsMovedByTheRow(PostingRule rule) {
        Terms terms = Row.of(rule).terms();

        // The rule from held money has no bonus in its row; the one before it has the same line.
        rule.lines().stream()
                .filter(line -> rule != PostingRule.RECHARGE_FROM_HELD
                        || line.accountOfChart().stream().noneMatch(Set.of(Account.ISSUED_BONUS,
                                Account.RECEIVABLE)::contains))
                .forEach(line -> assertThat(line.value(terms)).as(line.accountText()).isNotZero());
    }

    @Test
    void everyAccountOfTheChartIsPostedToOrSaidNotToBe() {
        assertThat(Account.notPostedTo()).containsExactlyInAnyOrder(Account.BANK, Account.SUSPENSE,
                Account.AGENT_FLOAT, Account.PROVIDER_FEES);
        Set<Account> named = Arrays.stream(PostingRule.values()).flatMap(rule -> rule.accounts().stream())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Account.class)));
        assertThat(EnumSet.complementOf(EnumSet.copyOf(named))).containsExactly(Account.AGENT_FLOAT);
    }

    @Test
    void ruleWhenATermIsMissingThenSaid() {
        assertThatIllegalArgumentException().isThrownBy(() -> entry(PostingRule.PROVIDER_FEE,
                new Terms().in(Leg.MONEY, USD).at(Place.GATEWAY, "stripe")))
                .withMessageContaining("FEE");
    }

    @Test
    void ruleWhenATermIsNotOfItThenSaid() {
        Terms terms = new Terms().in(Leg.MONEY, USD).at(Place.GATEWAY, "stripe").with(Term.FEE, 1);

        assertThat(entry(PostingRule.PROVIDER_FEE, terms.with(Term.BONUS, 0)).postings()).hasSize(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> entry(PostingRule.PROVIDER_FEE, terms.with(Term.BONUS, 7)))
                .withMessageContaining("BONUS 7");
    }

    @Test
    void ruleWhenAPlaceOrUnitIsMissingThenSaid() {
        assertThatIllegalArgumentException().isThrownBy(
                () -> entry(PostingRule.PROVIDER_FEE, new Terms().in(Leg.MONEY, USD).with(Term.FEE, 1)))
                .withMessageContaining("GATEWAY");
        assertThatIllegalArgumentException().isThrownBy(
                () -> entry(PostingRule.PROVIDER_FEE, new Terms().at(Place.GATEWAY, "stripe").with(Term.FEE, 1)))
                .withMessageContaining("MONEY");
    }

    @Test
    void ruleWhenASumOverflowsThenSaid() {
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> entry(PostingRule.PAYOUT,
                new Terms().in(Leg.MONEY, USD)
                        .at(Place.GATEWAY, "stripe")
                        .at(Place.BANK, "main")
                        .with(Term.AMOUNT, Long.MAX_VALUE)
                        .with(Term.FEE, 2)));
    }

    private static Entry entry(PostingRule rule, Terms terms) {
        return rule.entry(new EntryId("ent_1"), "ref_1", Instant.EPOCH, terms);
    }

    @Test
    void fromAndToWhenARuleHasTwoLinesThenItsAccounts() {
        Terms terms = new Terms().at(Place.BUCKET, AccountId.bucketOf("sub_1")).at(Place.SUBSCRIBER, "sub_1");

        assertThat(PostingRule.RESERVED.from(terms)).isEqualTo(new AccountId("bucket:sub_1"));
        assertThat(PostingRule.RESERVED.to(terms)).isEqualTo(new AccountId("frozen:sub_1:reserved"));
        assertThatIllegalStateException().isThrownBy(() -> PostingRule.PROVIDER_FEE.from(terms));
    }

    @Test
    void accountWhenNamedThenFoundInTheChart() {
        assertThat(Account.of(new AccountId("used-credit:voice"))).isEqualTo(Account.USED_CREDIT);
        assertThat(Account.GATEWAY_CLEARING.of("stripe")).isEqualTo(new AccountId("gateway-clearing:stripe"));
        assertThat(Account.SUSPENSE.id()).isEqualTo(new AccountId("suspense"));
        assertThatIllegalArgumentException().isThrownBy(() -> Account.of(new AccountId("petty-cash")));
        assertThatIllegalStateException().isThrownBy(Account.REVENUE::id);
        assertThatIllegalStateException().isThrownBy(() -> Account.SUSPENSE.of("x"));
    }
}
