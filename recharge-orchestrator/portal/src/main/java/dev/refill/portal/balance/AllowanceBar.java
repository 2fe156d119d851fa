package dev.refill.portal.balance;

import org.jspecify.annotations.Nullable;

import dev.refill.ledger.Amount;
import dev.refill.portal.page.CreditText;
import dev.refill.portal.page.Written;
import dev.refill.usage.RemainingAllowance;

/**
 * How much of an allowance is left, as a bar and in words.
 *
 * @param value how long the bar is, of {@code most}
 * @param until when it ends; {@code null}: never
 */
record AllowanceBar(String name, long value, long most, CreditText remaining, CreditText filled,
        @Nullable String until, @Nullable String iso) {

    static AllowanceBar of(RemainingAllowance left) {
        return new AllowanceBar(left.allowance(), left.remaining().value(), left.filled(),
                CreditText.about(left.remaining()),
                CreditText.about(new Amount(left.remaining().unit(), left.filled())),
                left.until() == null ? null : Written.time(left.until()),
                left.until() == null ? null : left.until().toString());
    }
}
