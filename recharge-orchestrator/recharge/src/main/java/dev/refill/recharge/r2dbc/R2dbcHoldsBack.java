package dev.refill.recharge.r2dbc;

import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;

import dev.refill.ledger.AccountId;
import dev.refill.recharge.HoldsBack;
import dev.refill.subscriber.SubscriberId;

import static dev.refill.recharge.r2dbc.OrderRow.text;

/** {@link HoldsBack} over the disputes that are open. */
public final class R2dbcHoldsBack implements HoldsBack {

    private static final String OPEN = """
            SELECT id FROM recharge.dispute
            WHERE subscriber_id = :subscriber AND state IN ('OPENED', 'AWAITING_FUNDS') ORDER BY id
            """;

    private final DatabaseClient database;

    public R2dbcHoldsBack(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Flux<AccountId> from(SubscriberId subscriber) {
        return database.sql(OPEN)
                .bind("subscriber", subscriber.value())
                .map(row -> AccountId.frozenOf(text(row, "id")))
                .all();
    }
}
