package dev.refill.tmf654.store;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Mono;

import dev.refill.ledger.AccountId;
import dev.refill.subscriber.SubscriberId;
import dev.refill.tmf654.action.Accumulated;
import dev.refill.tmf654.action.Actions.Page;
import dev.refill.tmf654.action.BucketId;
import dev.refill.tmf654.action.KnownBuckets;
import dev.refill.tmf654.action.NewBucket;
import dev.refill.tmf654.action.SeenBucket;
import dev.refill.tmf654.resource.TmfJson;

/** Buckets in PostgreSQL. Those of one subscriber are found by their accounts, which begin with the subscriber's id. */
public final class R2dbcKnownBuckets implements KnownBuckets {

    private static final String BUCKETS = """
            FROM balance.tmf_buckets(:from, :before, :at) AS b
            WHERE (:owner IS NULL OR b.owner = :owner) AND (:unit IS NULL OR b.unit = :unit)
            """;

    private static final String SUMS = """
            FROM (SELECT b.owner, b.unit, sum(b.held)::bigint AS total, array_agg(b.account ORDER BY b.account) AS accounts
            """ + BUCKETS + """
              AND coalesce(b.valid_from <= :at, true) AND coalesce(b.valid_until > :at, true)
            GROUP BY b.owner, b.unit) AS s
            """;

    private static final String KEEP = """
            INSERT INTO balance.tmf_bucket AS kept (account, unit, client, fingerprint, content)
            VALUES (:account, :unit, :client, :fingerprint, :content)
            ON CONFLICT (account) DO UPDATE SET account = kept.account
            RETURNING fingerprint
            """;

    /** What comes into it afterwards shows it again. */
    private static final String DELETE = """
            UPDATE balance.tmf_bucket AS kept
            SET deleted_at = :at
            WHERE account = :from AND unit = :unit AND deleted_at IS NULL
              AND EXISTS (SELECT
            """ + BUCKETS + """
                          AND b.held = 0 AND b.reserved = 0)
            """;

    private static final String FIRST = "bucket:";
    private static final String BEYOND_LAST = "bucket;";
    /** After all accounts that begin with an owner and a colon, and before longer ids. */
    private static final String BEYOND_OWN = ";";
    /** Before anything that an account may go on with. */
    private static final String BEYOND_ITSELF = "!";

    private final DatabaseClient database;

    public R2dbcKnownBuckets(ConnectionFactory connections) {
        this.database = DatabaseClient.create(connections);
    }

    @Override
    public Mono<Boolean> mayBeFilled(BucketId bucket) {
        return bucket.isMain()
                ? Mono.just(true)
                : one("SELECT 1 AS found " + BUCKETS, bucket, Instant.EPOCH)
                        .map(row -> true)
                        .one()
                        .defaultIfEmpty(false);
    }

    @Override
    public Mono<SeenBucket> find(BucketId bucket, Instant at) {
        return one("SELECT b.* " + BUCKETS, bucket, at).map(R2dbcKnownBuckets::bucket).one();
    }

    @Override
    public Mono<Page<SeenBucket>> page(@Nullable SubscriberId owner, Instant at, long offset, int limit) {
        Mono<List<SeenBucket>> items = of(
                "SELECT b.* " + BUCKETS + "ORDER BY b.account, b.unit OFFSET :offset LIMIT :limit", owner, null, at)
                .bind("offset", offset)
                .bind("limit", limit)
                .map(R2dbcKnownBuckets::bucket)
                .all()
                .collectList();
        return items.zipWith(count("SELECT count(*) AS total " + BUCKETS, owner, at), Page::new);
    }

    @Override
    public Mono<Accumulated> accumulated(BucketId main, Instant at) {
        return of("SELECT s.* " + SUMS, main.owner(), main.unit().code(), at)
                .map(R2dbcKnownBuckets::accumulated)
                .one();
    }

    @Override
    public Mono<Page<Accumulated>> accumulated(@Nullable SubscriberId owner, Instant at, long offset, int limit) {
        Mono<List<Accumulated>> items = of(
                "SELECT s.* " + SUMS + "ORDER BY s.owner, s.unit OFFSET :offset LIMIT :limit", owner, null, at)
                .bind("offset", offset)
                .bind("limit", limit)
                .map(R2dbcKnownBuckets::accumulated)
                .all()
                .collectList();
        return items.zipWith(count("SELECT count(*) AS total " + SUMS, owner, at), Page::new);
    }

    private Mono<Long> count(String sql, @Nullable SubscriberId owner, Instant at) {
        return of(sql, owner, null, at).map(row -> Column.number(row, "total")).one();
    }

    @Override
    public Mono<String> keep(NewBucket request, BucketId bucket) {
        return database.sql(KEEP)
                .bind("account", bucket.account().value())
                .bind("unit", bucket.unit().code())
                .bind("client", request.caller().client())
                .bind("fingerprint", request.fingerprint())
                .bind("content", request.content().toString())
                .map(row -> Column.text(row, "fingerprint"))
                .one();
    }

    @Override
    public Mono<Boolean> delete(BucketId bucket, Instant at) {
        return one(DELETE, bucket, at).fetch().rowsUpdated().map(deleted -> deleted > 0);
    }

    private GenericExecuteSpec one(String sql, BucketId bucket, Instant at) {
        String account = bucket.account().value();
        return range(sql, account, account + BEYOND_ITSELF, null, bucket.unit().code(), at);
    }

    private GenericExecuteSpec of(String sql, @Nullable SubscriberId owner, @Nullable String unit, Instant at) {
        return owner == null
                ? range(sql, FIRST, BEYOND_LAST, null, unit, at)
                : range(sql, FIRST + owner, FIRST + owner + BEYOND_OWN, owner, unit, at);
    }

    private GenericExecuteSpec range(String sql, String from, String before, @Nullable SubscriberId owner,
            @Nullable String unit, Instant at) {
        return database.sql(sql)
                .bind("from", from)
                .bind("before", before)
                .bind("owner", Column.text(owner))
                .bind("unit", Column.text(unit))
                .bind("at", Column.time(at));
    }

    private static SeenBucket bucket(Readable row) {
        String content = row.get("content", String.class);
        return new SeenBucket(R2dbcActions.bucket(Column.text(row, "account"), Column.text(row, "unit")),
                Column.number(row, "held"), row.get("valid_from", Instant.class),
                row.get("valid_until", Instant.class), Column.number(row, "reserved"),
                List.of(Column.required(row, "reservations", String[].class)),
                content == null ? null : TmfJson.read(content));
    }

    private static Accumulated accumulated(Readable row) {
        String unit = Column.text(row, "unit");
        var owner = new SubscriberId(Column.text(row, "owner"));
        List<BucketId> buckets = Arrays.stream(Column.required(row, "accounts", String[].class))
                .map(account -> R2dbcActions.bucket(account, unit))
                .toList();
        BucketId main = R2dbcActions.bucket(AccountId.bucketOf(owner.value()).value(), unit);
        return new Accumulated(main, Column.number(row, "total"), buckets);
    }
}
