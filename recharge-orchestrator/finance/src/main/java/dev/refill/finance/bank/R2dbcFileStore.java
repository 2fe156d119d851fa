package dev.refill.finance.bank;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;

import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.finance.bank.camt.CamtPart;

/** Files in PostgreSQL; what becomes of them is told in the schema, at its functions. */
final class R2dbcFileStore implements FileStore {

    private static final String BEGIN = """
            INSERT INTO finance.bank_file (file_id, state, sent_by, received_at) VALUES (:file, 'receiving', :sender, :at)
            """;

    private static final String KEEP_CHUNK = """
            INSERT INTO finance.bank_file_chunk (file_id, chunk, content)
            SELECT file_id, :chunk, :content FROM finance.bank_file WHERE file_id = :file AND state = 'receiving'
            """;

    private static final String RECEIVED = """
            SELECT known_as AS file_id FROM finance.receive_file(:file, :sha256, :bytes, :chunks)
            """;

    private static final String DISCARD = """
            DELETE FROM finance.bank_file WHERE file_id = :file AND state = 'receiving'
            """;

    private static final String DISCARD_BEGUN_BEFORE = """
            DELETE FROM finance.bank_file WHERE state = 'receiving' AND received_at < :before
            """;

    private static final String SELECT_FILE = """
            SELECT file_id, state, sha256, bytes, parts, statements, entries, transactions, reason, refused_line,
                   refused_column, sent_by, received_at, finished_at
            FROM finance.bank_file
            """;

    private static final String FIND = SELECT_FILE + "WHERE file_id = :file";

    /** Ids are ordered by time. */
    private static final String LIST = SELECT_FILE + """
            WHERE (CAST(:state AS text) IS NULL OR state = :state) AND (CAST(:before AS text) IS NULL OR file_id < :before)
            ORDER BY file_id DESC
            LIMIT :most
            """;

    private static final String STATEMENTS = """
            SELECT statement, scheme, account, servicer, statement_id, page, sequence, currency, opening, closing,
                   sums.entries, sums.booked, sums.credit, sums.debit
            FROM finance.imported_statement AS imported
            CROSS JOIN LATERAL (
                SELECT count(*) AS entries, count(*) FILTER (WHERE status = 'BOOKED') AS booked,
                       coalesce(sum(amount) FILTER (WHERE status = 'BOOKED' AND amount > 0), 0) AS credit,
                       coalesce(-sum(amount) FILTER (WHERE status = 'BOOKED' AND amount < 0), 0) AS debit
                FROM finance.bank_entry AS entry
                WHERE entry.file_id = imported.file_id AND entry.statement = imported.statement) AS sums
            WHERE file_id = :file AND statement > :after
            ORDER BY statement
            LIMIT :most
            """;

    private static final String BACKLOG = """
            SELECT count(*) AS files, min(received_at) AS oldest FROM finance.bank_file WHERE state = 'importing'
            """;

    private static final String WAITING = """
            SELECT file_id
            FROM finance.bank_file
            WHERE state = 'importing' AND (leased_until IS NULL OR leased_until <= :now)
            ORDER BY received_at
            LIMIT :most
            """;

    private static final String TAKE = """
            SELECT file_id, fence, parts, chunks FROM finance.take_file(:file, :reader, :now, :leasedUntil)
            """;

    private static final String CHUNK = """
            SELECT content FROM finance.bank_file_chunk WHERE file_id = :file AND chunk = :chunk
            """;

    /** How far it is and what is kept are one statement: a batch is there and counted, or neither. */
    private static final String KEEP = """
            WITH kept AS (
                UPDATE finance.bank_file
                SET parts = :until, leased_until = :leasedUntil
                WHERE file_id = :file AND state = 'importing' AND fence = :fence AND parts = :from
                RETURNING file_id
            ), statements AS (
                INSERT INTO finance.bank_statement (file_id, statement, scheme, account, servicer, statement_id, page,
                                                    sequence, currency, opening, closing, told)
                SELECT kept.file_id, part.*
                FROM kept, jsonb_to_recordset(CAST(:statements AS jsonb)) AS part (
                    statement integer, scheme text, account text, servicer text, statement_id text, page integer,
                    sequence bigint, currency text, opening bigint, closing bigint, told jsonb)
            ), entries AS (
                INSERT INTO finance.bank_entry (file_id, statement, entry, amount, reversal, status, reference,
                                                servicer_reference, booked_on, value_on, transactions, told)
                SELECT kept.file_id, part.*
                FROM kept, jsonb_to_recordset(CAST(:entries AS jsonb)) AS part (
                    statement integer, entry integer, amount bigint, reversal boolean, status text, reference text,
                    servicer_reference text, booked_on date, value_on date, transactions integer, told jsonb)
            ), transactions AS (
                INSERT INTO finance.bank_transaction (file_id, statement, entry, transaction, end_to_end, amount,
                                                      currency, told)
                SELECT kept.file_id, part.*
                FROM kept, jsonb_to_recordset(CAST(:transactions AS jsonb)) AS part (
                    statement integer, entry integer, transaction integer, end_to_end text, amount bigint,
                    currency text, told jsonb)
            )
            SELECT count(*) = 1 AS ours FROM kept
            """;

    private static final String COMPLETE = """
            SELECT outcome, reason
            FROM finance.complete_file(:file, :fence, :statements, :entries, :transactions, :at)
            """;

    private static final String REFUSE = """
            SELECT finance.refuse_file(:file, :fence, :reason, :line, :column, :at) AS outcome
            """;

    private final DatabaseClient database;

    R2dbcFileStore(ConnectionFactory connections) {
        this.database = DatabaseClient.create(connections);
    }

    @Override
    public Mono<Void> begin(BankFileId id, String sender, Instant at) {
        return database.sql(BEGIN).bind("file", id.value()).bind("sender", sender).bind("at", time(at)).then();
    }

    @Override
    public Mono<Void> keep(BankFileId id, Chunks.Chunk chunk) {
        return database.sql(KEEP_CHUNK)
                .bind("file", id.value())
                .bind("chunk", chunk.number())
                .bind("content", chunk.content())
                .fetch()
                .rowsUpdated()
                .filter(rows -> rows == 1)
                .switchIfEmpty(Mono.error(() -> new IllegalStateException(id + ": it is not being received any more")))
                .then();
    }

    @Override
    public Mono<BankFileId> received(BankFileId id, Chunks.Sum sum) {
        return database.sql(RECEIVED)
                .bind("file", id.value())
                .bind("sha256", sum.sha256())
                .bind("bytes", sum.bytes())
                .bind("chunks", sum.chunks())
                .map(FileRows::id)
                .one();
    }

    @Override
    public Mono<Void> discard(BankFileId id) {
        return database.sql(DISCARD).bind("file", id.value()).then();
    }

    @Override
    public Mono<Long> discardBegunBefore(Instant before) {
        return database.sql(DISCARD_BEGUN_BEFORE).bind("before", time(before)).fetch().rowsUpdated();
    }

    @Override
    public Mono<BankFile> find(BankFileId id) {
        return database.sql(FIND).bind("file", id.value()).map(FileRows::file).one();
    }

    @Override
    public Flux<BankFile> list(FileQuery query) {
        String state = query.state() == null ? null : query.state().name().toLowerCase(Locale.ROOT);
        String before = query.before() == null ? null : query.before().value();
        return database.sql(LIST)
                .bind("state", Parameters.in(R2dbcType.VARCHAR, state))
                .bind("before", Parameters.in(R2dbcType.VARCHAR, before))
                .bind("most", query.most())
                .map(FileRows::file)
                .all();
    }

    @Override
    public Flux<StatementSums> statements(BankFileId id, int after, int most) {
        return database.sql(STATEMENTS)
                .bind("file", id.value())
                .bind("after", after)
                .bind("most", most)
                .map(FileRows::statement)
                .all();
    }

    @Override
    public Mono<Backlog> backlog() {
        return database.sql(BACKLOG).map(FileRows::backlog).one();
    }

    @Override
    public Flux<BankFileId> waiting(Instant now, int most) {
        return database.sql(WAITING).bind("now", time(now)).bind("most", most).map(FileRows::id).all();
    }

    @Override
    public Mono<Hold> take(BankFileId id, int reader, Instant now, Instant leasedUntil) {
        return database.sql(TAKE)
                .bind("file", id.value())
                .bind("reader", reader)
                .bind("now", time(now))
                .bind("leasedUntil", time(leasedUntil))
                .map(FileRows::hold)
                .one();
    }

    @Override
    public Mono<byte[]> chunk(BankFileId id, int number) {
        return database.sql(CHUNK)
                .bind("file", id.value())
                .bind("chunk", number)
                .map(row -> FileRows.required(row, "content", byte[].class))
                .one()
                .switchIfEmpty(Mono.error(() -> new IllegalStateException(id + ": chunk " + number + " is not there")));
    }

    @Override
    public Mono<Boolean> keep(Hold hold, Batch batch, Instant leasedUntil) {
        return Mono.defer(() -> database.sql(KEEP)
                .bind("file", hold.id().value())
                .bind("fence", hold.fence())
                .bind("from", batch.from())
                .bind("until", batch.from() + batch.size())
                .bind("leasedUntil", time(leasedUntil))
                .bind("statements", PartRows.statements(batch.statements()))
                .bind("entries", PartRows.entries(batch.entries()))
                .bind("transactions", PartRows.transactions(batch.transactions()))
                .map(row -> FileRows.required(row, "ours", Boolean.class))
                .one());
    }

    @Override
    public Mono<Completion> complete(Hold hold, CamtPart.Complete contents, Instant at) {
        return database.sql(COMPLETE)
                .bind("file", hold.id().value())
                .bind("fence", hold.fence())
                .bind("statements", contents.statements())
                .bind("entries", contents.entries())
                .bind("transactions", contents.transactions())
                .bind("at", time(at))
                .map(FileRows::completion)
                .one();
    }

    @Override
    public Mono<Removal> refuse(Hold hold, BankFile.Refusal refusal, Instant at) {
        return database.sql(REFUSE)
                .bind("file", hold.id().value())
                .bind("fence", hold.fence())
                .bind("reason", refusal.reason())
                .bind("line", Parameters.in(R2dbcType.INTEGER, refusal.line()))
                .bind("column", Parameters.in(R2dbcType.INTEGER, refusal.column()))
                .bind("at", time(at))
                .map(FileRows::removal)
                .one();
    }

    private static OffsetDateTime time(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
