package dev.refill.gateways.paypal;

import java.time.Clock;
import java.time.Duration;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import reactor.core.publisher.Flux;

import dev.refill.gateway.PaymentGateway;
import dev.refill.gateway.WebhookTranslator;
import dev.refill.gateway.decorator.GuardLimits;
import dev.refill.gateway.decorator.GuardedGateway;
import dev.refill.gateway.decorator.ObservedGateway;
import dev.refill.gateway.decorator.RetryLimits;
import dev.refill.gateway.decorator.RetryingGateway;
import dev.refill.gateways.paypal.lifecycle.FetchAhead;

/**
 * Puts the PayPal gateway together, in an application that has it among its jars and a client id: the adapter, guarded, then
 * observed so that refused calls are counted too, then retrying so that every try is counted. Needs a {@link Clock} and a
 * {@link MeterRegistry}.
 */
@AutoConfiguration
@ConditionalOnProperty("refill.gateways.paypal.client-id")
@EnableConfigurationProperties(PaypalProperties.class)
public class PaypalGatewayConfiguration {

    /** A token, and at most three more: an order is read, captured, and read again if another was faster. */
    private static final int CALLS_OF_A_VERB = 4;
    /** The wire has limits of its own and knows more when they pass; the guard stands just behind them. */
    private static final Duration GRACE = Duration.ofSeconds(1);
    /** At once; more are not in use. */
    private static final int FETCHES_AHEAD = 4;

    @Bean
    PaymentGateway paypalGateway(PaypalProperties properties, Clock clock, MeterRegistry registry) {
        var guarded = new GuardedGateway(adapter(properties, properties.site(), clock), guard(properties));
        return new RetryingGateway(new ObservedGateway(guarded, registry), retries(properties));
    }

    /** Certificates have a wire of their own, which knows nothing secret and which no flood takes from payments. */
    @Bean
    SigningCertificates paypalCertificates(PaypalProperties properties, Clock clock) {
        var fetch = new FetchCertificate(CertificateHttpClient.of(properties), properties.wholeCall());
        return new SigningCertificates(fetch::fetch, CertificateTrust.of(properties.authorities(), clock), clock);
    }

    @Bean
    WebhookTranslator paypalWebhooks(PaypalProperties properties, SigningCertificates paypalCertificates,
            Clock clock) {
        return new PaypalWebhooks(paypalCertificates, new PaypalEvents(new PaypalOrders(properties.site())),
                properties.site(), properties.webhookIds(), properties.isLive(), clock);
    }

    @Bean
    FetchAhead paypalCertificatesAhead(PaypalProperties properties, SigningCertificates paypalCertificates) {
        return new FetchAhead(Flux.fromIterable(properties.knownCertificates())
                .flatMap(paypalCertificates::fetched, FETCHES_AHEAD)
                .then());
    }

    /**
     * The bare adapter, as the contract tests it.
     *
     * @param site whose pages payers are sent to
     */
    static PaymentGateway adapter(PaypalProperties properties, PaypalSite site, Clock clock) {
        var calls = PaypalWire.of("paypal", properties, properties.maxInFlight());
        // One is asked for on behalf of many, and must not wait for a place among them.
        var tokens = PaypalTokens.of(PaypalWire.of("paypal-tokens", properties, 1), properties, clock);
        return new PaypalGateway(PaypalVerbs.by(new PaypalCalls(calls, tokens), new PaypalOrders(site)));
    }

    private static GuardLimits guard(PaypalProperties properties) {
        return new GuardLimits(properties.maxInFlight(),
                properties.wholeCall().multipliedBy(CALLS_OF_A_VERB).plus(GRACE), properties.breakerWindow(),
                properties.breakerFailureRate(), properties.breakerOpenFor());
    }

    private static RetryLimits retries(PaypalProperties properties) {
        return new RetryLimits(properties.maxTries(), properties.firstRetryWait(), properties.longestRetryWait());
    }
}
