package dev.refill.gateways.acme;

import java.time.Duration;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

import dev.refill.gateway.PaymentGateway;
import dev.refill.gateway.WebhookTranslator;
import dev.refill.gateway.decorator.GuardLimits;
import dev.refill.gateway.decorator.GuardedGateway;
import dev.refill.gateway.decorator.ObservedGateway;
import dev.refill.gateway.decorator.RetryLimits;
import dev.refill.gateway.decorator.RetryingGateway;
import dev.refill.gateway.http.Wire;
import dev.refill.gateway.http.WireLimits;

/**
 * Puts the Acme gateway together, in an application that has it among its jars and an API key for it: the adapter, guarded,
 * then observed so that refused calls are counted too, then retrying so that every try is counted. Needs a
 * {@link MeterRegistry}.
 */
@AutoConfiguration
@ConditionalOnProperty("refill.gateways.acme.api-key")
@EnableConfigurationProperties(AcmeProperties.class)
public class AcmeGatewayConfiguration {

    /** The wire has limits of its own and knows more when they pass; the guard stands just behind them. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    @Bean
    PaymentGateway acmeGateway(AcmeProperties properties, MeterRegistry registry) {
        var guarded = new GuardedGateway(adapter(properties), guard(properties));
        return new RetryingGateway(new ObservedGateway(guarded, registry), retries(properties));
    }

    @Bean
    WebhookTranslator acmeWebhooks(AcmeProperties properties) {
        return new AcmeWebhooks(new SigningSecrets(properties.webhookSecrets()), new AcmeEvents());
    }

    /** The bare adapter, as the contract tests it. */
    static PaymentGateway adapter(AcmeProperties properties) {
        return new AcmeGateway(AcmeVerbs.by(new AcmeCalls(new Wire(wire(properties)), properties.apiKey())));
    }

    private static WireLimits wire(AcmeProperties properties) {
        return new WireLimits("acme", properties.apiBase(), properties.connectTimeout(), properties.readTimeout(),
                properties.maxInFlight());
    }

    private static GuardLimits guard(AcmeProperties properties) {
        return new GuardLimits(properties.maxInFlight(), wire(properties).wholeCall().plus(GRACE),
                properties.breakerWindow(), properties.breakerFailureRate(), properties.breakerOpenFor());
    }

    private static RetryLimits retries(AcmeProperties properties) {
        return new RetryLimits(properties.maxTries(), properties.firstRetryWait(), properties.longestRetryWait());
    }
}
