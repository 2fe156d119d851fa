package dev.refill.balance;

import java.time.Clock;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.r2dbc.spi.ConnectionFactory;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import reactor.core.publisher.Mono;

import dev.refill.charging.ChargingNotices;
import dev.refill.ledger.Ledger;
import dev.refill.ledger.LedgerInvariants;
import dev.refill.revenue.RevenuePools;
import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.SubscriberId;
import dev.refill.subscriber.Subscribers;
import dev.refill.tariff.Tariffs;
import dev.refill.testsupport.TestDatabase;
import dev.refill.transfer.Caller;
import dev.refill.transfer.Callers;
import dev.refill.transfer.Transfers;
import dev.refill.usage.UsageNotices;
import dev.refill.usage.Usages;

import static org.assertj.core.api.Assertions.assertThat;

class BalanceConfigurationIT {

    @Test
    void importedWithConnectionsMetersAndClockThenEverythingAnswers() {
        try (var database = TestDatabase.with("balance"); var context = new AnnotationConfigApplicationContext()) {
            context.registerBean(ConnectionFactory.class, database::connections);
            context.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
            context.registerBean(Clock.class, Clock::systemUTC);
            context.registerBean(ChargingNotices.class, () -> sessions -> Mono.empty());
            context.registerBean(UsageNotices.class, () -> reached -> Mono.empty());
            context.registerBean(Callers.class, () -> exchange -> Mono.just(new Caller("a channel", null)));
            context.registerBean(RevenuePools.class, () -> new RevenuePools(List.of()));
            context.register(BalanceConfiguration.class);
            context.refresh();

            assertThat(context.getBean(Ledger.class)).isNotNull();
            assertThat(context.getBean(LedgerInvariants.class).breaks().collectList().block()).isEmpty();
            assertThat(context.getBean(Subscribers.class).withNumber(new Msisdn("+12025550123")).blockOptional())
                    .isEmpty();
            assertThat(context.getBean(Transfers.class)).isNotNull();
            assertThat(context.getBean(Usages.class).summary(new SubscriberId("sub_nobody")).blockOptional())
                    .hasValueSatisfying(usage -> assertThat(usage.isEmpty()).isTrue());
            assertThat(context.getBean(Tariffs.class).plans(1).collectList().block()).isEmpty();
        }
    }
}
