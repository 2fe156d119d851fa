package dev.refill.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.refill.ledger.TestEntries.AIRTIME;
import static dev.refill.ledger.TestEntries.ALICE;
import static dev.refill.ledger.TestEntries.BONUS;
import static dev.refill.ledger.TestEntries.CLEARING;
import static dev.refill.ledger.TestEntries.DEFERRED_REVENUE;
import static dev.refill.ledger.TestEntries.NOON;
import static dev.refill.ledger.TestEntries.USD;
import static dev.refill.ledger.TestEntries.posting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class EntryTest {

    private static final EntryId ID = new EntryId("ent_1");

    private static Entry of(Posting... postings) {
        return new Entry(ID, "recharge", "rch_1", NOON, List.of(postings));
    }

    @Test
    void entryWhenZeroPerUnitThenAccepted() {
        assertThat(TestEntries.recharge("1", ALICE, 1000).postings()).hasSize(5);
    }

    @Test
    void entryWhenOnePostingThenRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> of(posting(CLEARING, USD, 1)))
                .withMessage("postings: 1 (expected: 2 to 512)");
    }

    @Test
    void entryWhenMoreThan512PostingsThenRefused() {
        List<Posting> postings = Stream.concat(
                IntStream.range(0, 512).mapToObj(i -> posting(AccountId.bucketOf("sub_" + i), USD, 1)),
                Stream.of(posting(CLEARING, USD, -512))).toList();

        assertThatIllegalArgumentException().isThrownBy(() -> new Entry(ID, "gift", "g", NOON, postings))
                .withMessage("postings: 513 (expected: 2 to 512)");
        assertThat(new Entry(ID, "gift", "g", NOON, List.of(
                IntStream.range(0, 512)
                        .mapToObj(i -> posting(AccountId.bucketOf("sub_" + i), USD, i % 2 == 0 ? 1 : -1))
                        .toArray(Posting[]::new)))
                .postings()).hasSize(512);
    }

    @Test
    void entryWhenSumIsNotZeroThenRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of(posting(CLEARING, USD, 1000), posting(DEFERRED_REVENUE, USD, -999)))
                .withMessage("sum of USD: 1 (expected: 0)");
    }

    @Test
    void entryWhenOnlyTheSumOverUnitsIsZeroThenRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of(posting(CLEARING, USD, 1000), posting(ALICE, AIRTIME, -1000)));
    }

    @Test
    void entryWhenAccountTwiceInOneUnitThenRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of(posting(ALICE, USD, 1), posting(ALICE, USD, 1), posting(BONUS, USD, -2)))
                .withMessageContaining("twice");
    }

    @Test
    void entryWhenAccountInTwoUnitsThenAccepted() {
        assertThat(of(posting(ALICE, USD, 1), posting(BONUS, USD, -1), posting(ALICE, AIRTIME, 1),
                posting(BONUS, AIRTIME, -1)).postings()).hasSize(4);
    }

    @Test
    void entryWhenSumOverflowsThenRefused() {
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> of(
                posting(ALICE, USD, Long.MAX_VALUE), posting(BONUS, USD, Long.MAX_VALUE), posting(CLEARING, USD, 2)));
    }

    @Test
    void entryWhenListIsChangedAfterwardsThenItKeepsItsOwn() {
        List<Posting> postings = new ArrayList<>(List.of(posting(ALICE, USD, 1), posting(BONUS, USD, -1)));
        var entry = new Entry(ID, "gift", "g", NOON, postings);
        postings.clear();

        assertThat(entry.postings()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a word of thirty-three characters"})
    void entryWhenKindIsBlankOrLongThenRefused(String kind) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Entry(ID, kind, "r", NOON,
                List.of(posting(ALICE, USD, 1), posting(BONUS, USD, -1)))).withMessageStartingWith("kind: ");
    }

    @Test
    void entryWhenReferenceIsLongThenRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Entry(ID, "gift", "r".repeat(101), NOON,
                List.of(posting(ALICE, USD, 1), posting(BONUS, USD, -1)))).withMessageStartingWith("reference: ");
    }

    @Test
    void entryWhenKindAndReferenceAreAsLongAsTheyMayBeThenAccepted() {
        assertThat(new Entry(ID, "k".repeat(32), "r".repeat(100), NOON,
                List.of(posting(ALICE, USD, 1), posting(BONUS, USD, -1))).id()).hasToString("ent_1");
    }

    @Test
    void postingWhenZeroThenRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> posting(ALICE, USD, 0));
    }

    @Test
    void negatedWhenLowestLongThenRefused() {
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> new Amount(USD, Long.MIN_VALUE).negated());
        assertThat(new Amount(USD, 5).negated()).isEqualTo(new Amount(USD, -5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "ent_", "rch_1", "ent_A", "ent_1 ", "ent_é", "ent_1\n", "ent_1'--"})
    void entryIdWhenNotOfItsFormThenRefused(String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> new EntryId(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "Bucket:sub_1", "bucket:sub 1", "1bank", "fee\u0000", "fee\n"})
    void accountWhenNotOfItsFormThenRefused(String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> new AccountId(value));
    }

    @Test
    void accountWhenLongerThanAHundredThenRefused() {
        assertThat(new AccountId("a".repeat(100)).isHolding()).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new AccountId("a".repeat(101)));
    }

    @Test
    void accountWhenBucketThenSaysSo() {
        assertThat(ALICE.isHolding()).isTrue();
        assertThat(ALICE).hasToString("bucket:sub_alice");
        assertThat(CLEARING.isHolding()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"USD", "airtime:USD", "data:byte", "voice:second", "sms:message"})
    void unitWhenCurrencyOrCreditThenAccepted(String code) {
        assertThat(new LedgerUnit(code)).hasToString(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "usd", "US", "USDT", "data:", ":byte", "data:byte:x", "USD\n"})
    void unitWhenNeitherThenRefused(String code) {
        assertThatIllegalArgumentException().isThrownBy(() -> new LedgerUnit(code));
    }
}
