package dev.refill.tmf654.action;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

import dev.refill.ledger.LedgerUnit;
import dev.refill.tmf654.Caller;

/**
 * A request for an action.
 *
 * @param id made of who asks and of the key that was sent
 * @param whom {@code null}: whose the reservation is
 * @param amount 1 to 10<sup>12</sup>; {@code null}: all of the reservation
 * @param unit {@code null}: that of the bucket
 * @param content the request as it was sent
 */
public record NewAction(String id, Caller caller, String fingerprint, Wish wish, @Nullable Whom whom,
        @Nullable Long amount, @Nullable LedgerUnit unit, ObjectNode content) {

    public static final long MOST = 1_000_000_000_000L;
}
