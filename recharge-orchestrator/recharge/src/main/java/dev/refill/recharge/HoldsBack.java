package dev.refill.recharge;

import reactor.core.publisher.Flux;

import dev.refill.ledger.AccountId;
import dev.refill.subscriber.SubscriberId;

/** The port to accounts that hold back a subscriber's credit and are not named after the subscriber. */
@FunctionalInterface
public interface HoldsBack {

    /** Cold. Few; empty for nearly everybody. */
    Flux<AccountId> from(SubscriberId subscriber);
}
