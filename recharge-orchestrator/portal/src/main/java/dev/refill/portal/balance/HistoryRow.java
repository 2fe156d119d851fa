package dev.refill.portal.balance;

import java.util.Locale;

import dev.refill.ledger.Amount;
import dev.refill.ledger.HistoryLine;
import dev.refill.portal.page.CreditText;
import dev.refill.portal.page.Written;

/** One line of a history as the balance page shows it. */
record HistoryRow(String kind, String reference, String at, String iso, CreditText amount, boolean adds,
        CreditText balanceAfter) {

    static HistoryRow of(HistoryLine line) {
        return new HistoryRow("history." + line.kind().toLowerCase(Locale.ROOT), line.reference(),
                Written.time(line.occurredAt()), line.occurredAt().toString(), CreditText.signed(line.amount()),
                line.amount().value() > 0,
                CreditText.of(new Amount(line.amount().unit(), line.balanceAfter())));
    }
}
