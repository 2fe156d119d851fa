package dev.refill.recharge.r2dbc;

import java.time.Instant;
import java.util.Objects;

import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.SavedCard;
import dev.refill.recharge.card.KeptCard;
import dev.refill.recharge.card.KeptCardId;
import dev.refill.recharge.card.KeptCardStore;
import dev.refill.subscriber.SubscriberId;

import static dev.refill.recharge.r2dbc.OrderRow.text;
import static dev.refill.recharge.r2dbc.R2dbcOrderStore.time;

/** {@link KeptCardStore} over R2DBC PostgreSQL. */
public final class R2dbcKeptCardStore implements KeptCardStore {

    private static final String COLUMNS = "id, subscriber_id, client_id, gateway, token, brand, last4, expiry_month, expiry_year, kept_at ";

    private static final String LEFT = """
            SELECT p.id, r.subscriber_id, r.client_id, p.gateway, p.reference
            FROM recharge.card_to_seek s
            JOIN recharge.payment p ON p.id = s.payment_id
            JOIN recharge.recharge r ON r.id = p.recharge_id
            WHERE s.due_at <= :now AND p.reference IS NOT NULL
            ORDER BY s.due_at
            LIMIT :limit
            """;

    private static final String FOUND = """
            WITH asked AS (
                DELETE FROM recharge.card_to_seek WHERE payment_id = :payment RETURNING payment_id)
            INSERT INTO recharge.kept_card (id, payment_id, subscriber_id, client_id, gateway, token, brand, last4, expiry_month, expiry_year, kept_at)
            SELECT :id, asked.payment_id, :subscriber, :client, :gateway, :token, :brand, :last4, :month, :year, :now FROM asked
            ON CONFLICT DO NOTHING
            """;

    private static final String ASK = "UPDATE recharge.card_to_seek SET due_at = :at WHERE payment_id = :payment";

    private static final String NOTHING = "DELETE FROM recharge.card_to_seek WHERE payment_id = :payment";

    private static final String OF = "SELECT " + COLUMNS + """
            FROM recharge.kept_card
            WHERE subscriber_id = :subscriber AND removed_at IS NULL AND client_id = coalesce(CAST(:client AS text), client_id)
            ORDER BY kept_at DESC, id LIMIT :limit
            """;

    private static final String FIND = "SELECT " + COLUMNS
            + "FROM recharge.kept_card WHERE id = :id AND removed_at IS NULL";

    /** Of a token that two gateways have both given, the one that may still be charged. */
    private static final String KEEPER = """
            SELECT gateway FROM recharge.kept_card WHERE token = :token ORDER BY removed_at DESC NULLS FIRST, kept_at DESC, id LIMIT 1
            """;

    private static final String IS_KEPT = """
            SELECT EXISTS (SELECT FROM recharge.kept_card WHERE token = :token AND removed_at IS NULL) AS is_kept
            """;

    private static final String IS_REMOVED = """
            SELECT EXISTS (SELECT FROM recharge.kept_card WHERE token = :token AND removed_at IS NOT NULL) AS is_removed
            """;

    private static final String REMOVE = """
            UPDATE recharge.kept_card SET removed_at = :now, removed_by = :actor, forget_at = :now WHERE id = :id AND removed_at IS NULL
            """;

    private static final String TO_FORGET = "SELECT " + COLUMNS + """
            FROM recharge.kept_card WHERE forget_at <= :now ORDER BY forget_at LIMIT :limit
            """;

    private static final String FORGOTTEN = """
            UPDATE recharge.kept_card SET forget_at = NULL, forgotten_at = :now WHERE id = :id AND forget_at IS NOT NULL
            """;

    private static final String FORGET_AGAIN = "UPDATE recharge.kept_card SET forget_at = :at WHERE id = :id AND forget_at IS NOT NULL";

    private final DatabaseClient database;

    public R2dbcKeptCardStore(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Flux<Left> left(Instant now, int limit) {
        return database.sql(LEFT)
                .bind("now", time(now))
                .bind("limit", limit)
                .map(row -> new Left(new OperationKey(text(row, "id")), new SubscriberId(text(row, "subscriber_id")),
                        text(row, "client_id"), new GatewayId(text(row, "gateway")),
                        new ProviderReference(text(row, "reference"))))
                .all();
    }

    @Override
    public Mono<Void> found(Left left, @Nullable SavedCard card, Instant now) {
        if (card == null) {
            return database.sql(NOTHING).bind("payment", left.payment().value()).then();
        }
        return database.sql(FOUND)
                .bind("payment", left.payment().value())
                .bind("id", KeptCardId.leftBy(left.payment()).value())
                .bind("subscriber", left.subscriber().value())
                .bind("client", left.clientId())
                .bind("gateway", left.gateway().value())
                .bind("token", card.token())
                .bind("brand", card.brand())
                .bind("last4", card.last4())
                .bind("month", card.expiryMonth())
                .bind("year", card.expiryYear())
                .bind("now", time(now))
                .then();
    }

    @Override
    public Mono<Void> askAgain(Left left, Instant at) {
        return database.sql(ASK).bind("payment", left.payment().value()).bind("at", time(at)).then();
    }

    @Override
    public Flux<KeptCard> of(SubscriberId subscriber, @Nullable String client, int limit) {
        return database.sql(OF)
                .bind("subscriber", subscriber.value())
                .bind("client", Parameters.in(R2dbcType.VARCHAR, client))
                .bind("limit", limit)
                .map(R2dbcKeptCardStore::read)
                .all();
    }

    @Override
    public Mono<KeptCard> find(KeptCardId id) {
        return database.sql(FIND).bind("id", id.value()).map(R2dbcKeptCardStore::read).one();
    }

    @Override
    public Mono<GatewayId> keeperOf(String token) {
        return database.sql(KEEPER).bind("token", token).map(row -> new GatewayId(text(row, "gateway"))).one();
    }

    @Override
    public Mono<Boolean> isKept(String token) {
        return database.sql(IS_KEPT)
                .bind("token", token)
                .map(row -> Objects.requireNonNull(row.get("is_kept", Boolean.class)))
                .one();
    }

    @Override
    public Mono<Boolean> isRemoved(String token) {
        return database.sql(IS_REMOVED)
                .bind("token", token)
                .map(row -> Objects.requireNonNull(row.get("is_removed", Boolean.class)))
                .one();
    }

    @Override
    public Mono<Boolean> remove(KeptCardId id, String actor, Instant now) {
        return database.sql(REMOVE)
                .bind("id", id.value())
                .bind("actor", actor)
                .bind("now", time(now))
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    @Override
    public Flux<KeptCard> toForget(Instant now, int limit) {
        return database.sql(TO_FORGET)
                .bind("now", time(now))
                .bind("limit", limit)
                .map(R2dbcKeptCardStore::read)
                .all();
    }

    @Override
    public Mono<Void> forgotten(KeptCard card, Instant now) {
        return database.sql(FORGOTTEN).bind("id", card.id().value()).bind("now", time(now)).then();
    }

    @Override
    public Mono<Void> forgetAgain(KeptCard card, Instant at) {
        return database.sql(FORGET_AGAIN).bind("id", card.id().value()).bind("at", time(at)).then();
    }

    private static KeptCard read(Readable row) {
        return new KeptCard(new KeptCardId(text(row, "id")), new SubscriberId(text(row, "subscriber_id")),
                text(row, "client_id"), new GatewayId(text(row, "gateway")),
                new SavedCard(text(row, "token"), text(row, "brand"), text(row, "last4"), count(row, "expiry_month"),
                        count(row, "expiry_year")),
                Objects.requireNonNull(OrderRow.time(row, "kept_at")));
    }

    private static int count(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Integer.class), column);
    }
}
