package dev.refill.gateways.paypal;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Translation;
import dev.refill.gateway.Verification;
import dev.refill.gateway.Verification.Authentic;
import dev.refill.gateway.Verification.Reason;
import dev.refill.gateway.Verification.Rejected;
import dev.refill.gateway.WebhookTranslator;
import dev.refill.gateways.paypal.SigningCertificates.Found;

/**
 * PayPal's webhooks, signed by a certificate that each names by its address. PayPal is never asked while a webhook waits: one
 * whose certificate is not at hand is refused, and PayPal, which repeats what is not answered with 2xx for three days, finds it
 * at hand the next time. The signature binds the webhook's own id, so what was sent to another account is not ours.
 */
final class PaypalWebhooks implements WebhookTranslator {

    /** PayPal repeats itself for three days, and it is not documented whether a repetition has a new time. */
    private static final Duration OLDEST = Duration.ofDays(4);
    private static final Duration MOST_AHEAD = Duration.ofMinutes(5);

    private final SigningCertificates certificates;
    private final PaypalEvents events;
    private final PaypalSite site;
    private final List<String> webhookIds;
    private final boolean live;
    private final Clock clock;

    /**
     * @param site whose certificates are taken
     * @param webhookIds PayPal's ids of our webhook, several while its address is being changed
     * @param live whether real money moves: certificates of the other environment are not even fetched
     */
    PaypalWebhooks(SigningCertificates certificates, PaypalEvents events, PaypalSite site,
            List<String> webhookIds, boolean live, Clock clock) {
        this.certificates = certificates;
        this.events = events;
        this.site = site;
        this.webhookIds = webhookIds;
        this.live = live;
        this.clock = clock;
    }

    @Override
    public GatewayId gateway() {
        return PaypalGateway.ID;
    }

    @Override
    public Mono<Verification> verify(Map<String, List<String>> headers, byte[] body) {
        return Mono.defer(() -> verified(headers, body));
    }

    @Override
    public Translation translate(byte[] body) {
        return events.translate(body);
    }

    private Mono<Verification> verified(Map<String, List<String>> headers, byte[] body) {
        if (Transmission.isMissing(headers)) {
            return rejected(Reason.SIGNATURE_MISSING);
        }
        var transmission = Transmission.read(headers, site);
        if (transmission == null) {
            return rejected(Reason.SIGNATURE_MALFORMED);
        }
        var objection = objection(transmission);
        return objection == null ? verified(transmission, body) : rejected(objection);
    }

    /** What can be said before any certificate is looked at, so that as little as possible is ever fetched. */
    private @Nullable Reason objection(Transmission transmission) {
        var now = clock.instant();
        if (transmission.certificate().live() != live) {
            return Reason.WRONG_ENVIRONMENT;
        }
        if (transmission.at().isBefore(now.minus(OLDEST))) {
            return Reason.TIMESTAMP_TOO_OLD;
        }
        return transmission.at().isAfter(now.plus(MOST_AHEAD)) ? Reason.TIMESTAMP_IN_FUTURE : null;
    }

    private Mono<Verification> verified(Transmission transmission, byte[] body) {
        var event = PaypalEvent.read(body);
        return event == null
                ? rejected(Reason.BODY_MALFORMED)
                : certificates.at(transmission.certificate()).map(found -> switch (found) {
                    case Found.Known(var certificate) -> verified(certificate, transmission, body, event);
                    case Found.NotAtHand() -> new Rejected(Reason.CERTIFICATE_NOT_AT_HAND);
                    case Found.Refused() -> new Rejected(Reason.CERTIFICATE_WRONG);
                });
    }

    private Verification verified(SigningCertificate certificate, Transmission transmission, byte[] body,
            PaypalEvent event) {
        if (!certificate.isValidAt(clock.instant())) {
            return new Rejected(Reason.CERTIFICATE_WRONG);
        }
        return webhookIds.stream().anyMatch(
                id -> certificate.signed(transmission.signature(), transmission.signedData(id, body)))
                        ? new Authentic(event.id(), event.type())
                        : new Rejected(Reason.SIGNATURE_WRONG);
    }

    private static Mono<Verification> rejected(Reason reason) {
        return Mono.just(new Rejected(reason));
    }
}
