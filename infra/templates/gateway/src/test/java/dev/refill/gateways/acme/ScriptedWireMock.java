package dev.refill.gateways.acme;

import java.util.List;
import java.util.Map;

import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.PaymentMethod.CardOnFile;
import dev.refill.gateway.ProviderReference;
import dev.refill.testkit.gateway.WireMockProvider;

/** A WireMock that answers as Acme documents it, including every word for a refused card. */
final class ScriptedWireMock extends WireMockProvider {

    ScriptedWireMock() {
        super(new AcmeAnswers(), new CardOnFile(TestAcme.CARD));
    }

    /** To be written: of the form that Acme's references have. */
    @Override
    public ProviderReference nobodysPayment() {
        return new ProviderReference("nobodys-payment");
    }

    /** To be written: of the form that the references of Acme's pages have. */
    @Override
    public ProviderReference nobodysPage() {
        return new ProviderReference("nobodys-page");
    }

    @Override
    public Map<String, DeclineReason> declines() {
        return AcmeDeclines.REASONS;
    }

    @Override
    public List<String> secrets() {
        return List.of(TestAcme.API_KEY, TestAcme.CARD, TestAcme.WEBHOOK_SECRET);
    }
}
