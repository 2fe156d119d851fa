package dev.refill.portal.balance;

import org.jspecify.annotations.Nullable;

import dev.refill.ledger.Amount;
import dev.refill.portal.page.CreditText;
import dev.refill.recharge.CreditBalance;

/**
 * What a subscriber has in one unit, as the balance page shows it.
 *
 * @param frozen what is held back; {@code null}: nothing
 * @param owed what is owed; {@code null}: nothing
 */
record CreditView(CreditText spendable, @Nullable CreditText frozen, @Nullable CreditText owed) {

    static CreditView of(CreditBalance balance) {
        return new CreditView(text(balance, balance.spendable()),
                balance.frozen() == 0 ? null : text(balance, balance.frozen()),
                balance.owed() == 0 ? null : text(balance, balance.owed()));
    }

    private static CreditText text(CreditBalance balance, long value) {
        return CreditText.of(new Amount(balance.unit(), value));
    }
}
