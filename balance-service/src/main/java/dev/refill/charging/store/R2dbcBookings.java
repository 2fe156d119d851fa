package dev.refill.charging.store;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

import dev.refill.charging.ChargingId;
import dev.refill.charging.session.Booking;
import dev.refill.charging.session.Booking.Stamped;
import dev.refill.charging.session.Booking.Written;
import dev.refill.charging.session.Bookings;
import dev.refill.charging.session.Session;
import dev.refill.groupcommit.Columns;
import dev.refill.groupcommit.GroupCommit;
import dev.refill.groupcommit.Writers;
import dev.refill.ledger.Amount;
import dev.refill.ledger.LedgerUnit;
import dev.refill.ledger.Posting;
import dev.refill.subscriber.SubscriberId;
import dev.refill.tariff.plan.Service;
import dev.refill.usage.Drawn;
import dev.refill.usage.UsageProperties;
import dev.refill.usage.Used;

/** Charging in PostgreSQL: those who write at the same time are one statement, and those who look. */
public final class R2dbcBookings implements Bookings {

    private static final String CHARGE = """
            SELECT balance.charge_and_record(:ids, :versions, :sequences, :clients, :subscribers, :fingerprints, :answers, :contents,
                       :expiresAt, :lastUnits, :kinds, :occurredAt, :counts, :accounts, :units, :amounts,
                       :usedItems, :services, :targets, :quantities, :charged, :chargedIn, :usedFrom, :usedUntil, :days,
                       :drawnItems, :drawnAccounts, :drawnUnits, :spent, :reserved, :percents)
                   AS outcomes
            """;

    private static final String SESSIONS = """
            SELECT id, client, subscriber_id, version, expires_at, content
            FROM balance.charging_session
            WHERE id = ANY (%s)
            """.formatted(Columns.parameter("ids", "text"));

    private static final String ANSWER = """
            SELECT sequence, fingerprint, answer FROM balance.charging_answer WHERE id = :id AND sequence = :sequence
            """;

    private static final String USED = """
            SELECT service, target, used_from, used_until, quantity, charged, charged_in FROM balance.usage WHERE id = :id
            """;

    private static final String SILENT = """
            SELECT id, client, subscriber_id, version, expires_at, content
            FROM balance.charging_session
            WHERE expires_at < :before
            ORDER BY expires_at
            LIMIT :limit
            """;

    private static final String WITHOUT_MORE = """
            SELECT s.id, s.client, s.subscriber_id, s.version, s.expires_at, s.content, own.held
            FROM balance.charging_session AS s
            CROSS JOIN LATERAL (
                SELECT coalesce(string_agg(b.account || ' ' || b.unit || ' ' || b.balance, ', ' ORDER BY b.account, b.unit), '') AS held
                FROM (SELECT 'bucket:' || s.subscriber_id AS account
                      UNION
                      SELECT t.account FROM balance.bucket_terms AS t
                      WHERE t.owner = s.subscriber_id AND t.emptied_at IS NULL) AS known
                -- Looked up by key, whatever the planner knows of the tables.
                CROSS JOIN LATERAL (SELECT * FROM balance.bucket WHERE account = known.account COLLATE "C" OFFSET 0) AS b) AS own
            WHERE s.last_units AND s.expires_at IS NOT NULL AND s.seen IS DISTINCT FROM own.held
            ORDER BY s.subscriber_id
            LIMIT :limit
            """;

    private static final String SEEN = """
            UPDATE balance.charging_session AS s SET seen = looked.held
            FROM unnest(%s, CAST(:versions AS bigint[]), CAST(:helds AS text[])) AS looked(id, version, held)
            WHERE s.id = looked.id COLLATE "C" AND s.version = looked.version
            """.formatted(Columns.parameter("ids", "text"));

    private static final String PUT_OFF = """
            UPDATE balance.charging_session SET expires_at = :until
            WHERE id = :id AND version = :version AND expires_at IS NOT NULL
            """;

    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** Made ready here: threads that read the first of a kind would wait for each other. */
    private static final ObjectReader SESSION_READER = JSON.readerFor(KeptSession.class);
    private static final ObjectReader ANSWER_READER = JSON.readerFor(KeptAnswer.class);

    private final DatabaseClient database;
    private final UsageProperties usage;
    private final Writers<Booking, Written> writes;
    private final GroupCommit<ChargingId, Optional<Session>> lookUps;

    /**
     * @param writers how many statements write at the same time; bookings of one subscriber share one
     * @param usage by which day and which thresholds usage is counted
     */
    public R2dbcBookings(ConnectionFactory connections, int writers, GroupCommit.Limits limits, UsageProperties usage) {
        this.database = DatabaseClient.create(connections);
        this.usage = usage;
        this.writes = new Writers<>(writers, Booking::subscriber, this::writeAll, limits);
        this.lookUps = new GroupCommit<>(this::sessions, limits);
    }

    @Override
    public Mono<Written> write(Booking booking) {
        return writes.submit(booking);
    }

    /**
     * Of one booking in a batch.
     *
     * @param item its number there, from 1
     */
    private record Line<T>(int item, T content) {

        static <T> Columns<Line<T>> of(List<Booking> bookings, Function<Booking, List<T>> contents) {
            return new Columns<>(IntStream.rangeClosed(1, bookings.size())
                    .boxed()
                    .flatMap(
                            item -> contents.apply(bookings.get(item - 1)).stream().map(line -> new Line<>(item, line)))
                    .toList());
        }
    }

    /** In the order of their answers; one statement. */
    Mono<List<Written>> writeAll(List<Booking> bookings) {
        var of = new Columns<>(bookings);
        var lines = new Columns<>(bookings.stream().flatMap(booking -> booking.postings().stream()).toList());
        Columns<Line<Used>> used = Line.of(bookings, booking -> booking.usage().used());
        Columns<Line<Drawn>> drawn = Line.of(bookings, booking -> booking.usage().drawn());
        return database.sql(CHARGE)
                .bind("ids", of.texts(Booking::id))
                .bind("versions", of.longs(booking -> session(booking).map(Session::version).orElse(0L)))
                .bind("sequences", of.longs(booking -> stamped(booking).map(Stamped::sequence).orElse(0L)))
                .bind("clients", of.texts(Booking::client))
                .bind("subscribers", of.texts(Booking::subscriber))
                .bind("fingerprints", of.texts(booking -> stamped(booking).map(Stamped::fingerprint).orElse(null)))
                .bind("answers", of.texts(booking -> stamped(booking).map(R2dbcBookings::written).orElse(null)))
                .bind("contents", of.texts(booking -> session(booking).map(R2dbcBookings::written).orElse(null)))
                .bind("expiresAt", of.times(booking -> session(booking).map(Session::expiresAt).orElse(null)))
                .bind("lastUnits", of.flags(booking -> session(booking).map(Session::hasLastUnits).orElse(false)))
                .bind("kinds", of.texts(Booking::kind))
                .bind("occurredAt", of.times(Booking::at))
                .bind("counts", of.ints(booking -> booking.postings().size()))
                .bind("accounts", lines.texts(Posting::account))
                .bind("units", lines.texts(posting -> posting.amount().unit()))
                .bind("amounts", lines.longs(posting -> posting.amount().value()))
                .bind("usedItems", used.ints(Line::item))
                .bind("services", used.texts(line -> line.content().service().word()))
                .bind("targets", used.texts(line -> line.content().target()))
                .bind("quantities", used.longs(line -> line.content().quantity()))
                .bind("charged", used.longs(line -> line.content().charged().value()))
                .bind("chargedIn", used.texts(line -> line.content().charged().unit()))
                .bind("usedFrom", used.times(line -> line.content().from()))
                .bind("usedUntil", used.times(line -> line.content().until()))
                .bind("days", used.texts(line -> LocalDate.ofInstant(line.content().until(), usage.timeZone())))
                .bind("drawnItems", drawn.ints(Line::item))
                .bind("drawnAccounts", drawn.texts(line -> line.content().bucket()))
                .bind("drawnUnits", drawn.texts(line -> line.content().unit()))
                .bind("spent", drawn.longs(line -> line.content().spent()))
                .bind("reserved", drawn.longs(line -> line.content().reserved()))
                .bind("percents", usage.thresholds().toArray(Integer[]::new))
                .map(row -> Stream.of(required(row, "outcomes", String[].class)).map(R2dbcBookings::outcome).toList())
                .one();
    }

    private static Optional<Session> session(Booking booking) {
        return Optional.ofNullable(booking.session());
    }

    private static Optional<Stamped> stamped(Booking booking) {
        return Optional.ofNullable(booking.stamped());
    }

    private static String written(Stamped stamped) {
        return JSON.writeValueAsString(KeptAnswer.of(stamped.answer()));
    }

    private static String written(Session session) {
        return JSON.writeValueAsString(KeptSession.of(session));
    }

    private static Written outcome(String word) {
        return Written.valueOf(word.toUpperCase(Locale.ROOT));
    }

    @Override
    public Mono<Session> session(ChargingId id) {
        return lookUps.submit(id).flatMap(Mono::justOrEmpty);
    }

    private Mono<List<Optional<Session>>> sessions(List<ChargingId> ids) {
        return database.sql(SESSIONS)
                .bind("ids", new Columns<>(ids).texts(id -> id))
                .map(R2dbcBookings::read)
                .all()
                .collectMap(Session::id)
                .map(found -> ids.stream().map(id -> Optional.ofNullable(found.get(id))).toList());
    }

    @Override
    public Mono<Used> used(ChargingId event) {
        return database.sql(USED).bind("id", event.value()).map(R2dbcBookings::readUsed).one();
    }

    private static Used readUsed(Readable row) {
        var charged = new Amount(new LedgerUnit(required(row, "charged_in", String.class)),
                required(row, "charged", Long.class));
        return new Used(Service.valueOf(required(row, "service", String.class).toUpperCase(Locale.ROOT)),
                required(row, "target", String.class), required(row, "used_from", Instant.class),
                required(row, "used_until", Instant.class), required(row, "quantity", Long.class), charged);
    }

    @Override
    public Flux<Session> silent(Instant before, int limit) {
        return database.sql(SILENT)
                .bind("before", OffsetDateTime.ofInstant(before, ZoneOffset.UTC))
                .bind("limit", limit)
                .map(R2dbcBookings::read)
                .all();
    }

    @Override
    public Flux<WithoutMore> withoutMore(int limit) {
        return database.sql(WITHOUT_MORE)
                .bind("limit", limit)
                .map(row -> new WithoutMore(read(row), required(row, "held", String.class)))
                .all();
    }

    @Override
    public Mono<Void> seen(List<WithoutMore> sessions) {
        var looked = new Columns<>(sessions);
        return database.sql(SEEN)
                .bind("ids", looked.texts(one -> one.session().id()))
                .bind("versions", looked.longs(one -> one.session().version()))
                .bind("helds", looked.texts(WithoutMore::held))
                .then();
    }

    @Override
    public Mono<Void> putOff(ChargingId id, long version, Instant until) {
        return database.sql(PUT_OFF)
                .bind("until", OffsetDateTime.ofInstant(until, ZoneOffset.UTC))
                .bind("id", id.value())
                .bind("version", version)
                .then();
    }

    private static Session read(Readable row) {
        KeptSession kept = SESSION_READER.readValue(required(row, "content", String.class));
        return kept.session(new ChargingId(required(row, "id", String.class)), required(row, "client", String.class),
                new SubscriberId(required(row, "subscriber_id", String.class)),
                required(row, "version", Long.class), row.get("expires_at", Instant.class));
    }

    @Override
    public Mono<Stamped> answer(ChargingId id, long sequence) {
        return database.sql(ANSWER)
                .bind("id", id.value())
                .bind("sequence", sequence)
                .map(R2dbcBookings::readAnswer)
                .one();
    }

    private static Stamped readAnswer(Readable row) {
        KeptAnswer kept = ANSWER_READER.readValue(required(row, "answer", String.class));
        return new Stamped(required(row, "sequence", Long.class), required(row, "fingerprint", String.class),
                kept.answer());
    }

    private static <T> T required(Readable row, String name, Class<T> type) {
        return Objects.requireNonNull(row.get(name, type), name);
    }
}
