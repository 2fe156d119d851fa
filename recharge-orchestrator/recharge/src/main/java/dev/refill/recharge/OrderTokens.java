package dev.refill.recharge;

import java.util.Optional;

/** Unguessable links to a guest's own order. */
public interface OrderTokens {

    /** The token of an order; the same each time. At most 100 characters, all safe in a URL path. */
    String tokenFor(RechargeId id);

    /** Empty: not a token that this service issued. Takes the same time for every wrong token. */
    Optional<RechargeId> open(String token);
}
