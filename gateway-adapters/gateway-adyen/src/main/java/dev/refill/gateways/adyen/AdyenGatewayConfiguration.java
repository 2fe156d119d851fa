package dev.refill.gateways.adyen;

import java.time.Duration;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
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
import dev.refill.gateway.http.Wire;
import dev.refill.gateway.http.WireLimits;

/**
 * Puts the Adyen gateway together, if it has an API key: the adapter, guarded, then observed so that refused calls are
 * counted too, then retrying so that every try is counted. Needs a {@link MeterRegistry}.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("refill.gateways.adyen.api-key")
@EnableConfigurationProperties(AdyenProperties.class)
public class AdyenGatewayConfiguration {

    /** The wire has limits of its own and knows more when they pass; the guard stands just behind them. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    @Bean
    PaymentGateway adyenGateway(AdyenProperties properties, MeterRegistry registry) {
        var guarded = new GuardedGateway(adapter(properties), guard(properties));
        return new RetryingGateway(new ObservedGateway(guarded, registry), retries(properties));
    }

    @Bean
    WebhookTranslator adyenWebhooks(AdyenProperties properties) {
        return new AdyenWebhooks(new SigningSecrets(properties.hmacKeys()),
                BasicAuthentication.of(properties.webhookUser(), properties.webhookPassword()),
                new AdyenEvents(properties.merchantAccount()),
                properties.merchantAccount(), properties.isLive());
    }

    /** The bare adapter, as the contract tests it. */
    static PaymentGateway adapter(AdyenProperties properties) {
        return new AdyenGateway(AdyenVerbs.by(calls(properties), properties.merchantAccount()));
    }

    private static AdyenCalls calls(AdyenProperties properties) {
        return new AdyenCalls(new Wire(wire(properties)), properties.apiKey());
    }

    private static WireLimits wire(AdyenProperties properties) {
        return new WireLimits("adyen", properties.apiBase(), properties.connectTimeout(), properties.readTimeout(),
                properties.maxInFlight());
    }

    private static GuardLimits guard(AdyenProperties properties) {
        return new GuardLimits(properties.maxInFlight(), wire(properties).wholeCall().plus(GRACE),
                properties.breakerWindow(), properties.breakerFailureRate(), properties.breakerOpenFor());
    }

    private static RetryLimits retries(AdyenProperties properties) {
        return new RetryLimits(properties.maxTries(), properties.firstRetryWait(), properties.longestRetryWait());
    }
}
