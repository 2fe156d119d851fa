package dev.refill.recharge.r2dbc;

import java.time.Instant;
import java.util.Objects;

import io.r2dbc.spi.Readable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Money;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.ProviderReference;
import dev.refill.recharge.GatewayOperations.StrayPayment;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.review.StrayStore;

import static dev.refill.recharge.r2dbc.OrderRow.number;
import static dev.refill.recharge.r2dbc.OrderRow.text;
import static dev.refill.recharge.r2dbc.R2dbcOrderStore.time;

/** {@link StrayStore} over R2DBC PostgreSQL. */
public final class R2dbcStrayStore implements StrayStore {

    private static final String SELECT = """
            SELECT payment_id, recharge_id, gateway, reference, captured_minor, captured_currency, at FROM recharge.stray
            """;

    private static final String END = """
            UPDATE recharge.stray SET person = :person, reason = :reason, given_back_at = :at
            WHERE payment_id = :id AND given_back_at IS NULL
            """;

    private final DatabaseClient database;

    public R2dbcStrayStore(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Flux<StrayPayment> waiting(int most) {
        return database.sql(SELECT + "WHERE given_back_at IS NULL ORDER BY at, payment_id LIMIT :most")
                .bind("most", most)
                .map(R2dbcStrayStore::read)
                .all();
    }

    @Override
    public Mono<Long> count() {
        return database.sql("SELECT count(*) AS waiting FROM recharge.stray WHERE given_back_at IS NULL")
                .map(row -> number(row, "waiting"))
                .one();
    }

    @Override
    public Mono<StrayPayment> byPayment(OperationKey payment) {
        return database.sql(SELECT + "WHERE payment_id = :id")
                .bind("id", payment.value())
                .map(R2dbcStrayStore::read)
                .one();
    }

    @Override
    public Mono<Boolean> end(OperationKey payment, String person, String reason, Instant at) {
        return database.sql(END)
                .bind("id", payment.value())
                .bind("person", person)
                .bind("reason", reason)
                .bind("at", time(at))
                .fetch()
                .rowsUpdated()
                .map(ended -> ended == 1);
    }

    private static StrayPayment read(Readable row) {
        return new StrayPayment(new OperationKey(text(row, "payment_id")), new RechargeId(text(row, "recharge_id")),
                new GatewayId(text(row, "gateway")), new ProviderReference(text(row, "reference")),
                Money.of(number(row, "captured_minor"), text(row, "captured_currency")),
                Objects.requireNonNull(OrderRow.time(row, "at")));
    }
}
