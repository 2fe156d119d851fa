package dev.refill.ledger;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LedgerPropertiesTest {

    private static LedgerProperties with(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("refill.ledger", LedgerProperties.class);
    }

    @Test
    void defaultsArePinned() {
        assertThat(with(Map.of())).isEqualTo(new LedgerProperties(2, 128, 2048, Duration.ofSeconds(10)));
    }

    @Test
    void valuesAtTheirBoundsAreTaken() {
        assertThat(with(Map.of("refill.ledger.write-batch", "1", "refill.ledger.write-queue", "1")).writeQueue())
                .isEqualTo(1);
        assertThat(with(Map.of("refill.ledger.write-batch", "500", "refill.ledger.write-queue", "100000")).writeBatch())
                .isEqualTo(500);
    }

    @ParameterizedTest
    @CsvSource({"writers,0", "writers,9", "write-batch,0", "write-batch,501", "write-queue,127", "write-queue,100001",
            "write-timeout,0s"})
    void valueOutsideItsBoundsIsRefusedByName(String name, String value) {
        assertThatThrownBy(() -> with(Map.of("refill.ledger." + name, value)))
                .rootCause()
                .hasMessageContaining("refill.ledger." + name)
                .hasMessageContaining("expected");
    }
}
