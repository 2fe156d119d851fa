package dev.refill.transfer;

import dev.refill.ledger.Amount;
import dev.refill.subscriber.Msisdn;

/**
 * What is asked for.
 *
 * @param caller who asks
 * @param key the caller's own name of the request, unique for ever
 * @param from who gives
 * @param to who gets
 * @param amount what the recipient gets; 1 to 10<sup>12</sup> minor units
 */
public record TransferRequest(Caller caller, String key, Msisdn from, Msisdn to, Amount amount) {

    public static final long MOST = 1_000_000_000_000L;

    public TransferRequest {
        if (amount.value() < 1 || amount.value() > MOST) {
            throw new IllegalArgumentException("amount: " + amount + " (expected: 1 to " + MOST + ")");
        }
    }

    public TransferId id() {
        return TransferId.of(caller, key);
    }
}
