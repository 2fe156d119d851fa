package dev.refill.bucket;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.groupcommit.Columns;
import dev.refill.groupcommit.GroupCommit;
import dev.refill.ledger.AccountId;
import dev.refill.ledger.LedgerUnit;
import dev.refill.tariff.Validity;

/** Buckets in PostgreSQL. */
final class R2dbcBuckets implements Buckets {

    private static final String PURSES = """
            SELECT asked, account, unit, held, allowance, valid_from, valid_until, priority
            FROM balance.purses(:owners, :most)
            """;

    private static final String OPEN = """
            INSERT INTO balance.bucket_terms (account, unit, owner, allowance, valid_from, valid_until, priority)
            SELECT :account, :unit, :owner, :allowance, :from, :until, :priority
            WHERE (SELECT count(*) FROM balance.bucket_terms WHERE owner = :owner AND emptied_at IS NULL) < :most
            ON CONFLICT DO NOTHING
            """;

    private static final String IS_OPEN = """
            SELECT 1 AS found FROM balance.bucket_terms WHERE account = :account AND unit = :unit
            """;

    private static final String EXTEND = """
            UPDATE balance.bucket_terms
            SET valid_until = greatest(valid_until, :until), emptied_at = NULL
            WHERE account = :account AND unit = :unit AND valid_until IS NOT NULL
            RETURNING valid_until
            """;

    private static final String MAKE_ROOM = """
            SELECT balance.top_up(:reference, :owner, :unit, :policy, make_interval(hours => :hours), :at, :most) AS account
            """;

    private static final String TIMED = """
            SELECT account FROM balance.bucket_terms
            WHERE owner = :owner AND allowance IS NULL AND valid_until IS NOT NULL
            ORDER BY valid_until DESC
            LIMIT :most
            """;

    private static final String SHARE = """
            INSERT INTO balance.bucket_sharing (owner, shared_with) VALUES (:owner, :with) ON CONFLICT DO NOTHING
            """;

    private static final String UNSHARE = """
            DELETE FROM balance.bucket_sharing WHERE owner = :owner AND shared_with = :with
            """;

    private static final String EXPIRE = """
            SELECT balance.expire(:before, :limit) AS ended
            """;

    /** What is held about without terms. */
    private static final Validity FOR_EVER = new Validity(Instant.EPOCH, null);

    private final DatabaseClient database;
    private final GroupCommit<String, Purse> lookUps;

    R2dbcBuckets(ConnectionFactory connections, GroupCommit.Limits limits) {
        this.database = DatabaseClient.create(connections);
        this.lookUps = new GroupCommit<>(this::purses, limits);
    }

    @Override
    public Mono<Purse> purseOf(String owner) {
        return lookUps.submit(owner);
    }

    private record Found(int asked, HeldBucket bucket) {}

    private Mono<List<Purse>> purses(List<String> owners) {
        return database.sql(PURSES)
                .bind("owners", new Columns<>(owners).texts(owner -> owner))
                .bind("most", MOST)
                .map(R2dbcBuckets::found)
                .all()
                .collectList()
                .map(found -> byOwner(owners.size(), found));
    }

    private static List<Purse> byOwner(int owners, List<Found> found) {
        Map<Integer, List<HeldBucket>> byAsked = new HashMap<>();
        found.forEach(one -> byAsked.computeIfAbsent(one.asked(), first -> new ArrayList<>()).add(one.bucket()));
        return IntStream.rangeClosed(1, owners)
                .mapToObj(asked -> Purse.of(byAsked.getOrDefault(asked, List.of())))
                .toList();
    }

    private static Found found(Readable row) {
        Instant from = row.get("valid_from", Instant.class);
        Integer priority = row.get("priority", Integer.class);
        var terms = new BucketTerms(new AccountId(required(row, "account", String.class)),
                new LedgerUnit(required(row, "unit", String.class)),
                Optional.ofNullable(row.get("allowance", String.class)),
                from == null ? FOR_EVER : new Validity(from, row.get("valid_until", Instant.class)),
                priority == null ? BucketTerms.USUAL_PRIORITY : priority);
        return new Found(required(row, "asked", Integer.class),
                new HeldBucket(terms, required(row, "held", Long.class)));
    }

    @Override
    public Mono<Boolean> open(String owner, BucketTerms terms) {
        return database.sql(OPEN)
                .bind("account", terms.account().value())
                .bind("unit", terms.unit().code())
                .bind("owner", owner)
                .bind("allowance", Parameters.in(R2dbcType.VARCHAR, terms.allowance().orElse(null)))
                .bind("from", time(terms.validity().from()))
                .bind("until", time(terms.validity().until()))
                .bind("priority", terms.priority())
                .bind("most", MOST)
                .fetch()
                .rowsUpdated()
                .flatMap(written -> written > 0 ? Mono.just(true) : isOpen(terms));
    }

    private Mono<Boolean> isOpen(BucketTerms terms) {
        return database.sql(IS_OPEN)
                .bind("account", terms.account().value())
                .bind("unit", terms.unit().code())
                .fetch()
                .one()
                .hasElement();
    }

    @Override
    public Mono<Instant> extend(BucketTerms bucket, Instant until) {
        return database.sql(EXTEND)
                .bind("account", bucket.account().value())
                .bind("unit", bucket.unit().code())
                .bind("until", time(until))
                .map(row -> required(row, "valid_until", Instant.class))
                .one();
    }

    @Override
    public Mono<AccountId> makeRoom(TopUp topUp) {
        return database.sql(MAKE_ROOM)
                .bind("reference", topUp.reference())
                .bind("owner", topUp.owner())
                .bind("unit", topUp.unit().code())
                .bind("policy", topUp.lasting().policy().name().toLowerCase(Locale.ROOT))
                .bind("hours", (int) topUp.lasting().period().toHours())
                .bind("at", time(topUp.at()))
                .bind("most", MOST)
                .map(row -> new AccountId(required(row, "account", String.class)))
                .one();
    }

    @Override
    public Flux<AccountId> timedOf(String owner) {
        return database.sql(TIMED)
                .bind("owner", owner)
                .bind("most", MOST)
                .map(row -> new AccountId(required(row, "account", String.class)))
                .all();
    }

    @Override
    public Mono<Void> share(String owner, String with) {
        return database.sql(SHARE).bind("owner", owner).bind("with", with).then();
    }

    @Override
    public Mono<Void> unshare(String owner, String with) {
        return database.sql(UNSHARE).bind("owner", owner).bind("with", with).then();
    }

    @Override
    public Mono<Integer> expire(Instant endedBefore, int limit) {
        return database.sql(EXPIRE)
                .bind("before", time(endedBefore))
                .bind("limit", limit)
                .map(row -> required(row, "ended", Integer.class))
                .one();
    }

    private static Object time(@Nullable Instant at) {
        return Parameters.in(R2dbcType.TIMESTAMP_WITH_TIME_ZONE,
                at == null ? null : OffsetDateTime.ofInstant(at, ZoneOffset.UTC));
    }

    private static <T> T required(Readable row, String name, Class<T> type) {
        return Objects.requireNonNull(row.get(name, type), name);
    }
}
