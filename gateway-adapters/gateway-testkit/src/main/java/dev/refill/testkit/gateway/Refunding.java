package dev.refill.testkit.gateway;

import org.jspecify.annotations.Nullable;

import dev.refill.gateway.Approved;
import dev.refill.gateway.ChargeCommand;
import dev.refill.gateway.ChargeOutcome;
import dev.refill.gateway.LookupQuery;
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

    /** A payment that was charged in a situation and is paid: at once, on the phone, or on a page, by a look-up. */
    static ProviderReference paid(GatewayContract contract, Situation situation) {
        var charge = TestCharges.by(contract.provider().given(situation));
        return switch (Answered.by(contract.gateway().charge(charge))) {
            case Pending pending -> {
                contract.provider().customerPays(pending.reference());
                yield pending.reference();
            }
            case RequiresAction page -> {
                contract.provider().customerPays(page.reference());
                yield approved(Answered.by(contract.gateway().lookup(new LookupQuery(charge.operationKey(),
                        page.reference(), TestCharges.sentJustNow()))));
            }
            case ChargeOutcome charged -> approved(charged);
        };
    }

    private static ProviderReference approved(Object outcome) {
        assertThat(outcome).isInstanceOf(Approved.class);
        return ((Approved) outcome).reference();
    }

    static ProviderReference unpaidPage(GatewayContract contract) {
        contract.provider().given(new Approves());
        return opened(contract, TestCharges.onHostedPage());
    }

    static ProviderReference opened(GatewayContract contract, ChargeCommand page) {
        var opened = Answered.by(contract.gateway().charge(page));
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
