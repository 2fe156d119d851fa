package dev.refill.gateways.stripe;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.refill.gateway.Closed;
import dev.refill.gateway.LookupQuery;
import dev.refill.gateway.NotFound;
import dev.refill.gateway.PaymentGateway;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RequiresAction;
import dev.refill.gateway.SentWithin;
import dev.refill.gateway.Unknown;
import dev.refill.sandbox.SandboxServer;
import dev.refill.sandbox.SandboxSettings;
import dev.refill.testkit.gateway.PaymentGatewayContract;
import dev.refill.testkit.gateway.ScriptedProvider;
import dev.refill.testkit.gateway.TestCharges;

import static org.assertj.core.api.Assertions.assertThat;

class StripeSandboxContractTest implements PaymentGatewayContract {

    private volatile Instant now = Instant.now(Clock.systemUTC());
    private final SandboxServer sandbox = SandboxServer.start(SandboxSettings.defaults()
            .withPort(0)
            .withApiKey(TestStripe.API_KEY)
            .withClock(new TestClock(() -> now)));
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

    /** Whatever was opened after its time is not even read. */
    @Test
    void lookupWhenPageIsFromDaysAgoThenFoundInItsTime() {
        var command = TestCharges.onHostedPage();
        var sent = new SentWithin(now, now.plus(Duration.ofMinutes(45)));
        assertThat(gateway.charge(command).block(LONGEST)).isInstanceOf(RequiresAction.class);
        now = now.plus(Duration.ofDays(3));
        var since = gateway.charge(TestCharges.onHostedPage()).repeat(10).blockLast(LONGEST);
        assertThat(since).isInstanceOf(RequiresAction.class);
        assertThat(gateway.lookup(new LookupQuery(command.operationKey(), null, sent)).block(LONGEST))
                .isInstanceOf(Closed.class);
        var later = new SentWithin(sent.to().plus(Duration.ofHours(1)), now);
        assertThat(gateway.lookup(new LookupQuery(command.operationKey(), null, later)).block(LONGEST))
                .isEqualTo(new NotFound());
    }

    @Test
    void lookupWhenAddressIsWrongThenUnknown() {
        var misled = TestStripe.adapter(sandbox.baseUrl() + "/elsewhere", TestStripe.API_KEY);
        for (var reference : new String[]{"cs_test_1", "pi_1", "req_1"}) {
            assertThat(misled.lookup(new LookupQuery(TestCharges.newKey(), new ProviderReference(reference),
                    TestCharges.sentJustNow())).block(LONGEST)).isInstanceOf(Unknown.class);
        }
    }
}
