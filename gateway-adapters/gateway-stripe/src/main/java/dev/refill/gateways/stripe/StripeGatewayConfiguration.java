package dev.refill.gateways.stripe;

import java.time.Clock;
import java.time.Duration;

import com.stripe.StripeClient;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.refill.gateway.PaymentGateway;
import dev.refill.gateway.WebhookTranslator;
import dev.refill.gateway.decorator.GuardLimits;
import dev.refill.gateway.decorator.GuardedGateway;
import dev.refill.gateway.decorator.ObservedGateway;
import dev.refill.gateway.decorator.RetryLimits;
import dev.refill.gateway.decorator.RetryingGateway;

/**
 * Puts the Stripe gateway together: the adapter, guarded, then observed so that refused calls are counted too, then
 * retrying so that every try is counted. Needs a {@link Clock} and a {@link MeterRegistry}.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StripeProperties.class)
public class StripeGatewayConfiguration {

    /** The wire has limits of its own and knows more when they pass; the guard stands just behind them. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    @Bean
    PaymentGateway stripeGateway(StripeProperties properties, Clock clock, MeterRegistry registry) {
        var guarded = new GuardedGateway(adapter(properties, clock), guard(properties));
        return new RetryingGateway(new ObservedGateway(guarded, registry), retries(properties));
    }

    @Bean
    WebhookTranslator stripeWebhooks(StripeProperties properties, Clock clock) {
        return new StripeWebhooks(new SigningSecrets(properties.webhookSecrets()), new StripeEvents(),
                properties.isLive(), clock);
    }

    /** The bare adapter, as the contract tests it. */
    static PaymentGateway adapter(StripeProperties properties, Clock clock) {
        return new StripeGateway(new StripeCalls(properties.maxInFlight()),
                StripeVerbs.by(client(properties), clock, readingFor(properties)));
    }

    /** Leaves the last page of a search time to come before the guard loses patience and blames the provider. */
    private static Duration readingFor(StripeProperties properties) {
        return properties.readTimeout().dividedBy(2);
    }

    private static StripeClient client(StripeProperties properties) {
        return StripeClient.builder()
                .setApiKey(properties.apiKey())
                .setApiBase(properties.apiBase().toString())
                .setMaxNetworkRetries(0)
                .setHttpClient(new PooledHttpClient(properties.connectTimeout(), properties.readTimeout()))
                .build();
    }

    private static GuardLimits guard(StripeProperties properties) {
        return new GuardLimits(properties.maxInFlight(),
                properties.connectTimeout().plus(properties.readTimeout()).plus(GRACE), properties.breakerWindow(),
                properties.breakerFailureRate(), properties.breakerOpenFor());
    }

    private static RetryLimits retries(StripeProperties properties) {
        return new RetryLimits(properties.maxTries(), properties.firstRetryWait(), properties.longestRetryWait());
    }
}
