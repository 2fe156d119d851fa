package dev.refill.finance.bank;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class BankPropertiesTest {

    @Test
    void defaults() {
        assertThat(bound(Map.of()))
                .isEqualTo(new BankProperties(DataSize.ofMegabytes(64), Duration.ofMinutes(10), 4, 500,
                        Duration.ofSeconds(30), Duration.ofHours(1), Duration.ofSeconds(10)));
    }

    @ParameterizedTest
    @CsvSource({"max-file-size, 0B", "receive-within, 0s", "most-receiving, 0", "most-receiving, 101", "batch, 0",
            "batch, 5001", "lease, 4s", "abandoned-after, 10m", "resume-every, 0s"})
    void bindWhenOutOfBoundsThenRefusedByName(String name, String value) {
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> bound(Map.of("refill.bank." + name, value)))
                .withStackTraceContaining("refill.bank." + name);
    }

    private static BankProperties bound(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate("refill.bank",
                Bindable.of(BankProperties.class));
    }
}
