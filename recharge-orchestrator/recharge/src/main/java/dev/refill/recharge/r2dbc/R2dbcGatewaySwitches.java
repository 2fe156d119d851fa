package dev.refill.recharge.r2dbc;

import java.util.Objects;

import io.r2dbc.spi.Readable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;
import dev.refill.recharge.GatewayOperations.Switch;
import dev.refill.recharge.routing.GatewaySwitches;

import static dev.refill.recharge.r2dbc.OrderRow.text;
import static dev.refill.recharge.r2dbc.R2dbcOrderStore.time;

/** {@link GatewaySwitches} over R2DBC PostgreSQL. */
public final class R2dbcGatewaySwitches implements GatewaySwitches {

    private static final String LATEST = """
            SELECT DISTINCT ON (gateway) gateway, is_off, person, reason, at
            FROM recharge.gateway_switch ORDER BY gateway, seq DESC
            """;

    private static final String OF = """
            SELECT gateway, is_off, person, reason, at
            FROM recharge.gateway_switch WHERE gateway = :gateway ORDER BY seq DESC LIMIT :most
            """;

    private static final String SET = """
            INSERT INTO recharge.gateway_switch (gateway, is_off, person, reason, at)
            VALUES (:gateway, :off, :person, :reason, :at)
            """;

    private final DatabaseClient database;

    public R2dbcGatewaySwitches(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Flux<Switch> latest() {
        return database.sql(LATEST).map(R2dbcGatewaySwitches::read).all();
    }

    @Override
    public Flux<Switch> of(GatewayId gateway, int most) {
        return database.sql(OF)
                .bind("gateway", gateway.value())
                .bind("most", most)
                .map(R2dbcGatewaySwitches::read)
                .all();
    }

    @Override
    public Mono<Void> set(Switch said) {
        return database.sql(SET)
                .bind("gateway", said.gateway().value())
                .bind("off", said.isOff())
                .bind("person", said.person())
                .bind("reason", said.reason())
                .bind("at", time(said.at()))
                .then();
    }

    private static Switch read(Readable row) {
        return new Switch(new GatewayId(text(row, "gateway")),
                Objects.requireNonNull(row.get("is_off", Boolean.class)), text(row, "person"), text(row, "reason"),
                Objects.requireNonNull(OrderRow.time(row, "at")));
    }
}
