package dev.refill.gateways.acme;

import org.junit.jupiter.api.AfterEach;

import dev.refill.gateway.PaymentGateway;
import dev.refill.testkit.gateway.AnsweredCancelsContract;
import dev.refill.testkit.gateway.AnsweredPaymentsContract;
import dev.refill.testkit.gateway.AnsweredRefundsContract;
import dev.refill.testkit.gateway.ScriptedProvider;

/** Where Acme tells results by notification alone, the contracts without {@code Answered} are its. */
class AcmeWireMockContractTest implements AnsweredPaymentsContract, AnsweredRefundsContract, AnsweredCancelsContract {

    private final ScriptedWireMock provider = new ScriptedWireMock();
    private final PaymentGateway gateway = TestAcme.adapter(provider.server().baseUrl());

    @AfterEach
    void stop() {
        provider.close();
    }

    @Override
    public ScriptedProvider provider() {
        return provider;
    }

    @Override
    public PaymentGateway gateway() {
        return gateway;
    }
}
