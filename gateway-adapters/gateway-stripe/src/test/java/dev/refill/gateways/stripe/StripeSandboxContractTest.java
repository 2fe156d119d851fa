package dev.refill.gateways.stripe;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.refill.gateway.Approved;
import dev.refill.gateway.Closed;
import dev.refill.gateway.DisputeObservation.DisputeOpened;
import dev.refill.gateway.DisputeObservation.FundsWithdrawn;
import dev.refill.gateway.GatewayEvent.DisputeObserved;
import dev.refill.gateway.LookupQuery;
import dev.refill.gateway.Money;
import dev.refill.gateway.NotFound;
import dev.refill.gateway.PaymentGateway;
import dev.refill.gateway.PaymentKeyFound;
import dev.refill.gateway.PaymentMethod.CardOnFile;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RefundRefused;
import dev.refill.gateway.RequiresAction;
import dev.refill.gateway.SentWithin;
import dev.refill.gateway.Translation.Events;
import dev.refill.gateway.Unknown;
import dev.refill.gateway.WebhookTranslator;
import dev.refill.sandbox.SandboxServer;
import dev.refill.sandbox.SandboxSettings;
import dev.refill.testkit.gateway.AnsweredCancelsContract;
import dev.refill.testkit.gateway.AnsweredPaymentsContract;
import dev.refill.testkit.gateway.AnsweredRefundsContract;
import dev.refill.testkit.gateway.EventFeedContract;
import dev.refill.testkit.gateway.PaymentKeysContract;
import dev.refill.testkit.gateway.SavedCardsContract;
import dev.refill.testkit.gateway.ScriptedProvider;
import dev.refill.testkit.gateway.SettlementsContract;
import dev.refill.testkit.gateway.TestCharges;
import dev.refill.testkit.gateway.TestClock;
import dev.refill.testkit.gateway.TestRefunds;

import static org.assertj.core.api.Assertions.assertThat;

class StripeSandboxContractTest
        implements
            AnsweredPaymentsContract,
            AnsweredRefundsContract,
            AnsweredCancelsContract,
            EventFeedContract,
            PaymentKeysContract,
            SavedCardsContract,
            SettlementsContract {

    private volatile Instant now = Instant.now(Clock.systemUTC());
    private final SandboxServer sandbox = SandboxServer.start(SandboxSettings.defaults()
            .withPort(0)
            .withApiKey(TestStripe.API_KEY)
            .withClock(new TestClock(() -> now)));
    private final ScriptedSandbox provider = new ScriptedSandbox(sandbox, () -> now = now.plusSeconds(60));
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

    @Override
    public void providerPaysOut() {
        provider.paysOut();
    }

    @Override
    public WebhookTranslator translator() {
        return TestStripe.translator();
    }

    /** The bank wants the money back at once, and its events lead to the payment. */
    @Test
    void eventsWhenPaymentIsDisputedThenWithdrawnWithItsFeeAndFoundByItsKey() {
        var charge = TestCharges.by(new CardOnFile("pm_card_createDispute"));
        var approved = (Approved) Objects.requireNonNull(gateway.charge(charge).block(LONGEST));
        var disputed = observations();
        assertThat(disputed).extracting(DisputeObserved::observation).satisfiesExactly(
                opened -> assertThat(opened).isInstanceOfSatisfying(DisputeOpened.class, dispute -> {
                    assertThat(dispute.amount()).isEqualTo(charge.amount());
                    assertThat(dispute.rawReason()).isEqualTo("fraudulent");
                }),
                withdrawn -> assertThat(withdrawn).isInstanceOfSatisfying(FundsWithdrawn.class, dispute -> {
                    assertThat(dispute.amount()).isEqualTo(charge.amount());
                    assertThat(dispute.fee()).isEqualTo(Money.of(1_500, "EUR"));
                }));
        assertThat(disputed).allSatisfy(event -> {
            assertThat(event.payment()).isEqualTo(approved.reference());
            assertThat(gateway.paymentKeys().orElseThrow().keyOf(event.payment()).block(LONGEST))
                    .isEqualTo(new PaymentKeyFound(charge.operationKey()));
        });
        assertThat(gateway.refunds().orElseThrow().refund(TestRefunds.ofAll(approved.reference())).block(LONGEST))
                .isEqualTo(new RefundRefused("charge_disputed"));
    }

    private List<DisputeObserved> observations() {
        return gateway.events().orElseThrow().since(now.minusSeconds(60), now.plusSeconds(60))
                .map(event -> translator().translate(event.body()))
                .ofType(Events.class)
                .concatMapIterable(Events::events)
                .ofType(DisputeObserved.class)
                .collectList()
                .blockOptional(LONGEST)
                .orElseThrow();
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
