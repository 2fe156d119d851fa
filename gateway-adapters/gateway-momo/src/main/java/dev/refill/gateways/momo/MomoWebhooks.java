package dev.refill.gateways.momo;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayEvent.PaymentObserved;
import dev.refill.gateway.GatewayId;
import dev.refill.gateway.LookupOutcome;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.Pending;
import dev.refill.gateway.Translation;
import dev.refill.gateway.Verification;
import dev.refill.gateway.Verification.Authentic;
import dev.refill.gateway.Verification.Reason;
import dev.refill.gateway.Verification.Rejected;
import dev.refill.gateway.WebhookTranslator;

/**
 * MTN's callbacks. They are not signed, so nothing in one is believed because it came: the address has to be the one
 * that MTN alone was told for this payment, and MTN, asked by us, has to say the same of the payment as the callback does.
 * Only then is it kept, so that whoever reads it later reads what MTN said. The address alone would not do, as it passes
 * through logs of others; the question alone would not do either, as anybody could have us ask. MTN calls once
 * and does not repeat itself: what is not confirmed now is found by the look-ups that every payment gets in any case.
 */
final class MomoWebhooks implements WebhookTranslator {

    private final CallbackAddresses addresses;
    private final MomoEvents events;
    private final Function<OperationKey, Mono<LookupOutcome>> asked;

    /** @param asked what MTN itself says of a payment; bounded, and never an error */
    MomoWebhooks(CallbackAddresses addresses, MomoEvents events, Function<OperationKey, Mono<LookupOutcome>> asked) {
        this.addresses = addresses;
        this.events = events;
        this.asked = asked;
    }

    @Override
    public GatewayId gateway() {
        return MomoGateway.ID;
    }

    @Override
    public Mono<Verification> verify(Map<String, List<String>> headers, byte[] body) {
        return rejected(Reason.SIGNATURE_MISSING);
    }

    @Override
    public Mono<Verification> verify(String proof, Map<String, List<String>> headers, byte[] body) {
        return Mono.defer(() -> verified(CallbackProof.parse(proof), body));
    }

    @Override
    public Translation translate(byte[] body) {
        return events.translate(body);
    }

    private Mono<Verification> verified(@Nullable CallbackProof proof, byte[] body) {
        if (proof == null) {
            return rejected(Reason.SIGNATURE_MALFORMED);
        }
        if (!addresses.isOurs(proof)) {
            return rejected(Reason.SIGNATURE_WRONG);
        }
        var said = events.read(body);
        if (said == null) {
            return rejected(Reason.BODY_MALFORMED);
        }
        return said.observation().reference().equals(proof.reference())
                ? confirmedIfEnded(said)
                : rejected(Reason.SIGNATURE_WRONG);
    }

    /** MTN calls at the end of a payment. Whatever other word there is would be as true as MTN's of every payment that is open. */
    private Mono<Verification> confirmedIfEnded(PaymentObserved said) {
        return said.observation() instanceof Pending ? rejected(Reason.NOT_CONFIRMED) : confirmed(said);
    }

    private Mono<Verification> confirmed(PaymentObserved said) {
        return Mono.justOrEmpty(said.operationKey())
                .flatMap(asked)
                .map(found -> found.equals(said.observation())
                        ? new Authentic(said.dedupeKey(), "requesttopay")
                        : new Rejected(Reason.NOT_CONFIRMED));
    }

    private static Mono<Verification> rejected(Reason reason) {
        return Mono.just(new Rejected(reason));
    }
}
