package dev.refill.transfer;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import dev.refill.transfer.TransferOutcome.Limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What is true of every fee, against exact arithmetic. A failing seed is the name of the test. */
class FeePropertiesTest {

    private static final int SEEDS = 25;
    private static final int CASES_OF_A_SEED = Integer.getInteger("cases", 25_000) / SEEDS;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, SEEDS);
    }

    private static long upTo(Random random, long most) {
        // As many small ones as large ones.
        return random.nextLong(1L << (1 + random.nextInt(40))) % (most + 1);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void feeIsFixedPartAndExactShareRoundedHalfUpButNeverLessThanTheLeast(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < CASES_OF_A_SEED; i++) {
            Fee fee = new Fee(upTo(random, TransferRequest.MOST), random.nextInt(10_001),
                    upTo(random, TransferRequest.MOST));
            long amount = 1 + upTo(random, TransferRequest.MOST - 1);

            BigDecimal share = BigDecimal.valueOf(amount).multiply(BigDecimal.valueOf(fee.basisPoints(), 4));
            long exact = share.setScale(0, RoundingMode.HALF_UP).longValueExact() + fee.fixed();
            assertThat(fee.of(amount)).as("%s of %s", fee, amount).isEqualTo(Math.max(exact, fee.least()));
            assertThat(fee.of(amount)).isLessThanOrEqualTo(fee.of(Math.min(amount + 1, TransferRequest.MOST)));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 10", "1000, 20", "1049, 20", "1050, 21", "1000000000000, 10000000010"})
    void feeOfTenAndOnePercent(long amount, long expected) {
        assertThat(new Fee(10, 100, 0).of(amount)).isEqualTo(expected);
    }

    @Test
    void amountIsWithinTheLimitsOfOneTransfer() {
        Limits limits = new Limits(50, 500, 1, 1, 0);

        assertThat(limits.reachedBy(49)).contains(Limit.LEAST);
        assertThat(limits.reachedBy(50)).isEmpty();
        assertThat(limits.reachedBy(500)).isEmpty();
        assertThat(limits.reachedBy(501)).contains(Limit.MOST);
    }

    @Test
    void settingsThatMakeNoSenseAreRefusedByName() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Fee(-1, 0, 0))
                .withMessage("refill.transfer.fee.fixed: -1 (expected: 0 to 1000000000000)");
        assertThatIllegalArgumentException().isThrownBy(() -> new Fee(0, 10_001, 0))
                .withMessage("refill.transfer.fee.basis-points: 10001 (expected: 0 to 10000)");
        assertThatIllegalArgumentException().isThrownBy(() -> new Fee(0, 0, -1))
                .withMessage("refill.transfer.fee.least: -1 (expected: 0 to 1000000000000)");
        assertThatIllegalArgumentException().isThrownBy(() -> new Limits(50, 49, 1, 1, 0))
                .withMessage("refill.transfer.limits.most: 49 (expected: 50 to 1000000000000)");
    }
}
