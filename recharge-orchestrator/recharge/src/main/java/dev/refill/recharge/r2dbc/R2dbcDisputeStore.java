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
import dev.refill.gateway.Money;
import dev.refill.gateway.ProviderReference;
import dev.refill.ledger.LedgerUnit;
import dev.refill.offer.Quantity;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.dispute.Dispute;
import dev.refill.recharge.dispute.DisputeEvent;
import dev.refill.recharge.dispute.DisputeId;
import dev.refill.recharge.dispute.DisputeState;
import dev.refill.recharge.dispute.DisputeStore;
import dev.refill.recharge.order.Cause;
import dev.refill.recharge.refund.Refundable;

import static dev.refill.recharge.r2dbc.OrderRow.number;
import static dev.refill.recharge.r2dbc.OrderRow.text;
import static dev.refill.recharge.r2dbc.R2dbcOrderStore.time;

/** {@link DisputeStore} over R2DBC PostgreSQL. */
public final class R2dbcDisputeStore implements DisputeStore {

    private static final String SELECT = "SELECT * FROM recharge.dispute ";

    private static final String CHANGE = """
            SELECT recharge.change_dispute(:id, :gateway, :reference, :recharge, :orderVersion, :version, :seen, :from, :event, :to,
                                           :currency, :withdrawn, :fee, :feeCurrency, :reinstated, :unit, :credit, :bonus, :creditBack,
                                           :bonusBack, :rawReason, :actor, :cause, :evidence, :at) AS changed
            """;

    private final DatabaseClient database;

    public R2dbcDisputeStore(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Mono<Dispute> byReference(GatewayId gateway, ProviderReference reference) {
        return database.sql(SELECT + "WHERE gateway = :gateway AND reference = :reference")
                .bind("gateway", gateway.value())
                .bind("reference", reference.value())
                .map(R2dbcDisputeStore::dispute)
                .one();
    }

    @Override
    public Flux<Dispute> of(RechargeId recharge) {
        return database.sql(SELECT + "WHERE recharge_id = :recharge ORDER BY id")
                .bind("recharge", recharge.value())
                .map(R2dbcDisputeStore::dispute)
                .all();
    }

    @Override
    public Mono<Boolean> change(Dispute before, Dispute after, Refundable of, DisputeEvent event, Cause cause,
            Instant at) {
        boolean takes = before.withdrawn() == null && after.withdrawn() != null;
        return database.sql(CHANGE)
                .bind("id", before.id().value())
                .bind("gateway", before.gateway().value())
                .bind("reference", before.reference().value())
                .bind("recharge", before.recharge().value())
                .bind("orderVersion", of.order().recharge().version())
                .bind("version", before.version())
                .bind("seen", Parameters.in(R2dbcType.BIGINT, takes ? of.version() : null))
                .bind("from", varchar(before.state()))
                .bind("event", event.name())
                .bind("to", Objects.requireNonNull(after.state()).name())
                .bind("currency", varchar(currency(after.withdrawn())))
                .bind("withdrawn", minor(after.withdrawn()))
                .bind("fee", minor(after.fee()))
                .bind("feeCurrency", varchar(currency(after.fee())))
                .bind("reinstated", minor(after.reinstated()))
                .bind("unit", after.credit().unit().code())
                .bind("credit", after.credit().value())
                .bind("bonus", after.bonus().value())
                .bind("creditBack", after.creditBack().value())
                .bind("bonusBack", after.bonusBack().value())
                .bind("rawReason", varchar(after.rawReason()))
                .bind("actor", cause.actor())
                .bind("cause", cause.source().name())
                .bind("evidence", varchar(cause.evidence()))
                .bind("at", time(at))
                .map(row -> Objects.requireNonNull(row.get("changed", Boolean.class)))
                .one();
    }

    private static Dispute dispute(Readable row) {
        LedgerUnit unit = new LedgerUnit(text(row, "credit_unit"));
        return new Dispute(new DisputeId(text(row, "id")), new GatewayId(text(row, "gateway")),
                new ProviderReference(text(row, "reference")), new RechargeId(text(row, "recharge_id")),
                number(row, "version"), DisputeState.valueOf(text(row, "state")),
                money(row, "withdrawn_minor", "currency"), money(row, "fee_minor", "fee_currency"),
                money(row, "reinstated_minor", "currency"), new Quantity(number(row, "credit"), unit),
                new Quantity(number(row, "bonus"), unit), row.get("raw_reason", String.class));
    }

    private static @Nullable Money money(Readable row, String minor, String currency) {
        Long value = row.get(minor, Long.class);
        return value == null ? null : Money.of(value, text(row, currency));
    }

    private static Object minor(@Nullable Money money) {
        return Parameters.in(R2dbcType.BIGINT, money == null ? null : money.minor());
    }

    private static @Nullable String currency(@Nullable Money money) {
        return money == null ? null : money.currency().getCurrencyCode();
    }

    private static Object varchar(@Nullable Object value) {
        return Parameters.in(R2dbcType.VARCHAR, value == null ? null : value.toString());
    }
}
