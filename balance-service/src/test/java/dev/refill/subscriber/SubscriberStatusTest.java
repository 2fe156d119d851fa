package dev.refill.subscriber;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.refill.subscriber.Subscriber.Status;

import static org.assertj.core.api.Assertions.assertThat;

class SubscriberStatusTest {

    @ParameterizedTest
    @CsvSource({"ACTIVE, true, true, false", "BARRED, false, false, false", "FROZEN, false, true, false",
            "CLOSED, false, false, true"})
    void eachStatusSaysWhatMayBeDone(Status status, boolean use, boolean recharge, boolean terminal) {
        assertThat(status.mayUse()).isEqualTo(use);
        assertThat(status.mayRecharge()).isEqualTo(recharge);
        assertThat(status.isTerminal()).isEqualTo(terminal);
    }
}
