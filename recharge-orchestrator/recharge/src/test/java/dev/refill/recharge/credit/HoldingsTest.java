package dev.refill.recharge.credit;

import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.refill.offer.WhenSpent;
import dev.refill.recharge.credit.Holdings.Move;

import static org.assertj.core.api.Assertions.assertThat;

/** Each row: what is held, what comes or goes, and by how much bucket, frozen and receivable move. */
class HoldingsTest {

    @ParameterizedTest
    @CsvSource({
            "0,    1100,    1100, 0, 0",
            "400,  1100,     700, 0, 400",
            "1100, 1100,       0, 0, 1100",
            "2000, 1100,       0, 0, 1100"})
    void creditThatArrivesSettlesTheDebtFirst(long debt, long amount, long bucket, long frozen, long receivable) {
        assertThat(new Holdings(5, 0, debt).arriving(amount)).isEqualTo(new Move(bucket, frozen, receivable));
    }

    @ParameterizedTest
    @CsvSource({
            "OWE,    1100, 1100,   -1100,   0,     0",
            "OWE,    2000, 1100,   -1100,   0,     0",
            "OWE,     700, 1100,    -700,   0,  -400",
            "OWE,       0, 1100,       0,   0, -1100",
            "FREEZE, 1100, 1100,   -1100,   0,     0",
            "FREEZE,  700, 1100,    -700, 700, -1100",
            "FREEZE,    0, 1100,       0,   0, -1100"})
    void creditThatLeavesComesFromTheBucketAndThenByPolicy(WhenSpent policy, long held, long amount, long bucket,
            long frozen, long receivable) {
        assertThat(new Holdings(held, 0, 3).leaving(amount, policy)).isEqualTo(new Move(bucket, frozen, receivable));
    }

    @Test
    void nothingIsLostOrMadeAndNothingCrossesZero() {
        Random random = new Random(7);
        Stream.generate(() -> new Holdings(random.nextInt(1000), random.nextInt(1000), random.nextInt(1000)))
                .limit(10_000)
                .forEach(held -> {
                    long amount = 1L + random.nextInt(1500);
                    for (WhenSpent policy : WhenSpent.values()) {
                        assertThat(held.leaving(amount, policy).total()).isEqualTo(-amount);
                        staysRight(held, held.leaving(amount, policy));
                    }
                    assertThat(held.arriving(amount).total()).isEqualTo(amount);
                    staysRight(held, held.arriving(amount));
                });
    }

    private static void staysRight(Holdings held, Move move) {
        assertThat(held.bucket() + move.bucket()).isNotNegative();
        assertThat(held.frozen() + move.frozen()).isNotNegative();
        assertThat(-held.debt() + move.receivable()).isNotPositive();
    }
}
