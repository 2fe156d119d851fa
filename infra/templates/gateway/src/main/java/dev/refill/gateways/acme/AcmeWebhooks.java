package dev.refill.gateways.acme;

import java.util.List;
import java.util.Map;

import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Translation;
import dev.refill.gateway.Verification;
import dev.refill.gateway.Verification.Reason;
import dev.refill.gateway.Verification.Rejected;
import dev.refill.gateway.WebhookTranslator;

/** Acme's webhooks, signed over the raw bytes. */
final class AcmeWebhooks implements WebhookTranslator {

    private static final String HEADER = "acme-signature";

    private final SigningSecrets secrets;
    private final AcmeEvents events;

    AcmeWebhooks(SigningSecrets secrets, AcmeEvents events) {
        this.secrets = secrets;
        this.events = events;
    }

    @Override
    public GatewayId gateway() {
        return AcmeGateway.ID;
    }

    @Override
    public Mono<Verification> verify(Map<String, List<String>> headers, byte[] body) {
        return Mono.fromSupplier(() -> verified(headers.getOrDefault(HEADER, List.of()), body));
    }

    @Override
    public Translation translate(byte[] body) {
        return events.translate(body);
    }

    private Verification verified(List<String> signatures, byte[] body) {
        if (signatures.isEmpty()) {
            return new Rejected(Reason.SIGNATURE_MISSING);
        }
        var signature = Signature.parse(signatures);
        if (signature == null) {
            return new Rejected(Reason.SIGNATURE_MALFORMED);
        }
        return secrets.signed(signature, body) ? events.authentic(body) : new Rejected(Reason.SIGNATURE_WRONG);
    }
}
