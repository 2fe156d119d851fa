package dev.refill.finance.journal;

import java.time.LocalDate;
import java.time.ZoneOffset;

import reactor.core.publisher.Flux;

import dev.refill.ledger.Amount;
import dev.refill.ledger.Entry;
import dev.refill.ledger.Posting;

/** A journal for hledger, which passes its strict checks: every account and commodity is declared. */
public final class HledgerJournal implements Journal {

    private static final String HEAD = "; Refill\n";

    @Override
    public Flux<String> write(Flux<Entry> entries) {
        return Flux.defer(() -> {
            Declared declared = new Declared();
            return entries.map(entry -> text(entry, declared)).startWith(HEAD);
        });
    }

    private static String text(Entry entry, Declared declared) {
        StringBuilder text = new StringBuilder();
        entry.postings().forEach(posting -> declare(posting, declared, text));
        LocalDate day = LocalDate.ofInstant(entry.occurredAt(), ZoneOffset.UTC);
        text.append('\n').append(day).append(" * (").append(entry.id()).append(") ").append(PlainText.of(entry.kind()))
                .append("\n    ; reference: ").append(PlainText.of(entry.reference()))
                .append("\n    ; at: ").append(entry.occurredAt()).append('\n');
        entry.postings().forEach(posting -> text.append("    ").append(AccountNames.of(posting.account()))
                .append("  ").append(amount(posting.amount())).append('\n'));
        return text.toString();
    }

    private static void declare(Posting posting, Declared declared, StringBuilder text) {
        String account = AccountNames.of(posting.account());
        if (declared.isNew(account)) {
            text.append("account ").append(account).append('\n');
        }
        Commodity commodity = Commodity.of(posting.amount().unit());
        if (declared.isNew(commodity.symbol())) {
            // The point is what tells how an amount is written.
            text.append("commodity 1.").append("0".repeat(commodity.decimals())).append(' ').append(quoted(commodity))
                    .append('\n');
        }
    }

    private static String amount(Amount amount) {
        Commodity commodity = Commodity.of(amount.unit());
        return commodity.number(amount.value()) + " " + quoted(commodity);
    }

    private static String quoted(Commodity commodity) {
        return "\"" + commodity.symbol() + "\"";
    }
}
