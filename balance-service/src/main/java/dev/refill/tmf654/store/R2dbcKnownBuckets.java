package dev.refill.tmf654.store;

import java.time.Instant;
import java.util.List;

import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.bucket.BucketTerms;
import dev.refill.bucket.Buckets;
import dev.refill.subscriber.SubscriberId;
import dev.refill.tmf654.action.BucketId;
import dev.refill.tmf654.action.KnownBuckets;
import dev.refill.tmf654.action.NewBucket;
import dev.refill.tmf654.action.SeenBucket;
import dev.refill.tmf654.resource.TmfJson;

/** Buckets in PostgreSQL. */
public final class R2dbcKnownBuckets implements KnownBuckets {

    private static final String OF = "SELECT * FROM balance.tmf_buckets(:owner, :at)";

    private static final String MADE = "SELECT account, unit, fingerprint FROM balance.tmf_bucket WHERE key = :key";

    private static final String MAKE = """
            WITH made AS (
                INSERT INTO balance.tmf_bucket (key, account, unit, client, fingerprint, content)
                SELECT :key, :account, :unit, :client, :fingerprint, :content
                WHERE (SELECT count(*) FROM balance.bucket_terms WHERE owner = :owner AND emptied_at IS NULL) < :most
                ON CONFLICT DO NOTHING
                RETURNING account, unit)
            INSERT INTO balance.bucket_terms (account, unit, owner, allowance, valid_from, valid_until, priority)
            SELECT account, unit, :owner, :allowance, :from, :until, :priority FROM made
            """;

    private static final String DELETE = "SELECT balance.tmf_delete(:account, :unit, :at) AS deleted";

    private final DatabaseClient database;

    public R2dbcKnownBuckets(ConnectionFactory connections) {
        this.database = DatabaseClient.create(connections);
    }

    @Override
    public Flux<SeenBucket> of(SubscriberId owner, Instant at) {
        return database.sql(OF)
                .bind("owner", owner.value())
                .bind("at", Column.time(at))
                .map(R2dbcKnownBuckets::bucket)
                .all();
    }

    @Override
    public Mono<Made> made(String key) {
        return database.sql(MADE)
                .bind("key", key)
                .map(row -> new Made(id(row), Column.text(row, "fingerprint")))
                .one();
    }

    @Override
    public Mono<Void> make(NewBucket request, BucketTerms terms) {
        return database.sql(MAKE)
                .bind("key", request.key())
                .bind("account", terms.account().value())
                .bind("unit", terms.unit().code())
                .bind("client", request.caller().client())
                .bind("fingerprint", request.fingerprint())
                .bind("content", request.content().toString())
                .bind("owner", new BucketId(terms.account(), terms.unit()).owner().value())
                .bind("most", Buckets.MOST)
                .bind("allowance", Column.text(terms.allowance().orElse(null)))
                .bind("from", Column.time(terms.validity().from()))
                .bind("until", Column.time(terms.validity().until()))
                .bind("priority", terms.priority())
                .then();
    }

    @Override
    public Mono<Boolean> delete(BucketId bucket, Instant at) {
        return database.sql(DELETE)
                .bind("account", bucket.account().value())
                .bind("unit", bucket.unit().code())
                .bind("at", Column.time(at))
                .map(row -> Column.required(row, "deleted", Boolean.class))
                .one()
                .retryWhen(R2dbcActions.lostRaces());
    }

    private static SeenBucket bucket(Readable row) {
        String content = row.get("content", String.class);
        return new SeenBucket(id(row), Column.number(row, "held"), row.get("valid_from", Instant.class),
                row.get("valid_until", Instant.class), Column.number(row, "reserved"),
                List.of(Column.required(row, "reservations", String[].class)),
                content == null ? null : TmfJson.read(content));
    }

    private static BucketId id(Readable row) {
        return R2dbcActions.bucket(Column.text(row, "account"), Column.text(row, "unit"));
    }
}
