package dev.refill.gateways.acme;

import java.time.Instant;
import java.util.List;

import dev.refill.testkit.gateway.Delivery;
import dev.refill.testkit.gateway.SignedWebhooks;

/** Signs as Acme's documentation says, not by the code under test. */
final class AcmeSignedWebhooks implements SignedWebhooks {

    @Override
    public Delivery signed(byte[] body, Instant at) {
        throw unwritten("signed: a body signed by TestAcme.WEBHOOK_SECRET");
    }

    @Override
    public Delivery forged(byte[] body, Instant at) {
        throw unwritten("forged: a body signed by a secret that never was ours");
    }

    @Override
    public Delivery changed(Delivery signed) {
        throw unwritten("changed: a delivery that was changed after it was signed");
    }

    @Override
    public List<Delivery> malformed(byte[] body) {
        throw unwritten("malformed: signatures that are none, though some look like one");
    }

    @Override
    public byte[] paid() {
        throw unwritten("paid: an event that says that a payment was made, with our operation key");
    }

    @Override
    public byte[] ofUnknownType() {
        throw unwritten("ofUnknownType: an event of a type that Acme does not have today");
    }

    @Override
    public byte[] ofNoConcern() {
        throw unwritten("ofNoConcern: an event that Acme has and that does not concern us");
    }

    private static AssertionError unwritten(String what) {
        return new AssertionError("AcmeSignedWebhooks is to be written: " + what);
    }
}
