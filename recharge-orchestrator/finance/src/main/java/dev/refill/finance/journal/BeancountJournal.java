package dev.refill.finance.journal;

import java.time.LocalDate;
import java.time.ZoneOffset;

import reactor.core.publisher.Flux;

import dev.refill.ledger.Entry;
import dev.refill.ledger.Posting;

/** A journal for beancount. Half a minor unit, which it lets pass by default, does not pass. */
public final class BeancountJournal implements Journal {

    private static final String HEAD = """
            option "title" "Refill"
            option "inferred_tolerance_multiplier" "0"
            """;
    /** Before any entry; beancount sorts by date, so an account may be opened where it is first met. */
    private static final LocalDate OPENED = LocalDate.of(1970, 1, 1);

    @Override
    public Flux<String> write(Flux<Entry> entries) {
        return Flux.defer(() -> {
            Declared declared = new Declared();
            return entries.map(entry -> text(entry, declared)).startWith(HEAD);
        });
    }

    private static String text(Entry entry, Declared declared) {
        StringBuilder text = new StringBuilder();
        entry.postings().forEach(posting -> open(posting, declared, text));
        LocalDate day = LocalDate.ofInstant(entry.occurredAt(), ZoneOffset.UTC);
        text.append('\n').append(day).append(" * \"").append(PlainText.of(entry.kind())).append("\"\n")
                .append("  entry: \"").append(entry.id()).append("\"\n")
                .append("  reference: \"").append(PlainText.of(entry.reference())).append("\"\n")
                .append("  at: \"").append(entry.occurredAt()).append("\"\n");
        entry.postings().forEach(posting -> append(posting, text));
        return text.toString();
    }

    private static void open(Posting posting, Declared declared, StringBuilder text) {
        String account = AccountNames.of(posting.account());
        if (declared.isNew(account)) {
            text.append(OPENED).append(" open ").append(account).append('\n');
        }
    }

    private static void append(Posting posting, StringBuilder text) {
        Commodity commodity = Commodity.of(posting.amount().unit());
        text.append("  ").append(AccountNames.of(posting.account())).append("  ")
                .append(commodity.number(posting.amount().value())).append(' ').append(commodity.symbol()).append('\n');
    }
}
