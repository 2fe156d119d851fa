package dev.refill.gateways.stripe;

import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.WireMockServer;

import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.PaymentMethod.CardOnFile;
import dev.refill.gateway.ProviderReference;
import dev.refill.testkit.gateway.ScriptedProvider;
import dev.refill.testkit.gateway.Situation;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

/** A WireMock that answers as Stripe documents it, including every word for a refused card. */
final class ScriptedWireMock implements ScriptedProvider, AutoCloseable {

    private final StripeAnswers answers = new StripeAnswers();
    private final WireMockServer server = new WireMockServer(
            wireMockConfig().dynamicPort().containerThreads(40).extensions(answers));

    ScriptedWireMock() {
        server.start();
        server.stubFor(any(anyUrl()).willReturn(ok().withTransformers(StripeAnswers.NAME)));
    }

    WireMockServer server() {
        return server;
    }

    @Override
    public CardOnFile given(Situation situation) {
        if (situation instanceof Situation.RefusesConnections) {
            server.stop();
        }
        answers.play(situation);
        return new CardOnFile("pm_secret_0123456789");
    }

    @Override
    public void recovers() {
        answers.play(new Situation.Approves());
    }

    @Override
    public int captures(OperationKey key) {
        return answers.captures(key.value());
    }

    @Override
    public int refunds(OperationKey key) {
        return answers.refunds(key.value());
    }

    @Override
    public void customerPays(ProviderReference page) {
        answers.customerPays(page.value());
    }

    @Override
    public void timePasses() {
        answers.timePasses();
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
        return List.of(TestStripe.API_KEY, "pm_secret_0123456789");
    }

    @Override
    public void close() {
        server.stop();
    }
}
