package dev.refill.webhooks;

import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

import dev.refill.gateway.WebhookTranslator;
import dev.refill.gateway.decorator.ObservedTranslator;
import dev.refill.webhooks.ingress.IngressMetrics;
import dev.refill.webhooks.ingress.WebhookIngress;
import dev.refill.webhooks.lifecycle.Bell;
import dev.refill.webhooks.lifecycle.InboxHousekeeping;
import dev.refill.webhooks.lifecycle.InboxProcessor;
import dev.refill.webhooks.lifecycle.InboxWorker;
import dev.refill.webhooks.lifecycle.InboxWriter;
import dev.refill.webhooks.lifecycle.ProcessingMetrics;
import dev.refill.webhooks.lifecycle.WakingInbox;
import dev.refill.webhooks.processing.AttemptSchedule;
import dev.refill.webhooks.processing.EventAttempt;
import dev.refill.webhooks.store.InboxStore;
import dev.refill.webhooks.store.R2dbcInboxStore;
import dev.refill.webhooks.web.InboxWebConfiguration;

/**
 * Inbound webhooks as an application imports them. It needs a {@link DatabaseClient} on a database with the schema
 * {@code webhooks} (the bean {@code webhooksDatabase} if there is one, for a pool of its own), a {@link Clock}, a
 * {@link MeterRegistry}, one {@link GatewayEventHandler} and any number of {@link WebhookTranslator}s, one for each
 * gateway. {@code POST} and {@code PUT /webhooks/**} must be open to anybody. Payment gateways with an event list are swept
 * if there are any.
 */
@Configuration(proxyBeanMethods = false)
@Import({SweepConfiguration.class, InboxWebConfiguration.class})
@EnableConfigurationProperties(WebhooksProperties.class)
public class WebhooksConfiguration {

    @Bean
    Translators webhookTranslators(ObjectProvider<WebhookTranslator> translators, MeterRegistry meters) {
        return new Translators(translators.orderedStream()
                .<WebhookTranslator>map(translator -> new ObservedTranslator(translator, meters))
                .toList());
    }

    @Bean
    Bell inboxBell() {
        return new Bell();
    }

    @Bean
    R2dbcInboxStore inboxStore(@Qualifier("webhooksDatabase") ObjectProvider<DatabaseClient> own,
            ObjectProvider<DatabaseClient> shared, Clock clock) {
        return new R2dbcInboxStore(own.getIfAvailable(shared::getObject), clock);
    }

    /** Before the store, which is an inbox too. */
    @Bean
    @Primary
    WakingInbox inbox(InboxStore store, @Qualifier("inboxBell") Bell bell) {
        return new WakingInbox(store, bell);
    }

    @Bean
    InboxWriter inboxWriter(InboxStore store, @Qualifier("inboxBell") Bell bell, WebhooksProperties properties) {
        return new InboxWriter(store, bell, properties);
    }

    @Bean
    RouterFunction<ServerResponse> webhookRoutes(Translators translators, InboxWriter writer, MeterRegistry meters,
            WebhooksProperties properties) {
        WebhookIngress ingress = new WebhookIngress(translators, writer,
                Math.toIntExact(properties.maxBody().toBytes()),
                properties.receiveTimeout(), new IngressMetrics(meters));
        return ingress.routes();
    }

    @Bean
    ProcessingMetrics inboxMetrics(MeterRegistry meters, Clock clock) {
        return new ProcessingMetrics(meters, clock);
    }

    @Bean
    InboxProcessor inboxProcessor(InboxStore store, Translators translators, GatewayEventHandler handler,
            ProcessingMetrics metrics, @Qualifier("inboxBell") Bell bell, Clock clock, WebhooksProperties properties) {
        EventAttempt attempts = new EventAttempt(translators, handler, properties.handleTimeout());
        AttemptSchedule schedule = new AttemptSchedule(properties.maxAttempts(), properties.parkFor(),
                () -> ThreadLocalRandom.current().nextDouble());
        return new InboxProcessor(
                new InboxWorker(UUID.randomUUID().toString(), store, attempts, schedule, metrics, bell,
                        clock, properties),
                properties.drain());
    }

    @Bean
    InboxHousekeeping inboxHousekeeping(InboxStore store, ProcessingMetrics metrics, Clock clock,
            WebhooksProperties properties) {
        return new InboxHousekeeping(store, metrics, clock, properties);
    }
}
