package dev.refill.testkit.gateway;

import java.util.List;
import java.util.Map;

import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.PaymentMethod;
import dev.refill.gateway.ProviderReference;

/** A provider that an adapter's test tells how to behave. */
public interface ScriptedProvider {

    /**
     * Brings the situation about for charges, refunds and cancels until {@link #recovers()}; look-ups work, unless the situation says
     * otherwise or nobody listens.
     *
     * @return the card on file, or the phone, to charge for it
     */
    PaymentMethod given(Situation situation);

    /** From now on everything works again; what happened stays. */
    void recovers();

    /** How many charges captured money under a key. */
    int captures(OperationKey key);

    /** How many refunds were made under a key, whatever became of them. */
    int refunds(OperationKey key);

    /** A customer pays on a hosted page, with a good card, or agrees on the phone. */
    void customerPays(ProviderReference payment);

    /** Whatever the provider does by itself some time later comes about. */
    void timePasses();

    /** A reference like that of a payment, which no payment has. */
    ProviderReference nobodysPayment();

    /** A reference like that of a hosted page, which no page has; like that of a payment where there are no pages. */
    default ProviderReference nobodysPage() {
        return nobodysPayment();
    }

    /** The refusals that it can play: the provider's word and what it must become. */
    Map<String, DeclineReason> declines();

    /** What no log may ever hold: API keys, card tokens, phone numbers. */
    List<String> secrets();
}
