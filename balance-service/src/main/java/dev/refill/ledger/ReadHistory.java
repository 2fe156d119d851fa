package dev.refill.ledger;

import java.time.Instant;

import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;

/** Reads an account's postings from the newest back, a page at a time. */
final class ReadHistory {

    private static final int LONGEST_PAGE = 200;

    /** A holding's postings carry what it was after them. */
    private static final String OF_HOLDING = """
                                            SELECT p.position, p.entry_id, e.kind, e.reference, e.occurred_at, p.unit, p.amount, p.balance_after
                                            FROM balance.posting AS p
                                            JOIN balance.entry AS e USING (entry_id)
                                            WHERE p.account = :account AND p.position < :before
                                            ORDER BY p.position DESC
                                            LIMIT :limit
                                            """;

    /**
     * A system account's do not: they are written side by side. What it held after a posting is what it holds now less
     * everything with a higher position, so a page costs the more the further back it lies.
     */
    private static final String OF_SYSTEM_ACCOUNT = """
                                                    WITH page AS (
                                                        SELECT p.position, p.entry_id, p.unit, p.amount
                                                        FROM balance.posting AS p
                                                        WHERE p.account = :account AND p.position < :before
                                                        ORDER BY p.position DESC
                                                        LIMIT :limit
                                                    ), later AS (
                                                        SELECT unit, sum(amount) AS amount
                                                        FROM balance.posting
                                                        WHERE account = :account AND position > (SELECT max(position) FROM page)
                                                        GROUP BY unit
                                                    )
                                                    SELECT page.position, page.entry_id, e.kind, e.reference, e.occurred_at, page.unit, page.amount,
                                                           (a.balance - coalesce(later.amount, 0) - coalesce(sum(page.amount) OVER newer_on_page, 0))::bigint
                                                               AS balance_after
                                                    FROM page
                                                    JOIN balance.entry AS e USING (entry_id)
                                                    JOIN balance.account AS a ON a.account = :account AND a.unit = page.unit
                                                    LEFT JOIN later ON later.unit = page.unit
                                                    WINDOW newer_on_page AS (PARTITION BY page.unit ORDER BY page.position DESC
                                                                             ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
                                                    ORDER BY page.position DESC
                                                    """;

    private final DatabaseClient database;

    ReadHistory(DatabaseClient database) {
        this.database = database;
    }

    Flux<HistoryLine> page(AccountId account, @Nullable Long before, int limit) {
        if (limit < 1 || limit > LONGEST_PAGE) {
            throw new IllegalArgumentException("limit: " + limit + " (expected: 1 to " + LONGEST_PAGE + ")");
        }
        return database.sql(account.isHolding() ? OF_HOLDING : OF_SYSTEM_ACCOUNT)
                .bind("account", account.value())
                .bind("before", before == null ? Long.MAX_VALUE : before)
                .bind("limit", limit)
                .map(ReadHistory::line)
                .all()
                .onErrorMap(LedgerFaults::translate);
    }

    private static HistoryLine line(Readable row) {
        return new HistoryLine(
                Column.number(row, "position"),
                new EntryId(Column.text(row, "entry_id")),
                Column.text(row, "kind"),
                Column.text(row, "reference"),
                Column.required(row, "occurred_at", Instant.class),
                new Amount(new LedgerUnit(Column.text(row, "unit")), Column.number(row, "amount")),
                Column.number(row, "balance_after"));
    }
}
