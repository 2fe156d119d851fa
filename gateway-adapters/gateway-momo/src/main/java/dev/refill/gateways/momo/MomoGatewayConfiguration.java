package dev.refill.gateways.momo;

import java.time.Clock;
import java.time.Duration;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

import dev.refill.gateway.LookupQuery;
import dev.refill.gateway.PaymentGateway;
import dev.refill.gateway.WebhookTranslator;
import dev.refill.gateway.decorator.GuardLimits;
import dev.refill.gateway.decorator.GuardedGateway;
import dev.refill.gateway.decorator.ObservedGateway;
import dev.refill.gateway.decorator.RetryLimits;
import dev.refill.gateway.decorator.RetryingGateway;

/**
 * Puts the MTN MoMo gateway together, in an application that has it among its jars and names a target environment: the
 * adapter, guarded, then observed so that refused calls are counted too, then retrying so that every try is counted. Needs
 * a {@link Clock} and a {@link MeterRegistry}.
 */
@AutoConfiguration
@ConditionalOnProperty("refill.gateways.momo.target-environment")
@EnableConfigurationProperties(MomoProperties.class)
public class MomoGatewayConfiguration {

    /** A call may need a token first. */
    private static final int CALLS_OF_A_VERB = 2;
    /** The wire has limits of its own and knows more when they pass; the guard stands just behind them. */
    private static final Duration GRACE = Duration.ofSeconds(1);
    /** An arriving webhook is given ten seconds to be verified: MTN is to hear before that that it was not confirmed. */
    private static final Duration LONGEST_CONFIRMATION = Duration.ofSeconds(8);

    @Bean
    PaymentGateway momoGateway(MomoProperties properties, Clock clock, MeterRegistry registry) {
        var guarded = new GuardedGateway(adapter(properties, clock), guard(properties));
        return new RetryingGateway(new ObservedGateway(guarded, registry), retries(properties));
    }

    /** Callbacks have connections, a bulkhead and a breaker of their own: a flood of them is not felt by payments. */
    @Bean
    WebhookTranslator momoWebhooks(MomoProperties properties, Clock clock) {
        var asked = new GuardedGateway(adapter(properties, clock), callbackGuard(properties));
        return new MomoWebhooks(properties.callbackAddresses(), new MomoEvents(),
                key -> asked.lookup(new LookupQuery(key, null, LookUpPayment.ANY_TIME)));
    }

    /** The bare adapter, as the contract tests it. */
    static PaymentGateway adapter(MomoProperties properties, Clock clock) {
        var calls = new MomoCalls(properties.apiBase(), properties.connectTimeout(), properties.readTimeout(),
                properties.maxInFlight());
        return new MomoGateway(MomoVerbs.by(calls, properties, clock));
    }

    static GuardLimits guard(MomoProperties properties) {
        return guard(properties, properties.maxInFlight(), longestVerb(properties));
    }

    static GuardLimits callbackGuard(MomoProperties properties) {
        var longest = longestVerb(properties);
        return guard(properties, properties.maxCallbacksInFlight(),
                longest.compareTo(LONGEST_CONFIRMATION) < 0 ? longest : LONGEST_CONFIRMATION);
    }

    private static Duration longestVerb(MomoProperties properties) {
        return properties.connectTimeout().plus(properties.readTimeout()).multipliedBy(CALLS_OF_A_VERB).plus(GRACE);
    }

    private static GuardLimits guard(MomoProperties properties, int maxInFlight, Duration timeout) {
        return new GuardLimits(maxInFlight, timeout, properties.breakerWindow(), properties.breakerFailureRate(),
                properties.breakerOpenFor());
    }

    private static RetryLimits retries(MomoProperties properties) {
        return new RetryLimits(properties.maxTries(), properties.firstRetryWait(), properties.longestRetryWait());
    }
}
