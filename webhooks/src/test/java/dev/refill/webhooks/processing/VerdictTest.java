package dev.refill.webhooks.processing;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class VerdictTest {

    /** From the one that says least. */
    private static final List<Verdict> ALL = List.of(new Verdict.Handled(), new Verdict.NotKnownYet("pay_1"),
            new Verdict.Failed("broken"), new Verdict.NotUnderstood("why"));

    @Test
    void decidingThenTheGraverWhicheverCameFirst() {
        for (int i = 1; i < ALL.size(); i++) {
            assertThat(Verdict.deciding(ALL.get(i - 1), ALL.get(i))).isEqualTo(ALL.get(i));
            assertThat(Verdict.deciding(ALL.get(i), ALL.get(i - 1))).isEqualTo(ALL.get(i));
        }
    }

    @Test
    void decidingWhenBothFailedThenTheFirstIsTold() {
        assertThat(Verdict.deciding(new Verdict.Failed("first"), new Verdict.Failed("second")))
                .isEqualTo(new Verdict.Failed("first"));
    }
}
