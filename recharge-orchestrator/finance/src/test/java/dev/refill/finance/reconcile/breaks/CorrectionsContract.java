package dev.refill.finance.reconcile.breaks;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Currency;

import org.junit.jupiter.api.Test;

import dev.refill.finance.reconcile.BreakId;
import dev.refill.finance.reconcile.PairId;
import dev.refill.finance.reconcile.rule.BreakClass;
import dev.refill.finance.reconcile.rule.Finding.Difference;
import dev.refill.finance.reconcile.rule.LineKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What whoever implements {@link Corrections} owes. */
interface CorrectionsContract {

    Duration LONGEST = Duration.ofSeconds(30);

    /** The implementation. */
    Corrections corrections();

    /** How many corrections are in its books. */
    long inBooks();

    @Test
    default void postWhenAskedAgainThenOnceAndAnsweredAsBefore() {
        Correction correction = correction(5);

        CorrectionOutcome first = corrections().post(correction).blockOptional(LONGEST).orElseThrow();

        assertThat(first).isInstanceOf(CorrectionOutcome.Posted.class);
        assertThat(corrections().post(correction).block(LONGEST)).isEqualTo(first);
        assertThat(inBooks()).isEqualTo(1);
    }

    @Test
    default void postWhenNobodySubscribesThenNothing() {
        corrections().post(correction(-5));

        assertThat(inBooks()).isZero();
    }

    @Test
    default void correctionOfNothingIsNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> correction(0));
    }

    private static Correction correction(long minor) {
        BreakId id = new BreakId("brk_00000000000000000000000001");
        return new Correction(Correction.id(id, 2), id, new PairId("stripe"), new LineKey("fee:txn_1"),
                BreakClass.MISSING_HERE,
                new Difference(BigInteger.valueOf(minor), Currency.getInstance("USD")), "anna", "A monthly fee");
    }
}
