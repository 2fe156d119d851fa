package dev.refill.gateways.stripe;

import java.net.URI;
import java.util.List;
import java.util.Map;

import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.PaymentMethod.CardOnFile;
import dev.refill.gateway.ProviderReference;
import dev.refill.testkit.gateway.WireMockProvider;

/** A WireMock that answers as Stripe documents it, including every word for a refused card. */
final class ScriptedWireMock extends WireMockProvider {

    private static final String CARD = "pm_secret_0123456789";
    private static final URI RETURN = URI.create("https://shop.example/return");

    private final StripeAnswers answers;

    ScriptedWireMock() {
        this(new StripeAnswers());
    }

    private ScriptedWireMock(StripeAnswers answers) {
        super(answers, new CardOnFile(CARD, RETURN));
        this.answers = answers;
    }

    void paysOut() {
        answers.paysOut();
    }

    @Override
    public ProviderReference nobodysPayment() {
        return new ProviderReference("pi_nobody");
    }

    @Override
    public ProviderReference nobodysPage() {
        return new ProviderReference("cs_test_nobody");
    }

    @Override
    public Map<String, DeclineReason> declines() {
        return StripeDeclines.REASONS;
    }

    @Override
    public List<String> secrets() {
        return List.of(TestStripe.API_KEY, CARD);
    }
}
