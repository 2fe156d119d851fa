package dev.refill.ledger;

import java.time.Instant;
import java.util.List;

import io.r2dbc.spi.Readable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Reads one entry as it was written. */
final class ReadEntry {

    private static final String ENTRY = """
            SELECT e.kind, e.reference, e.occurred_at, p.account, p.unit, p.amount
            FROM balance.entry AS e
            JOIN balance.posting AS p USING (entry_id)
            WHERE e.entry_id = :id
            ORDER BY p.line
            """;

    private final DatabaseClient database;

    ReadEntry(DatabaseClient database) {
        this.database = database;
    }

    private record Line(String kind, String reference, Instant occurredAt, Posting posting) {}

    Mono<Entry> of(EntryId id) {
        return database.sql(ENTRY)
                .bind("id", id.value())
                .map(ReadEntry::line)
                .all()
                .collectList()
                .filter(lines -> !lines.isEmpty())
                .map(lines -> entry(id, lines))
                .onErrorMap(LedgerFaults::translate);
    }

    private static Line line(Readable row) {
        return new Line(Column.text(row, "kind"), Column.text(row, "reference"),
                Column.required(row, "occurred_at", Instant.class),
                new Posting(new AccountId(Column.text(row, "account")),
                        new Amount(new LedgerUnit(Column.text(row, "unit")), Column.number(row, "amount"))));
    }

    private static Entry entry(EntryId id, List<Line> lines) {
        Line any = lines.getFirst();
        return new Entry(id, any.kind(), any.reference(), any.occurredAt(),
                lines.stream().map(Line::posting).toList());
    }
}
