package dev.refill.gateways.acme;

import dev.refill.gateway.Translation;
import dev.refill.gateway.Verification;

/** What Acme's events mean to us (Acme's page of them). Reads hostile bytes by {@code StrictJson} and never throws. */
final class AcmeEvents {

    /** @param body whose signature is good, which does not make it an event */
    Verification authentic(byte[] body) {
        throw new UnsupportedOperationException("AcmeEvents.authentic is to be written: the id and the type of an event of "
                + body.length + " bytes");
    }

    Translation translate(byte[] body) {
        throw new UnsupportedOperationException("AcmeEvents.translate is to be written: what an event of " + body.length
                + " bytes means; what is not known is for a person");
    }
}
