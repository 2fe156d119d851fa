package dev.refill.gateways.momo;

import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.WireMockServer;

import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.PaymentMethod.MobileMoney;
import dev.refill.gateway.ProviderReference;
import dev.refill.testkit.gateway.ScriptedProvider;
import dev.refill.testkit.gateway.Situation;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

/** A WireMock that answers as MTN documents it, including every word for a payment that failed. */
final class ScriptedWireMock implements ScriptedProvider, AutoCloseable {

    private final MomoAnswers answers = new MomoAnswers();
    private final WireMockServer server = new WireMockServer(
            wireMockConfig().dynamicPort().containerThreads(40).extensions(answers));

    ScriptedWireMock() {
        server.start();
        server.stubFor(any(anyUrl()).willReturn(ok().withTransformers(MomoAnswers.NAME)));
    }

    WireMockServer server() {
        return server;
    }

    MomoAnswers answers() {
        return answers;
    }

    @Override
    public MobileMoney given(Situation situation) {
        if (situation instanceof Situation.RefusesConnections) {
            server.stop();
        }
        answers.play(situation);
        return new MobileMoney(TestMomo.PHONE);
    }

    @Override
    public void recovers() {
        answers.play(new Situation.Approves());
    }

    @Override
    public int captures(OperationKey key) {
        return (int) answers.captures(key.value());
    }

    @Override
    public int refunds(OperationKey key) {
        return (int) answers.refunds(key.value());
    }

    @Override
    public void customerPays(ProviderReference payment) {
        answers.customerPays(payment.value());
    }

    @Override
    public void timePasses() {
        answers.timePasses();
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

    @Override
    public void close() {
        server.stop();
    }
}
