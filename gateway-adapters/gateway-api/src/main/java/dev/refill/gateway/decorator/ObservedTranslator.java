package dev.refill.gateway.decorator;

import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayEvent;
import dev.refill.gateway.GatewayEvent.PaymentObserved;
import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Translation;
import dev.refill.gateway.Translation.Events;
import dev.refill.gateway.Verification;
import dev.refill.gateway.WebhookTranslator;

/**
 * Counts the declines of an unknown code that webhooks tell, by the counter {@code refill.gateway.unknown.declines} of
 * {@link ObservedGateway}. Verification and translation pass untouched.
 */
public final class ObservedTranslator implements WebhookTranslator {

    private final WebhookTranslator translator;
    private final UnknownDeclines unknownDeclines;

    public ObservedTranslator(WebhookTranslator translator, MeterRegistry registry) {
        this.translator = translator;
        this.unknownDeclines = new UnknownDeclines(translator.gateway(), registry);
    }

    @Override
    public GatewayId gateway() {
        return translator.gateway();
    }

    @Override
    public Mono<Verification> verify(Map<String, List<String>> headers, byte[] body) {
        return translator.verify(headers, body);
    }

    @Override
    public Mono<Verification> verify(String proof, Map<String, List<String>> headers, byte[] body) {
        return translator.verify(proof, headers, body);
    }

    @Override
    public Translation translate(byte[] body) {
        var translation = translator.translate(body);
        if (translation instanceof Events events) {
            events.events().forEach(this::count);
        }
        return translation;
    }

    private void count(GatewayEvent event) {
        if (event instanceof PaymentObserved payment) {
            unknownDeclines.count(payment.observation());
        }
    }
}
