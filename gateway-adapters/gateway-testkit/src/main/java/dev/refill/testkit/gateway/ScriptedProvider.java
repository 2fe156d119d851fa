package dev.refill.testkit.gateway;

import java.util.List;
import java.util.Map;

import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.PaymentMethod.CardOnFile;

/** A provider that an adapter's test tells how to behave. */
public interface ScriptedProvider {

    /**
     * Brings the situation about for charges until {@link #recovers()}; look-ups work, unless the situation says
     * otherwise or nobody listens.
     *
     * @return the card on file to charge for it
     */
    CardOnFile given(Situation situation);

    /** From now on everything works again; what happened stays. */
    void recovers();

    /** How many charges captured money under a key. */
    int captures(OperationKey key);

    /** The refusals that it can play: the provider's word and what it must become. */
    Map<String, DeclineReason> declines();

    /** What no log may ever hold: API keys, card tokens. */
    List<String> secrets();
}
