package dev.refill.transfer.store;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

import dev.refill.groupcommit.Columns;
import dev.refill.groupcommit.GroupCommit;
import dev.refill.ledger.Amount;
import dev.refill.ledger.LedgerUnit;
import dev.refill.subscriber.Msisdn;
import dev.refill.transfer.Caller;
import dev.refill.transfer.Limits;
import dev.refill.transfer.Transfer;
import dev.refill.transfer.TransferId;
import dev.refill.transfer.give.Draft;
import dev.refill.transfer.give.Kept;
import dev.refill.transfer.give.TransferStore;

/** Transfers in PostgreSQL: those that come at the same time are one statement. */
public final class R2dbcTransferStore implements TransferStore {

    private static final String TRANSFER_ALL = """
            SELECT id, from_number, to_number, unit, amount, fee, at, outcome
            FROM balance.transfer_all(:ids, :askedBy, :fromNumbers, :toNumbers, :senders, :recipients, :units, :amounts, :fees,
                                      :days, :at, :refusals, :mostADay, :mostAmountADay, :leastLeft)
            """;

    private static final String FIND = """
            SELECT id, from_number, to_number, unit, amount, fee, at
            FROM balance.transfer
            WHERE id = :id AND asked_by = :askedBy AND outcome = 'transferred'
            """;

    private final DatabaseClient database;
    private final Limits limits;
    private final GroupCommit<Draft, Kept> writes;

    public R2dbcTransferStore(ConnectionFactory connections, Limits limits, GroupCommit.Limits writes) {
        this.database = DatabaseClient.create(connections);
        this.limits = limits;
        this.writes = new GroupCommit<>(this::keepAll, writes);
    }

    @Override
    public Mono<Kept> keep(Draft draft) {
        return writes.submit(draft);
    }

    private Mono<List<Kept>> keepAll(List<Draft> drafts) {
        var of = new Columns<>(drafts);
        return database.sql(TRANSFER_ALL)
                .bind("ids", of.texts(draft -> draft.request().id()))
                .bind("askedBy", of.texts(draft -> draft.request().caller().name()))
                .bind("fromNumbers", of.texts(draft -> draft.request().from().e164()))
                .bind("toNumbers", of.texts(draft -> draft.request().to().e164()))
                .bind("senders", of.texts(Draft::sender))
                .bind("recipients", of.texts(Draft::recipient))
                .bind("units", of.texts(draft -> draft.request().amount().unit()))
                .bind("amounts", of.longs(draft -> draft.request().amount().value()))
                .bind("fees", of.longs(Draft::fee))
                .bind("days", of.texts(Draft::day))
                .bind("at", of.times(Draft::at))
                .bind("refusals", of.texts(
                        draft -> Optional.ofNullable(draft.refusal()).map(KeptOutcome::word).orElse(null)))
                .bind("mostADay", limits.mostADay())
                .bind("mostAmountADay", limits.mostAmountADay())
                .bind("leastLeft", limits.leastLeft())
                .map(R2dbcTransferStore::kept)
                .all()
                .collectList();
    }

    private static Kept kept(Readable row) {
        Transfer transfer = transfer(row);
        return new Kept(transfer, KeptOutcome.read(required(row, "outcome", String.class), transfer));
    }

    @Override
    public Mono<Transfer> find(Caller caller, TransferId id) {
        return database.sql(FIND)
                .bind("id", id.value())
                .bind("askedBy", caller.name())
                .map(R2dbcTransferStore::transfer)
                .one();
    }

    private static Transfer transfer(Readable row) {
        return new Transfer(new TransferId(required(row, "id", String.class)),
                new Msisdn(required(row, "from_number", String.class)),
                new Msisdn(required(row, "to_number", String.class)),
                new Amount(new LedgerUnit(required(row, "unit", String.class)), required(row, "amount", Long.class)),
                required(row, "fee", Long.class), required(row, "at", Instant.class));
    }

    private static <T> T required(Readable row, String name, Class<T> type) {
        return Objects.requireNonNull(row.get(name, type), name);
    }
}
