package dev.refill.webhooks;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WebhooksPropertiesTest {

    @Test
    void defaultsArePinned() {
        assertThat(TestProperties.defaults()).isEqualTo(new WebhooksProperties(DataSize.ofKilobytes(256),
                Duration.ofSeconds(10), 128, 512, Duration.ofSeconds(5), 128, 64, Duration.ofSeconds(10),
                Duration.ofMinutes(1), Duration.ofSeconds(1), 12, Duration.ofDays(3), Duration.ofSeconds(10),
                Duration.ofSeconds(15), Duration.ofDays(90), Duration.ofHours(1), 500));
    }

    @ParameterizedTest
    @CsvSource({"max-body,2MB", "write-batch,0", "write-queue,1", "batch,501", "concurrency,0", "max-attempts,0",
            "poll-every,0s", "lease,19s", "keep-bodies,0d", "purge-batch,0"})
    void valueOutsideItsBoundsIsRefusedByName(String name, String value) {
        assertThatThrownBy(() -> TestProperties.with(Map.of("refill.webhooks." + name, value)))
                .rootCause()
                .hasMessageContaining("refill.webhooks." + name)
                .hasMessageContaining("expected");
    }
}
