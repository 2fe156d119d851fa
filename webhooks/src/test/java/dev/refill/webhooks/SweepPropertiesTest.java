package dev.refill.webhooks;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SweepPropertiesTest {

    @Test
    void defaultsArePinned() {
        assertThat(TestProperties.sweepWith(Map.of())).isEqualTo(new SweepProperties(Duration.ofMinutes(5),
                Duration.ofDays(3), Duration.ofMinutes(5), Duration.ofMinutes(1), Duration.ofMinutes(2)));
    }

    @ParameterizedTest
    @CsvSource({"every,0s", "look-back,31d", "overlap,-1s", "delay,-1s", "lease,0s"})
    void valueOutsideItsBoundsIsRefusedByName(String name, String value) {
        assertThatThrownBy(() -> TestProperties.sweepWith(Map.of("refill.webhooks.sweep." + name, value)))
                .rootCause()
                .hasMessageContaining("refill.webhooks.sweep." + name)
                .hasMessageContaining("expected");
    }
}
