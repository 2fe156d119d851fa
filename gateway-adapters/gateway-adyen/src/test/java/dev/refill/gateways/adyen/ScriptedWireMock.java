package dev.refill.gateways.adyen;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.github.tomakehurst.wiremock.WireMockServer;

import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.PaymentMethod.CardOnFile;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateways.adyen.AdyenDeclines.Row;
import dev.refill.testkit.gateway.ScriptedProvider;
import dev.refill.testkit.gateway.Situation;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

/** A WireMock that answers as Adyen documents it, including every word for a refused card. */
final class ScriptedWireMock implements ScriptedProvider, AutoCloseable {

    private static final String STORED_CARD = "M5N7TQ4TG5PFWR50";

    private final AdyenAnswers answers = new AdyenAnswers();
    private final WireMockServer server = new WireMockServer(
            wireMockConfig().dynamicPort().containerThreads(40).extensions(answers));

    ScriptedWireMock() {
        server.start();
        server.stubFor(any(anyUrl()).willReturn(ok().withTransformers(AdyenAnswers.NAME)));
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
        return new CardOnFile("shopper-1." + STORED_CARD);
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

    /** Adyen tells what happens later by notification alone. */
    @Override
    public void timePasses() {}

    @Override
    public ProviderReference nobodysPayment() {
        return new ProviderReference("NOBODYSPAYMENT00");
    }

    @Override
    public ProviderReference nobodysPage() {
        return new ProviderReference("PL0000000000000000");
    }

    @Override
    public Map<String, DeclineReason> declines() {
        return AdyenDeclines.ROWS.stream().collect(Collectors.toMap(Row::code, Row::reason));
    }

    @Override
    public List<String> secrets() {
        return List.of(TestAdyen.API_KEY, STORED_CARD);
    }

    @Override
    public void close() {
        server.stop();
    }
}
