package dev.refill.portal.balance;

import java.util.Locale;

import dev.refill.ledger.Amount;
import dev.refill.ledger.HistoryLine;
import dev.refill.portal.page.CreditText;
import dev.refill.portal.page.Written;

/**
 * One line of a history as the balance page shows it.
 *
 * @param kind the key of the message that says what happened
 * @param after the key of the message that says what there was then
 */
record HistoryRow(long position, String kind, String reference, String at, String iso, CreditText amount, boolean adds,
        String after, CreditText balanceAfter) {

    /** Of what can be spent. */
    static HistoryRow of(HistoryLine line) {
        return row(line, "history.", "history.after", line.balanceAfter());
    }

    /** Of what is owed, which the books write as less than nothing. */
    static HistoryRow ofDebt(HistoryLine line) {
        return row(line, "history.debt.", "history.owed", -line.balanceAfter());
    }

    private static HistoryRow row(HistoryLine line, String kinds, String after, long balanceAfter) {
        return new HistoryRow(line.position(), kinds + line.kind().toLowerCase(Locale.ROOT), line.reference(),
                Written.time(line.occurredAt()), line.occurredAt().toString(), CreditText.signed(line.amount()),
                line.amount().value() > 0, after, CreditText.of(new Amount(line.amount().unit(), balanceAfter)));
    }
}
