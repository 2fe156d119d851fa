package dev.refill.testkit.gateway;

import com.github.tomakehurst.wiremock.WireMockServer;

import dev.refill.gateway.OperationKey;
import dev.refill.gateway.PaymentMethod;
import dev.refill.gateway.ProviderReference;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

/** A WireMock that answers as a provider documents it. It listens from the beginning; whoever makes it closes it. */
public abstract class WireMockProvider implements ScriptedProvider, AutoCloseable {

    private final ProviderAnswers answers;
    private final PaymentMethod method;
    private final WireMockServer server;

    /** @param method the card on file, or the phone, that every situation is played for */
    protected WireMockProvider(ProviderAnswers answers, PaymentMethod method) {
        this.answers = answers;
        this.method = method;
        this.server = new WireMockServer(wireMockConfig().dynamicPort().containerThreads(40).extensions(answers));
        server.start();
        server.stubFor(any(anyUrl()).willReturn(ok().withTransformers(answers.getName())));
    }

    /** For stubs that are a test's own, and for what was asked. */
    public final WireMockServer server() {
        return server;
    }

    @Override
    public final PaymentMethod given(Situation situation) {
        if (situation instanceof Situation.RefusesConnections) {
            server.stop();
        }
        answers.play(situation);
        return method;
    }

    @Override
    public final void recovers() {
        answers.play(new Situation.Approves());
    }

    @Override
    public final int captures(OperationKey key) {
        return answers.captures(key.value());
    }

    @Override
    public final int refunds(OperationKey key) {
        return answers.refunds(key.value());
    }

    @Override
    public final void customerPays(ProviderReference payment) {
        answers.customerPays(payment.value());
    }

    @Override
    public final void timePasses() {
        answers.timePasses();
    }

    @Override
    public final void close() {
        server.stop();
    }
}
