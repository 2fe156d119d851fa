package dev.refill.subscriber.store;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

import dev.refill.groupcommit.Columns;
import dev.refill.groupcommit.GroupCommit;
import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.Subscriber;
import dev.refill.subscriber.SubscriberId;
import dev.refill.subscriber.Subscribers;
import dev.refill.subscriber.profile.Numbers;
import dev.refill.subscriber.profile.Profile;
import dev.refill.subscriber.profile.ProvisionOutcome;
import dev.refill.subscriber.profile.ProvisionProfile;

/** The subscribers in PostgreSQL. */
public final class R2dbcSubscribers implements Subscribers {

    private static final String WITH_NUMBERS = """
            SELECT n.msisdn AS asked, %s
            FROM balance.subscriber_number AS n
            JOIN balance.subscriber AS s ON s.id = n.subscriber
            WHERE n.held AND n.msisdn = ANY (%s)
            """.formatted(SubscriberRow.COLUMNS, Columns.parameter("numbers", "text"));

    private static final String WITH_IDS = """
            SELECT %s FROM balance.subscriber AS s WHERE s.id = ANY (%s)
            """.formatted(SubscriberRow.COLUMNS, Columns.parameter("ids", "text"));

    private static final String AUTHOR = "refill";
    private static final String REASON = "provisioned by the application";

    /** Every order asks for its number: those that ask together are one statement. */
    private static final GroupCommit.Limits LIMITS = new GroupCommit.Limits(200, 10_000, Duration.ofSeconds(5));

    private final DatabaseClient database;
    private final ProvisionProfile provision;
    private final Clock clock;
    private final GroupCommit<Msisdn, Optional<Subscriber>> byNumber;
    private final GroupCommit<SubscriberId, Optional<Subscriber>> byId;

    public R2dbcSubscribers(ConnectionFactory connections, ProvisionProfile provision, Clock clock) {
        this.database = DatabaseClient.create(connections);
        this.provision = provision;
        this.clock = clock;
        this.byNumber = new GroupCommit<>(this::withNumbers, LIMITS);
        this.byId = new GroupCommit<>(this::withIds, LIMITS);
    }

    @Override
    public Mono<Subscriber> withNumber(Msisdn msisdn) {
        return byNumber.submit(msisdn).flatMap(Mono::justOrEmpty);
    }

    private record Holder(Msisdn number, Subscriber subscriber) {

        static Holder of(Readable row) {
            return new Holder(new Msisdn(Column.text(row, "asked")), SubscriberRow.subscriber(row));
        }
    }

    private Mono<List<Optional<Subscriber>>> withNumbers(List<Msisdn> numbers) {
        return database.sql(WITH_NUMBERS)
                .bind("numbers", new Columns<>(numbers).texts(Msisdn::e164))
                .map(Holder::of)
                .all()
                .collectMap(Holder::number, Holder::subscriber)
                .map(found -> numbers.stream().map(number -> Optional.ofNullable(found.get(number))).toList());
    }

    @Override
    public Mono<Subscriber> withId(SubscriberId id) {
        return byId.submit(id).flatMap(Mono::justOrEmpty);
    }

    private Mono<List<Optional<Subscriber>>> withIds(List<SubscriberId> ids) {
        return database.sql(WITH_IDS)
                .bind("ids", new Columns<>(ids).texts(SubscriberId::value))
                .map(SubscriberRow::subscriber)
                .all()
                .collectMap(Subscriber::id)
                .map(found -> ids.stream().map(id -> Optional.ofNullable(found.get(id))).toList());
    }

    @Override
    public Mono<Subscriber> provision(Subscriber subscriber) {
        return withNumber(subscriber.msisdn()).switchIfEmpty(Mono.defer(() -> added(subscriber)));
    }

    private Mono<Subscriber> added(Subscriber subscriber) {
        Profile first = Profile.first(subscriber.id(), new Numbers(subscriber.msisdn(), List.of()),
                subscriber.status(), subscriber.terms(), clock.instant());
        return provision.provision(first, AUTHOR, REASON).flatMap(outcome -> switch (outcome) {
            case ProvisionOutcome.Created(Profile profile) -> Mono.just(profile.subscriber());
            case ProvisionOutcome.Known(Profile profile) -> Mono.just(profile.subscriber());
            case ProvisionOutcome.NumberTaken taken -> withNumber(subscriber.msisdn());
            case ProvisionOutcome.IdTaken taken -> Mono.error(new IllegalArgumentException(
                    "subscriber: " + subscriber.id() + " is known otherwise (expected: a new id)"));
        });
    }
}
