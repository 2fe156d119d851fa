package dev.refill.gateways.stripe;

import org.junit.jupiter.api.AfterEach;

import dev.refill.gateway.PaymentGateway;
import dev.refill.sandbox.SandboxServer;
import dev.refill.sandbox.SandboxSettings;
import dev.refill.testkit.gateway.PaymentGatewayContract;
import dev.refill.testkit.gateway.ScriptedProvider;

class StripeSandboxContractTest implements PaymentGatewayContract {

    private final SandboxServer sandbox = SandboxServer
            .start(SandboxSettings.defaults().withPort(0).withApiKey(TestStripe.API_KEY));
    private final ScriptedSandbox provider = new ScriptedSandbox(sandbox);
    private final PaymentGateway gateway = TestStripe.adapter(sandbox.baseUrl(), TestStripe.API_KEY);

    @AfterEach
    void stop() {
        sandbox.close();
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
