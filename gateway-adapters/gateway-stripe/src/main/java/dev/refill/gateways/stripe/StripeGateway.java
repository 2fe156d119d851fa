package dev.refill.gateways.stripe;

import com.stripe.exception.StripeException;
import reactor.core.publisher.Mono;

import dev.refill.gateway.ChargeCommand;
import dev.refill.gateway.ChargeOutcome;
import dev.refill.gateway.GatewayId;
import dev.refill.gateway.LookupOutcome;
import dev.refill.gateway.LookupQuery;
import dev.refill.gateway.PaymentGateway;
import dev.refill.gateway.PaymentMethod.CardOnFile;
import dev.refill.gateway.PaymentMethod.HostedPage;

/** Stripe as a payment gateway; each verb is carried out by a class of its own. */
final class StripeGateway implements PaymentGateway {

    static final GatewayId ID = new GatewayId("stripe");

    private final StripeCalls calls;
    private final OpenHostedPage openHostedPage;
    private final ChargeCardOnFile chargeCardOnFile;
    private final LookUpPayment lookUpPayment;

    StripeGateway(StripeCalls calls, OpenHostedPage openHostedPage, ChargeCardOnFile chargeCardOnFile,
            LookUpPayment lookUpPayment) {
        this.calls = calls;
        this.openHostedPage = openHostedPage;
        this.chargeCardOnFile = chargeCardOnFile;
        this.lookUpPayment = lookUpPayment;
    }

    @Override
    public GatewayId id() {
        return ID;
    }

    @Override
    public Mono<ChargeOutcome> charge(ChargeCommand command) {
        return calls.run(() -> carryOut(command), StripeCalls.NO_PLACE);
    }

    @Override
    public Mono<LookupOutcome> lookup(LookupQuery query) {
        return calls.run(() -> lookUp(query), StripeCalls.NO_PLACE);
    }

    private ChargeOutcome carryOut(ChargeCommand command) {
        try {
            return switch (command.method()) {
                case HostedPage page -> openHostedPage.open(command, page);
                case CardOnFile card -> chargeCardOnFile.charge(command, card);
            };
        } catch (StripeException e) {
            return StripeErrors.ofCharge(e);
        } catch (UnpayableAmountException e) {
            return StripeErrors.refused(e);
        } catch (RuntimeException e) {
            return StripeErrors.unreadable(e);
        }
    }

    private LookupOutcome lookUp(LookupQuery query) {
        try {
            return lookUpPayment.lookUp(query);
        } catch (StripeException e) {
            return StripeErrors.ofLookup(e);
        } catch (RuntimeException e) {
            return StripeErrors.unreadable(e);
        }
    }
}
