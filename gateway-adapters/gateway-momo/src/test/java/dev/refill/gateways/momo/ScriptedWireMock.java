package dev.refill.gateways.momo;

import java.util.List;
import java.util.Map;

import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.PaymentMethod.MobileMoney;
import dev.refill.gateway.ProviderReference;
import dev.refill.testkit.gateway.WireMockProvider;

/** A WireMock that answers as MTN documents it, including every word for a payment that failed. */
final class ScriptedWireMock extends WireMockProvider {

    private final MomoAnswers answers;

    ScriptedWireMock() {
        this(new MomoAnswers());
    }

    private ScriptedWireMock(MomoAnswers answers) {
        super(answers, new MobileMoney(TestMomo.PHONE));
        this.answers = answers;
    }

    MomoAnswers answers() {
        return answers;
    }

    @Override
    public ProviderReference nobodysPayment() {
        return new ProviderReference("00000000-0000-4000-8000-000000000000");
    }

    @Override
    public Map<String, DeclineReason> declines() {
        return MomoDeclines.REASONS;
    }

    @Override
    public List<String> secrets() {
        return List.of(TestMomo.COLLECTION.subscriptionKey(), TestMomo.COLLECTION.apiKey(), TestMomo.CALLBACK_SECRET,
                MomoAnswers.TOKEN, TestMomo.PHONE);
    }
}
