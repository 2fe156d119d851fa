package dev.refill.subscriber;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

import dev.refill.groupcommit.Columns;
import dev.refill.groupcommit.GroupCommit;

/** The subscribers in PostgreSQL. */
final class R2dbcSubscribers implements Subscribers {

    private static final String WITH_NUMBERS = """
            SELECT id, msisdn, status FROM balance.subscriber WHERE msisdn = ANY (:numbers)
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

    /** Every order asks for its number: those that ask together are one statement. */
    private static final GroupCommit.Limits LIMITS = new GroupCommit.Limits(200, 10_000, Duration.ofSeconds(5));

    private final DatabaseClient database;
    private final GroupCommit<Msisdn, Optional<Subscriber>> lookUps;

    R2dbcSubscribers(ConnectionFactory connections) {
        this.database = DatabaseClient.create(connections);
        this.lookUps = new GroupCommit<>(this::withNumbers, LIMITS);
    }

    @Override
    public Mono<Subscriber> withNumber(Msisdn msisdn) {
        return lookUps.submit(msisdn).flatMap(Mono::justOrEmpty);
    }

    private Mono<List<Optional<Subscriber>>> withNumbers(List<Msisdn> numbers) {
        return database.sql(WITH_NUMBERS)
                .bind("numbers", new Columns<>(numbers).texts(Msisdn::e164))
                .map(R2dbcSubscribers::subscriber)
                .all()
                .collectMap(Subscriber::msisdn)
                .map(found -> numbers.stream().map(number -> Optional.ofNullable(found.get(number))).toList());
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
