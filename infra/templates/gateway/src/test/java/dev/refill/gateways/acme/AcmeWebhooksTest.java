package dev.refill.gateways.acme;

import dev.refill.gateway.WebhookTranslator;
import dev.refill.testkit.gateway.SignedWebhooks;
import dev.refill.testkit.gateway.WebhookTranslatorContract;

/** Where Acme signs the time, too, or says which release of its API it speaks, there are further contracts. */
class AcmeWebhooksTest implements WebhookTranslatorContract {

    @Override
    public WebhookTranslator translator() {
        return TestAcme.translator();
    }

    @Override
    public SignedWebhooks webhooks() {
        return new AcmeSignedWebhooks();
    }
}
