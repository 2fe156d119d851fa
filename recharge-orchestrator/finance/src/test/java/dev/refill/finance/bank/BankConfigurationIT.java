package dev.refill.finance.bank;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.r2dbc.spi.ConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import reactor.core.publisher.Mono;

import dev.refill.finance.bank.camt.TestCamt;
import dev.refill.testsupport.TestDatabase;

import static dev.refill.finance.bank.TestBank.LONGEST;
import static org.assertj.core.api.Assertions.assertThat;

/** As an application has it: whoever only sends a file finds it imported. */
class BankConfigurationIT {

    private final TestDatabase database = TestDatabase.with("finance");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void fileThatIsReceivedIsImportedByItself() {
        try (var application = new AnnotationConfigApplicationContext()) {
            application.getEnvironment().getPropertySources()
                    .addFirst(new MapPropertySource("test", Map.of("refill.bank.resume-every", "50ms")));
            application.registerBean(Clock.class, Clock::systemUTC);
            application.registerBean(MeterRegistry.class, () -> meters);
            application.registerBean(ConnectionFactory.class, database::unpooled);
            application.register(BankConfiguration.class);
            application.refresh();
            BankFiles files = application.getBean(BankFiles.class);
            BankFileId id = TestBank.received(files, TestCamt.valid());

            Mono.defer(() -> files.find(id))
                    .filter(file -> file.state() == BankFile.State.IMPORTED)
                    .repeatWhenEmpty(1_000, again -> again.delayElements(Duration.ofMillis(20)))
                    .block(LONGEST);
        }
        assertThat(TestBank.seen(database.client())).containsExactly(1L, 1L, 1L);
    }
}
