package dev.refill.gateways.stripe;

import java.util.Optional;
import java.util.Set;

import com.stripe.exception.StripeException;
import reactor.core.publisher.Mono;

import dev.refill.gateway.CancelCommand;
import dev.refill.gateway.CancelOutcome;
import dev.refill.gateway.Cancels;
import dev.refill.gateway.ChargeCommand;
import dev.refill.gateway.ChargeOutcome;
import dev.refill.gateway.EventFeed;
import dev.refill.gateway.FeedOutcome;
import dev.refill.gateway.FeedPosition;
import dev.refill.gateway.ForgetOutcome;
import dev.refill.gateway.GatewayId;
import dev.refill.gateway.LookupOutcome;
import dev.refill.gateway.LookupQuery;
import dev.refill.gateway.PaymentGateway;
import dev.refill.gateway.PaymentKeyOutcome;
import dev.refill.gateway.PaymentKeys;
import dev.refill.gateway.PaymentMethod.CardOnFile;
import dev.refill.gateway.PaymentMethod.HostedPage;
import dev.refill.gateway.PaymentMethod.MobileMoney;
import dev.refill.gateway.PaymentMethodType;
import dev.refill.gateway.PayoutOutcome;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RefundCommand;
import dev.refill.gateway.RefundLookupOutcome;
import dev.refill.gateway.RefundOutcome;
import dev.refill.gateway.RefundQuery;
import dev.refill.gateway.Refunds;
import dev.refill.gateway.SavedCardOutcome;
import dev.refill.gateway.SavedCards;
import dev.refill.gateway.SettlementOutcome;
import dev.refill.gateway.SettlementPosition;
import dev.refill.gateway.Settlements;
import dev.refill.gateway.amount.UnpayableAmountException;

/** Stripe as a payment gateway that can do everything; each verb is carried out by a class of its own. */
final class StripeGateway implements PaymentGateway, Refunds, Cancels, EventFeed, PaymentKeys, SavedCards, Settlements {

    static final GatewayId ID = new GatewayId("stripe");

    private final StripeCalls calls;
    private final StripeVerbs verbs;

    StripeGateway(StripeCalls calls, StripeVerbs verbs) {
        this.calls = calls;
        this.verbs = verbs;
    }

    @Override
    public GatewayId id() {
        return ID;
    }

    @Override
    public Set<PaymentMethodType> methods() {
        return Set.of(PaymentMethodType.HOSTED_PAGE, PaymentMethodType.CARD_ON_FILE);
    }

    @Override
    public Mono<ChargeOutcome> charge(ChargeCommand command) {
        return calls.run(() -> carryOut(command), StripeCalls.NO_PLACE);
    }

    @Override
    public Mono<LookupOutcome> lookup(LookupQuery query) {
        return calls.run(() -> lookUp(query), StripeCalls.NO_PLACE);
    }

    @Override
    public Optional<Refunds> refunds() {
        return Optional.of(this);
    }

    @Override
    public Mono<RefundOutcome> refund(RefundCommand command) {
        return calls.run(() -> carryOut(command), StripeCalls.NO_PLACE);
    }

    @Override
    public Mono<RefundLookupOutcome> lookupRefund(RefundQuery query) {
        return calls.run(() -> lookUp(query), StripeCalls.NO_PLACE);
    }

    @Override
    public Optional<Cancels> cancels() {
        return Optional.of(this);
    }

    @Override
    public Mono<CancelOutcome> cancel(CancelCommand command) {
        return calls.run(() -> carryOut(command), StripeCalls.NO_PLACE);
    }

    @Override
    public Optional<EventFeed> events() {
        return Optional.of(this);
    }

    @Override
    public Mono<FeedOutcome> read(FeedPosition position) {
        return calls.run(() -> readOn(position), StripeCalls.NO_PLACE);
    }

    @Override
    public Optional<Settlements> settlements() {
        return Optional.of(this);
    }

    @Override
    public Mono<PayoutOutcome> readPayouts(FeedPosition position) {
        return calls.run(() -> payouts(position), StripeCalls.NO_PLACE);
    }

    @Override
    public Mono<SettlementOutcome> readLines(SettlementPosition position) {
        return calls.run(() -> lines(position), StripeCalls.NO_PLACE);
    }

    @Override
    public Optional<PaymentKeys> paymentKeys() {
        return Optional.of(this);
    }

    @Override
    public Mono<PaymentKeyOutcome> keyOf(ProviderReference payment) {
        return calls.run(() -> lookUp(payment), StripeCalls.NO_PLACE);
    }

    @Override
    public Optional<SavedCards> savedCards() {
        return Optional.of(this);
    }

    @Override
    public Mono<SavedCardOutcome> savedBy(ProviderReference payment) {
        return calls.run(() -> findSaved(payment), StripeCalls.NO_PLACE);
    }

    @Override
    public Mono<ForgetOutcome> forget(String token) {
        return calls.run(() -> forgetNow(token), StripeCalls.NO_PLACE);
    }

    private ChargeOutcome carryOut(ChargeCommand command) {
        try {
            return switch (command.method()) {
                case HostedPage page -> verbs.openHostedPage().open(command, page);
                case CardOnFile card -> verbs.chargeCardOnFile().charge(command, card);
                case MobileMoney phone -> StripeErrors.noWalletsOf(phone);
            };
        } catch (StripeException e) {
            return StripeErrors.ofCharge(e, command);
        } catch (UnpayableAmountException e) {
            return StripeErrors.refused(e);
        } catch (RuntimeException e) {
            return StripeErrors.unreadable(e);
        }
    }

    private RefundOutcome carryOut(RefundCommand command) {
        try {
            return verbs.refundPayment().refund(command);
        } catch (StripeException e) {
            return StripeErrors.ofRefund(e);
        } catch (UnpayableAmountException e) {
            return StripeErrors.refused(e);
        } catch (RuntimeException e) {
            return StripeErrors.unreadable(e);
        }
    }

    private CancelOutcome carryOut(CancelCommand command) {
        try {
            return verbs.closePayment().close(command);
        } catch (StripeException e) {
            return StripeErrors.ofCancel(e);
        } catch (RuntimeException e) {
            return StripeErrors.unreadable(e);
        }
    }

    private LookupOutcome lookUp(LookupQuery query) {
        try {
            return verbs.lookUpPayment().lookUp(query);
        } catch (StripeException e) {
            return StripeErrors.ofLookup(e);
        } catch (RuntimeException e) {
            return StripeErrors.unreadable(e);
        }
    }

    private RefundLookupOutcome lookUp(RefundQuery query) {
        try {
            return verbs.lookUpRefund().lookUp(query);
        } catch (StripeException e) {
            return StripeErrors.ofLookup(e);
        } catch (RuntimeException e) {
            return StripeErrors.unreadable(e);
        }
    }

    private PaymentKeyOutcome lookUp(ProviderReference payment) {
        try {
            return verbs.findPaymentKey().keyOf(payment);
        } catch (StripeException e) {
            return StripeErrors.ofLookup(e);
        } catch (RuntimeException e) {
            return StripeErrors.unreadable(e);
        }
    }

    private SavedCardOutcome findSaved(ProviderReference payment) {
        try {
            return verbs.findSavedCard().savedBy(payment);
        } catch (StripeException e) {
            return StripeErrors.ofLookup(e);
        } catch (RuntimeException e) {
            return StripeErrors.unreadable(e);
        }
    }

    private ForgetOutcome forgetNow(String token) {
        try {
            return verbs.forgetCard().forget(token);
        } catch (StripeException e) {
            return StripeErrors.ofLookup(e);
        } catch (RuntimeException e) {
            return StripeErrors.unreadable(e);
        }
    }

    private FeedOutcome readOn(FeedPosition position) {
        try {
            return verbs.readEvents().read(position);
        } catch (StripeException e) {
            return StripeErrors.ofLookup(e);
        } catch (RuntimeException e) {
            return StripeErrors.unreadable(e);
        }
    }

    private PayoutOutcome payouts(FeedPosition position) {
        try {
            return verbs.readPayouts().read(position);
        } catch (StripeException e) {
            return StripeErrors.ofLookup(e);
        } catch (RuntimeException e) {
            return StripeErrors.unreadable(e);
        }
    }

    private SettlementOutcome lines(SettlementPosition position) {
        try {
            return verbs.readSettlement().read(position);
        } catch (StripeException e) {
            return StripeErrors.ofLookup(e);
        } catch (RuntimeException e) {
            return StripeErrors.unreadable(e);
        }
    }
}
