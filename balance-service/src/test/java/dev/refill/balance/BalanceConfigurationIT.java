package dev.refill.balance;

import java.net.URI;
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
import dev.refill.lowbalance.LowBalanceNotices;
import dev.refill.revenue.RevenuePools;
import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.SubscriberId;
import dev.refill.subscriber.Subscribers;
import dev.refill.tariff.Tariffs;
import dev.refill.testsupport.TestDatabase;
import dev.refill.tmf654.Hub;
import dev.refill.tmf654.TopUpByPayment;
import dev.refill.transfer.Caller;
import dev.refill.transfer.Callers;
import dev.refill.transfer.Transfers;
import dev.refill.usage.UsageNotices;
import dev.refill.usage.Usages;

import static org.assertj.core.api.Assertions.assertThat;

class BalanceConfigurationIT {

    private static final class NoPayments implements TopUpByPayment {

        @Override
        public Mono<Progress> start(Purchase purchase) {
            return Mono.just(new Progress.Refused("none"));
        }

        @Override
        public Mono<Progress> look(String id) {
            return Mono.empty();
        }

        @Override
        public Mono<Cancelling> cancel(String payment, String client) {
            return Mono.empty();
        }
    }

    private static final class NoHub implements Hub {

        @Override
        public Mono<Outcome> subscribe(String client, URI callback, List<String> eventTypes) {
            return Mono.just(new Outcome.Denied("none"));
        }

        @Override
        public Mono<Boolean> unsubscribe(String client, String id) {
            return Mono.just(false);
        }

        @Override
        public Mono<Void> tell(List<News> news) {
            return Mono.empty();
        }

        @Override
        public URI base() {
            return URI.create("http://localhost");
        }
    }

    @Test
    void importedWithConnectionsMetersAndClockThenEverythingAnswers() {
        try (var database = TestDatabase.with("balance"); var context = new AnnotationConfigApplicationContext()) {
            context.registerBean(ConnectionFactory.class, database::connections);
            context.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
            context.registerBean(Clock.class, Clock::systemUTC);
            context.registerBean(ChargingNotices.class, () -> sessions -> Mono.empty());
            context.registerBean(UsageNotices.class, () -> reached -> Mono.empty());
            context.registerBean(LowBalanceNotices.class, () -> crossings -> Mono.empty());
            context.registerBean(Callers.class, () -> exchange -> Mono.just(new Caller("a channel", null)));
            context.registerBean(RevenuePools.class, () -> new RevenuePools(List.of()));
            context.registerBean("tmf654Callers", dev.refill.tmf654.Callers.class,
                    () -> exchange -> Mono.just(new dev.refill.tmf654.Caller("a name", "a channel", null, false)));
            context.registerBean(TopUpByPayment.class, NoPayments::new);
            context.registerBean(Hub.class, NoHub::new);
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
