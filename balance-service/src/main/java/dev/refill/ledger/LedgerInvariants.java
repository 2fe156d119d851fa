package dev.refill.ledger;

import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;

import dev.refill.ledger.LedgerBreak.Rule;

/**
 * Proves the books against themselves. One statement, so it sees one moment even while entries are posted. It reads every
 * posting: a check for tests and for operators, not for a request.
 */
public final class LedgerInvariants {

    private static final String BREAKS = """
                                         SELECT 'UNIT_SUMS_TO_ZERO' AS rule, unit AS subject, sum(amount)::text AS found
                                         FROM balance.posting
                                         GROUP BY unit
                                         HAVING sum(amount) <> 0
                                         UNION ALL
                                         SELECT 'ENTRY_SUMS_TO_ZERO', entry_id, sum(amount) || ' ' || unit
                                         FROM balance.posting
                                         GROUP BY entry_id, unit
                                         HAVING sum(amount) <> 0
                                         UNION ALL
                                         SELECT 'ENTRY_HAS_ITS_POSTINGS', entry_id, coalesce(lines, 0) || ' of ' || coalesce(posting_count, 0)
                                         FROM balance.entry
                                         FULL JOIN (SELECT entry_id, count(*) AS lines FROM balance.posting GROUP BY entry_id) AS posted USING (entry_id)
                                         WHERE lines IS DISTINCT FROM posting_count OR lines < 2
                                         UNION ALL
                                         SELECT 'ACCOUNT_EQUALS_POSTINGS', account || ' ' || unit,
                                                coalesce(balance, 0) || ', postings ' || coalesce(total, 0)
                                         FROM balance.account
                                         FULL JOIN (SELECT account, unit, sum(amount) AS total FROM balance.posting GROUP BY account, unit) AS posted
                                             USING (account, unit)
                                         WHERE balance IS DISTINCT FROM total
                                         UNION ALL
                                         SELECT 'HISTORY_ADDS_UP', account || ' ' || unit, balance_after || ' at ' || position || ', postings ' || total
                                         FROM (SELECT account, unit, position, balance_after,
                                                      sum(amount) OVER (PARTITION BY account, unit ORDER BY position) AS total
                                               FROM balance.posting
                                               WHERE account ^@ ANY ('{bucket:,frozen:,receivable:}')) AS holding_line
                                         WHERE balance_after IS DISTINCT FROM total
                                         UNION ALL
                                         SELECT 'HOLDING_NOT_ACROSS_ZERO', account || ' ' || unit, balance::text
                                         FROM balance.bucket
                                         WHERE CASE WHEN starts_with(account, 'receivable:') THEN balance > 0 ELSE balance < 0 END
                                         """;

    private final DatabaseClient database;

    private LedgerInvariants(DatabaseClient database) {
        this.database = database;
    }

    /** The check of the books that lie behind the connections. */
    public static LedgerInvariants over(ConnectionFactory connections) {
        return new LedgerInvariants(DatabaseClient.create(connections));
    }

    /** Cold. Empty: the books are right. */
    public Flux<LedgerBreak> breaks() {
        return database.sql(BREAKS)
                .map(LedgerInvariants::found)
                .all();
    }

    private static LedgerBreak found(Readable row) {
        return new LedgerBreak(Rule.valueOf(Column.text(row, "rule")), Column.text(row, "subject"),
                Column.text(row, "found"));
    }
}
