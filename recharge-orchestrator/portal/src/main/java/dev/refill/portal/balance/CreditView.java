package dev.refill.portal.balance;

import org.jspecify.annotations.Nullable;

import dev.refill.ledger.Amount;
import dev.refill.portal.page.CreditText;
import dev.refill.portal.page.Written;
import dev.refill.recharge.CreditBalance;

/**
 * What a subscriber has in one unit, as the balance page shows it.
 *
 * @param frozen what is held back; {@code null}: nothing
 * @param owed what is owed; {@code null}: nothing
 * @param ending what ends first; {@code null}: nothing ends
 */
record CreditView(CreditText spendable, @Nullable CreditText frozen, @Nullable CreditText owed,
        @Nullable Ending ending) {

    /** What of it ends first. */
    record Ending(CreditText amount, String at) {}

    static CreditView of(CreditBalance balance) {
        return new CreditView(text(balance, balance.spendable()),
                balance.frozen() == 0 ? null : text(balance, balance.frozen()),
                balance.owed() == 0 ? null : text(balance, balance.owed()), ending(balance));
    }

    private static @Nullable Ending ending(CreditBalance balance) {
        CreditBalance.Ending ends = balance.ends();
        return ends == null ? null : new Ending(text(balance, ends.amount()), Written.time(ends.at()));
    }

    private static CreditText text(CreditBalance balance, long value) {
        return CreditText.of(new Amount(balance.unit(), value));
    }
}
