package dev.refill.testkit.gateway;

import dev.refill.gateway.Approved;
import dev.refill.gateway.LookupQuery;
import dev.refill.gateway.PaymentGateway;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RequiresAction;

import static org.assertj.core.api.Assertions.assertThat;

/** Brings a payment about: by a card at once, or on a page that the customer pays on. */
final class Paid {

    private Paid() {}

    /** The provider's id of the payment as an order would hold it. */
    static ProviderReference by(ScriptedProvider provider, PaymentGateway gateway, Situation situation) {
        var command = TestCharges.by(provider.given(situation));
        Object paid = Answered.by(gateway.charge(command));
        if (paid instanceof RequiresAction page) {
            provider.customerPays(page.reference());
            paid = Answered.by(gateway.lookup(
                    new LookupQuery(command.operationKey(), page.reference(), TestCharges.sentJustNow())));
        }
        assertThat(paid).isInstanceOf(Approved.class);
        return ((Approved) paid).reference();
    }
}
