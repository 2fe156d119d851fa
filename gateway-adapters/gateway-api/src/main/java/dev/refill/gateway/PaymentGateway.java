package dev.refill.gateway;

import java.util.Optional;
import java.util.Set;

import reactor.core.publisher.Mono;

/**
 * One payment provider. Both verbs, and those of its capabilities, return cold Monos: nothing is sent before subscription, each subscription sends once,
 * and exactly one outcome is emitted. They never complete empty and signal an error only for programmer errors.
 * A cancel gives up waiting; what was already sent may still take effect, so a cancelled charge counts as
 * {@link Unknown}.
 */
public interface PaymentGateway {

    GatewayId id();

    /** How customers can pay here; one or more, always the same. A charge by another method is {@link NotSent}. */
    Set<PaymentMethodType> methods();

    /**
     * Whether it has answered well enough lately to be asked before others. A hint for whoever has the choice: it says nothing of
     * one call, may be outdated, never blocks and asks nobody.
     */
    default boolean isWell() {
        return true;
    }

    /**
     * Carries out one charge. Safe to repeat with the same operation key: the provider charges at most once.
     *
     * @return one outcome; a timeout or a connection lost after sending is {@link Unknown}
     */
    Mono<ChargeOutcome> charge(ChargeCommand command);

    /**
     * Asks the provider what became of a charge. Begins nothing there; where a provider leaves it to us to take what the
     * payer has agreed to, it is taken now, once at most: see docs/adr/0014-look-ups-that-capture.md.
     */
    Mono<LookupOutcome> lookup(LookupQuery query);

    /** Giving money back, where the provider can. What is here never answers that it is not supported. */
    default Optional<Refunds> refunds() {
        return Optional.empty();
    }

    /** Closing what is unpaid, where the provider can. */
    default Optional<Cancels> cancels() {
        return Optional.empty();
    }

    /** The provider's own list of events, where it keeps one. */
    default Optional<EventFeed> events() {
        return Optional.empty();
    }

    /** The provider's own account of our money, where it keeps one that can be read. */
    default Optional<Settlements> settlements() {
        return Optional.empty();
    }

    /** Cards that it keeps for payers who want that, where the provider can. */
    default Optional<SavedCards> savedCards() {
        return Optional.empty();
    }

    /** Whose a payment is, where an event of the provider's may not say it. */
    default Optional<PaymentKeys> paymentKeys() {
        return Optional.empty();
    }
}
