package dev.refill.subscriber.store;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
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
import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.Subscriber;
import dev.refill.subscriber.SubscriberId;
import dev.refill.subscriber.Terms;
import dev.refill.subscriber.profile.AuditRecord;
import dev.refill.subscriber.profile.FieldChange;
import dev.refill.subscriber.profile.KeepOutcome;
import dev.refill.subscriber.profile.Numbers;
import dev.refill.subscriber.profile.Profile;
import dev.refill.subscriber.profile.ProfileEvent;
import dev.refill.subscriber.profile.Profiles;

/** The profiles in PostgreSQL. */
public final class R2dbcProfiles implements Profiles {

    private static final String PROFILE = """
            SELECT %s, s.version, s.provisioned_at, s.changed_at,
                   ARRAY(SELECT n.msisdn FROM balance.subscriber_number AS n
                         WHERE n.subscriber = s.id AND n.msisdn <> s.msisdn) AS others
            FROM balance.subscriber AS s
            """.formatted(SubscriberRow.COLUMNS);

    private static final String WITH_ID = PROFILE + "WHERE s.id = :id";

    private static final String WITH_NUMBER = PROFILE + """
            WHERE s.id = (SELECT subscriber FROM balance.subscriber_number WHERE msisdn = :number AND held)
            """;

    private static final String KEEP = """
            SELECT outcome, taken
            FROM balance.keep_subscriber(:id, :version, :numbers, :status, :plan, :language, :perDay, :perMonth, :overdraft,
                                         :at, :author, :event, :reason, :fields, :before, :after)
            """;

    private static final String AUDIT = """
            SELECT version, at, author, event, reason, fields, before, after
            FROM balance.subscriber_audit
            WHERE subscriber = :id AND version < :before
            ORDER BY version DESC
            LIMIT :limit
            """;

    private final DatabaseClient database;

    public R2dbcProfiles(ConnectionFactory connections) {
        this.database = DatabaseClient.create(connections);
    }

    @Override
    public Mono<Profile> withId(SubscriberId id) {
        return database.sql(WITH_ID).bind("id", id.value()).map(R2dbcProfiles::profile).one();
    }

    @Override
    public Mono<Profile> withNumber(Msisdn number) {
        return database.sql(WITH_NUMBER).bind("number", number.e164()).map(R2dbcProfiles::profile).one();
    }

    private static Profile profile(Readable row) {
        Subscriber subscriber = SubscriberRow.subscriber(row);
        List<Msisdn> others = Arrays.stream(Column.texts(row, "others")).map(Msisdn::new).toList();
        return new Profile(subscriber.id(), Column.number(row, "version"), new Numbers(subscriber.msisdn(), others),
                subscriber.status(), subscriber.terms(), Column.time(row, "provisioned_at"),
                Column.time(row, "changed_at"));
    }

    @Override
    public Mono<KeepOutcome> keep(Profile profile, AuditRecord record) {
        Terms terms = profile.terms();
        var changes = new Columns<>(record.changes());
        return database.sql(KEEP)
                .bind("id", profile.id().value())
                .bind("version", profile.version())
                .bind("numbers", new Columns<>(profile.numbers().all()).texts(Msisdn::e164))
                .bind("status", profile.status().name())
                .bind("plan", Parameters.in(R2dbcType.VARCHAR, terms.plan()))
                .bind("language", terms.language().tag())
                .bind("perDay", Parameters.in(R2dbcType.BIGINT, terms.perDay()))
                .bind("perMonth", Parameters.in(R2dbcType.BIGINT, terms.perMonth()))
                .bind("overdraft", terms.overdraft())
                .bind("at", time(record.at()))
                .bind("author", record.author())
                .bind("event", record.event().name())
                .bind("reason", record.reason())
                .bind("fields", changes.texts(change -> change.field().word()))
                .bind("before", changes.texts(FieldChange::before))
                .bind("after", changes.texts(FieldChange::after))
                .map(R2dbcProfiles::outcome)
                .one();
    }

    private static OffsetDateTime time(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }

    private static KeepOutcome outcome(Readable row) {
        String word = Column.text(row, "outcome");
        return switch (word) {
            case "kept" -> new KeepOutcome.Kept();
            case "outdated" -> new KeepOutcome.Outdated();
            case "number_taken" -> new KeepOutcome.NumberTaken(new Msisdn(Column.text(row, "taken")));
            default ->
                throw new IllegalStateException("outcome: " + word + " (expected: a word of balance.keep_subscriber)");
        };
    }

    @Override
    public Flux<AuditRecord> audit(SubscriberId id, @Nullable Integer before, int limit) {
        return database.sql(AUDIT)
                .bind("id", id.value())
                .bind("before", before == null ? Integer.MAX_VALUE : before)
                .bind("limit", limit)
                .map(R2dbcProfiles::record)
                .all();
    }

    private static AuditRecord record(Readable row) {
        String[] fields = Column.texts(row, "fields");
        String[] before = Column.texts(row, "before");
        String[] after = Column.texts(row, "after");
        return new AuditRecord(Column.number(row, "version"), Column.time(row, "at"), Column.text(row, "author"),
                ProfileEvent.valueOf(Column.text(row, "event")), Column.text(row, "reason"),
                IntStream.range(0, fields.length)
                        .mapToObj(i -> new FieldChange(FieldChange.Field.of(fields[i]), before[i], after[i]))
                        .toList());
    }
}
