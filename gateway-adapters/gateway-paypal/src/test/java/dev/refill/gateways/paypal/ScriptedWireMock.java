package dev.refill.gateways.paypal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.WireMockServer;

import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.PaymentMethod.HostedPage;
import dev.refill.gateway.ProviderReference;
import dev.refill.testkit.gateway.ScriptedProvider;
import dev.refill.testkit.gateway.Situation;
import dev.refill.testkit.gateway.TestCharges;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

/** A WireMock that answers as PayPal documents it, including every word for a capture that came to nothing. */
final class ScriptedWireMock implements ScriptedProvider, AutoCloseable {

    private final PaypalAnswers answers = new PaypalAnswers();
    private final WireMockServer server = new WireMockServer(
            wireMockConfig().dynamicPort().containerThreads(40).extensions(answers));

    ScriptedWireMock() {
        server.start();
        server.stubFor(any(anyUrl()).willReturn(ok().withTransformers(PaypalAnswers.NAME)));
    }

    WireMockServer server() {
        return server;
    }

    /** PayPal forgets an order that nobody agreed to. */
    void forgets(ProviderReference order) {
        answers.forgets(order.value());
    }

    @Override
    public HostedPage given(Situation situation) {
        if (situation instanceof Situation.RefusesConnections) {
            server.stop();
        }
        answers.play(situation);
        return TestCharges.HOSTED_PAGE;
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
        return new ProviderReference("0NOBODYSCAPTURE00");
    }

    @Override
    public ProviderReference nobodysPage() {
        return new ProviderReference("0NOBODYSORDER0000");
    }

    /** As the documented words are listed beside the tests, apart from the table of the code. */
    @Override
    public Map<String, DeclineReason> declines() {
        var declines = new LinkedHashMap<String, DeclineReason>();
        DocumentedPairs.in("documented-issues.txt").forEach((issue, meaning) -> {
            if (!meaning.equals("OURS") && !meaning.equals("CHANGED")) {
                declines.put(issue, DeclineReason.valueOf(meaning));
            }
        });
        DocumentedPairs.in("documented-processor-codes.txt")
                .forEach((code, reason) -> declines.put(code, DeclineReason.valueOf(reason)));
        return declines;
    }

    @Override
    public List<String> secrets() {
        return List.of(TestPaypal.CLIENT_SECRET, PaypalAnswers.TOKEN, PaypalAnswers.PAYER);
    }

    @Override
    public void close() {
        server.stop();
    }
}
