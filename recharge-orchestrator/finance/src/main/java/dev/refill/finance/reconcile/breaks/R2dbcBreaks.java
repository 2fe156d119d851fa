package dev.refill.finance.reconcile.breaks;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Objects;

import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.finance.reconcile.BreakId;
import dev.refill.finance.reconcile.PairId;
import dev.refill.finance.reconcile.RunId;
import dev.refill.finance.reconcile.rule.BreakClass;
import dev.refill.finance.reconcile.rule.Finding.Difference;
import dev.refill.finance.reconcile.rule.LineKey;

/** Breaks in PostgreSQL; what a step does is told in the schema, at its function. Each command is one autocommit statement. */
public final class R2dbcBreaks implements Breaks {

    private static final Logger LOG = LoggerFactory.getLogger(R2dbcBreaks.class);
    private static final int PAGE = 100;
    private static final int MOST_PAGES = 100;

    private static final String SELECT = """
            SELECT break_id, pair, key, class, state, difference, currency, posted, since, owner, evidence::text AS evidence,
                   decided::text AS decided, version, opened_at, resolved_at
            FROM finance.reconciliation_break
            """;

    private static final String FIND = SELECT + "WHERE break_id = :break";

    private static final String LIST = SELECT + """
            WHERE (CAST(:pair AS text) IS NULL OR pair = :pair) AND (CAST(:state AS text) IS NULL OR state = :state)
                AND (CAST(:class AS text) IS NULL OR class = :class)
                AND (CAST(:after AS text) IS NULL OR (opened_at, break_id) > (
                    SELECT opened_at, break_id FROM finance.reconciliation_break WHERE break_id = :after))
            ORDER BY opened_at, break_id
            LIMIT :most
            """;

    private static final String HISTORY = """
            SELECT version, event, class, state, rule, pair, run, person, reason, evidence::text AS evidence, at
            FROM finance.break_history
            WHERE break_id = :break AND version > :after
            ORDER BY version
            LIMIT :most
            """;

    private static final String ASSIGN = """
            SELECT finance.assign_break(:break, :version, :owner, :person, :at) AS outcome
            """;

    private static final String RESOLVE = """
            SELECT finance.resolve_break(:break, :version, :posts, CAST(:limits AS jsonb), :person, :reason, :at) AS outcome
            """;

    private static final String ANSWER = """
            SELECT finance.answer_proposal(:break, :version, :agrees, :person, :reason, :at) AS outcome
            """;

    private static final String DECIDED = """
            SELECT break_id, pair, key, class, (decided ->> 'difference')::numeric AS difference, decided ->> 'currency' AS currency,
                   (decided ->> 'version')::integer AS version, decided ->> 'by' AS person, decided ->> 'reason' AS reason
            FROM finance.reconciliation_break
            WHERE state = 'posting' AND break_id > :after
            ORDER BY break_id
            LIMIT :most
            """;

    private static final String END_POSTING = """
            SELECT finance.end_posting(:break, :version, :posted, :reason, :at) AS outcome
            """;

    private final DatabaseClient database;
    private final @Nullable Corrections corrections;
    private final Limits limits;
    private final Clock clock;

    /** @param corrections {@code null}: there is nothing that could post, and nobody can decide that something is posted */
    public R2dbcBreaks(ConnectionFactory connections, @Nullable Corrections corrections, Limits limits, Clock clock) {
        this.database = DatabaseClient.create(connections);
        this.corrections = corrections;
        this.limits = limits;
        this.clock = clock;
    }

    @Override
    public Mono<Break> find(BreakId id) {
        return database.sql(FIND).bind("break", id.value()).map(R2dbcBreaks::found).one();
    }

    @Override
    public Flux<Break> list(BreakQuery query) {
        return database.sql(LIST)
                .bind("pair", text(query.pair() == null ? null : query.pair().value()))
                .bind("state", text(query.state() == null ? null : query.state().word()))
                .bind("class", text(query.about() == null ? null : query.about().word()))
                .bind("after", text(query.after() == null ? null : query.after().value()))
                .bind("most", query.most())
                .map(R2dbcBreaks::found)
                .all();
    }

    @Override
    public Flux<BreakEvent> history(BreakId id, int after, int most) {
        return database.sql(HISTORY).bind("break", id.value()).bind("after", after).bind("most", most)
                .map(R2dbcBreaks::event).all();
    }

    @Override
    public Mono<DecisionOutcome> assign(BreakId id, int version, @Nullable String owner, String person) {
        return outcome(id, of(ASSIGN, id, version).bind("owner", text(owner)).bind("person", person));
    }

    @Override
    public Mono<DecisionOutcome> resolve(BreakId id, int version, boolean posts, String person, String reason) {
        if (posts && corrections == null) {
            return Mono.just(new DecisionOutcome.NoBooks());
        }
        return outcome(id, of(RESOLVE, id, version)
                .bind("posts", posts)
                .bind("limits", limits.json())
                .bind("person", person)
                .bind("reason", reason));
    }

    @Override
    public Mono<DecisionOutcome> answer(BreakId id, int version, boolean agrees, String person, String reason) {
        return outcome(id,
                of(ANSWER, id, version).bind("agrees", agrees).bind("person", person).bind("reason", reason));
    }

    private GenericExecuteSpec of(String sql, BreakId id, int version) {
        return database.sql(sql).bind("break", id.value()).bind("version", version);
    }

    private Mono<DecisionOutcome> outcome(BreakId id, GenericExecuteSpec statement) {
        return Mono.defer(() -> statement.bind("at", now()).map(row -> required(row, "outcome", String.class)).one())
                .flatMap(word -> outcome(id, word));
    }

    private Mono<DecisionOutcome> outcome(BreakId id, String word) {
        return switch (word) {
            case "unknown" -> Mono.just(new DecisionOutcome.NotFound());
            case "changed" -> find(id).map(DecisionOutcome.Changed::new);
            case "same_person" -> Mono.just(new DecisionOutcome.SamePerson());
            case "no_difference" -> Mono.just(new DecisionOutcome.NoDifference());
            default -> find(id).map(DecisionOutcome.Decided::new);
        };
    }

    @Override
    public Mono<Long> postDecided() {
        Corrections books = corrections;
        return books == null ? Mono.just(0L) : postDecided(books);
    }

    private Mono<Long> postDecided(Corrections books) {
        return decided("")
                .expand(page -> page.isEmpty() ? Mono.empty() : decided(page.getLast().correction().of().value()))
                .take(MOST_PAGES)
                .concatMapIterable(page -> page, 1)
                .concatMap(decided -> post(decided, books).onErrorResume(fault -> putOff(decided, fault)), 1)
                .filter(posted -> posted)
                .count();
    }

    /**
     * What is to be posted.
     *
     * @param version of the decision
     */
    private record Decided(Correction correction, int version) {}

    /** Those behind one: what is put off does not keep others waiting. */
    private Mono<List<Decided>> decided(String after) {
        return database.sql(DECIDED).bind("after", after).bind("most", PAGE).map(R2dbcBreaks::decision).all()
                .collectList();
    }

    private Mono<Boolean> post(Decided decided, Corrections books) {
        return Mono.defer(() -> books.post(decided.correction())).flatMap(outcome -> switch (outcome) {
            case CorrectionOutcome.Posted(String entry) -> end(decided, true, "Posted as " + entry);
            case CorrectionOutcome.Refused(String reason) -> end(decided, false, "The posting was refused: " + reason);
        });
    }

    private Mono<Boolean> end(Decided decided, boolean posted, String reason) {
        return of(END_POSTING, decided.correction().of(), decided.version())
                .bind("posted", posted)
                .bind("reason", reason)
                .bind("at", now())
                .map(row -> required(row, "outcome", String.class))
                .one()
                .map(word -> posted && !word.equals("changed"));
    }

    private static Mono<Boolean> putOff(Decided decided, Throwable fault) {
        LOG.warn("Correction {} is put off", decided.correction().id(), fault);
        return Mono.just(false);
    }

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private static Break found(Readable row) {
        return new Break(id(row), pair(row), new LineKey(required(row, "key", String.class)), about(row),
                BreakState.parse(required(row, "state", String.class)).orElseThrow(), difference(row),
                exact(required(row, "posted", BigDecimal.class)), required(row, "since", LocalDate.class),
                row.get("owner", String.class), required(row, "evidence", String.class),
                row.get("decided", String.class), required(row, "version", Integer.class),
                required(row, "opened_at", Instant.class), row.get("resolved_at", Instant.class));
    }

    private static BreakEvent event(Readable row) {
        Integer run = row.get("run", Integer.class);
        return new BreakEvent(required(row, "version", Integer.class), required(row, "event", String.class),
                required(row, "class", String.class), required(row, "state", String.class),
                row.get("rule", String.class), run == null ? null : new RunId(pair(row), run),
                row.get("person", String.class), required(row, "reason", String.class),
                required(row, "evidence", String.class), required(row, "at", Instant.class));
    }

    private static Decided decision(Readable row) {
        int version = required(row, "version", Integer.class);
        return new Decided(
                new Correction(Correction.id(id(row), version), id(row), pair(row),
                        new LineKey(required(row, "key", String.class)), about(row),
                        Objects.requireNonNull(difference(row), "difference"), required(row, "person", String.class),
                        required(row, "reason", String.class)),
                version);
    }

    private static BreakId id(Readable row) {
        return new BreakId(required(row, "break_id", String.class));
    }

    private static PairId pair(Readable row) {
        return new PairId(required(row, "pair", String.class));
    }

    private static BreakClass about(Readable row) {
        return BreakClass.of(required(row, "class", String.class));
    }

    private static @Nullable Difference difference(Readable row) {
        BigDecimal minor = row.get("difference", BigDecimal.class);
        return minor == null
                ? null
                : new Difference(exact(minor), Currency.getInstance(required(row, "currency", String.class)));
    }

    private static BigInteger exact(BigDecimal whole) {
        return whole.toBigIntegerExact();
    }

    private static io.r2dbc.spi.Parameter text(@Nullable String value) {
        return Parameters.in(R2dbcType.VARCHAR, value);
    }

    private static <T> T required(Readable row, String name, Class<T> type) {
        @Nullable
        T value = row.get(name, type);
        return Objects.requireNonNull(value, name);
    }
}
