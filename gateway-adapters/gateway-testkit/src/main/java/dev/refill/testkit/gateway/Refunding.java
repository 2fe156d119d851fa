package dev.refill.testkit.gateway;

import org.jspecify.annotations.Nullable;

import dev.refill.gateway.Approved;
import dev.refill.gateway.Pending;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RefundCommand;
import dev.refill.gateway.RefundLookupOutcome;
import dev.refill.gateway.RefundOutcome;
import dev.refill.gateway.Refunds;
import dev.refill.gateway.RequiresAction;
import dev.refill.testkit.gateway.Situation.Approves;

import static org.assertj.core.api.Assertions.assertThat;

/** What the contracts of refunds have to do before and after one. */
final class Refunding {

    private Refunding() {}

    /** A payment that was charged in a situation and is paid, at once or on the phone. */
    static ProviderReference paid(GatewayContract contract, Situation situation) {
        var charge = TestCharges.by(contract.provider().given(situation));
        var charged = Answered.by(contract.gateway().charge(charge));
        if (charged instanceof Pending pending) {
            contract.provider().customerPays(pending.reference());
            return pending.reference();
        }
        assertThat(charged).isInstanceOf(Approved.class);
        return ((Approved) charged).reference();
    }

    static ProviderReference unpaidPage(GatewayContract contract) {
        contract.provider().given(new Approves());
        var opened = Answered.by(contract.gateway().charge(TestCharges.onHostedPage()));
        assertThat(opened).isInstanceOf(RequiresAction.class);
        return ((RequiresAction) opened).reference();
    }

    static RefundOutcome refunded(GatewayContract contract, RefundCommand command) {
        return Answered.by(refunds(contract).refund(command));
    }

    static RefundLookupOutcome lookedUp(GatewayContract contract, RefundCommand command,
            @Nullable ProviderReference reference) {
        return Answered.by(refunds(contract).lookupRefund(TestRefunds.query(command, reference)));
    }

    static Refunds refunds(GatewayContract contract) {
        return contract.gateway().refunds().orElseThrow();
    }
}
