package dev.refill.portal.balance;

import org.jspecify.annotations.Nullable;

import dev.refill.ledger.Amount;
import dev.refill.portal.page.CreditText;
import dev.refill.portal.page.Written;
import dev.refill.tariff.plan.Service;
import dev.refill.usage.UsageRecord;
import dev.refill.usage.Used;

/**
 * One usage as the balance page shows it.
 *
 * @param what the key of the message that says what it was
 * @param destination where to; {@code null}: it was data
 * @param charged {@code null}: no credit
 */
record UsageRow(String what, @Nullable String destination, String at, String iso, CreditText quantity,
        @Nullable CreditText charged) {

    static UsageRow of(UsageRecord record) {
        Used used = record.used();
        return new UsageRow("usage." + used.service().word(), used.service() == Service.DATA ? null : used.target(),
                Written.time(used.from()), used.from().toString(),
                CreditText.about(new Amount(used.service().unit(), used.quantity())),
                used.charged().value() == 0 ? null : CreditText.of(used.charged()));
    }
}
