package dev.refill.subscriber;

import java.util.Objects;

import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** The subscribers in PostgreSQL. */
final class R2dbcSubscribers implements Subscribers {

    private static final String WITH_NUMBER = """
                                              SELECT id, msisdn, status FROM balance.subscriber WHERE msisdn = :msisdn
                                              """;

    private static final String WITH_ID = """
                                          SELECT id, msisdn, status FROM balance.subscriber WHERE id = :id
                                          """;

    private static final String PROVISION = """
                                            INSERT INTO balance.subscriber (id, msisdn, status)
                                            VALUES (:id, :msisdn, :status)
                                            ON CONFLICT DO NOTHING
                                            RETURNING id, msisdn, status
                                            """;

    private final DatabaseClient database;

    R2dbcSubscribers(ConnectionFactory connections) {
        this.database = DatabaseClient.create(connections);
    }

    @Override
    public Mono<Subscriber> withNumber(Msisdn msisdn) {
        return database.sql(WITH_NUMBER)
                .bind("msisdn", msisdn.e164())
                .map(R2dbcSubscribers::subscriber)
                .one();
    }

    @Override
    public Mono<Subscriber> withId(SubscriberId id) {
        return database.sql(WITH_ID)
                .bind("id", id.value())
                .map(R2dbcSubscribers::subscriber)
                .one();
    }

    @Override
    public Mono<Subscriber> provision(Subscriber subscriber) {
        return database.sql(PROVISION)
                .bind("id", subscriber.id().value())
                .bind("msisdn", subscriber.msisdn().e164())
                .bind("status", subscriber.status().name())
                .map(R2dbcSubscribers::subscriber)
                .one()
                .switchIfEmpty(Mono.defer(() -> withNumber(subscriber.msisdn())))
                .switchIfEmpty(Mono.error(() -> new IllegalArgumentException(
                        "subscriber: " + subscriber.id() + " has another number (expected: a new id)")));
    }

    private static Subscriber subscriber(Readable row) {
        return new Subscriber(
                new SubscriberId(text(row, "id")),
                new Msisdn(text(row, "msisdn")),
                Subscriber.Status.valueOf(text(row, "status")));
    }

    private static String text(Readable row, String name) {
        return Objects.requireNonNull(row.get(name, String.class), name);
    }
}
