package dev.refill.ledger;

import java.time.Duration;
import java.util.Objects;
import java.util.Random;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.Connection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.util.retry.Retry;

import dev.refill.groupcommit.GroupCommit;
import dev.refill.ledger.LedgerException.Code;
import dev.refill.ledger.PostOutcome.AlreadyExists;
import dev.refill.ledger.PostOutcome.Created;
import dev.refill.testsupport.TestDatabase;

import static dev.refill.ledger.TestEntries.AIRTIME;
import static dev.refill.ledger.TestEntries.ALICE;
import static dev.refill.ledger.TestEntries.credit;
import static dev.refill.ledger.TestEntries.recharge;
import static org.assertj.core.api.Assertions.assertThat;

/** Lost connections, cancels and waits: whatever happens to the caller, the books are right and a repeat settles it. */
class LedgerUnderFaultsIT {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

    private final TestDatabase database = TestDatabase.with("balance");
    private final ConnectionPool few = new ConnectionPool(ConnectionPoolConfiguration.builder(database.unpooled())
            .maxSize(4)
            .maxAcquireTime(Duration.ofSeconds(20))
            .build());
    private final Ledger ledger = TestBooks.over(few);
    private final DatabaseClient elsewhere = DatabaseClient.create(database.unpooled());

    @AfterEach
    void booksAreRight() {
        try (database) {
            few.dispose();
            assertThat(LedgerInvariants.over(database.connections()).breaks().collectList().block()).isEmpty();
        }
    }

    @Test
    void postWhenConnectionIsLostThenUnknownAndARepeatWritesOnce() {
        ledger.post(credit("1", ALICE, 10)).block();
        Entry entry = credit("2", ALICE, 5);
        Connection holder = lockedBucket();

        ledger.post(entry)
                .as(StepVerifier::create)
                .then(() -> assertThat(killWaiting()).isTrue())
                .expectErrorSatisfies(fault -> hasCode(fault, Code.OUTCOME_UNKNOWN))
                .verify(LONG_ENOUGH);
        Mono.from(holder.close()).block();

        // The pool may not have seen yet that the connection is gone.
        assertThat(ledger.post(entry)
                .retryWhen(Retry.fixedDelay(10, Duration.ofMillis(20)).filter(LedgerException.class::isInstance))
                .block()).isEqualTo(new Created(entry.id()));
        assertThat(ledger.post(entry).block()).isEqualTo(new AlreadyExists(entry.id()));
        assertThat(aliceHoldsElsewhere()).isEqualTo(15);
    }

    @Test
    void postWhenBucketIsHeldTooLongThenBusyAndARepeatWritesOnce() {
        ledger.post(credit("1", ALICE, 10)).block();
        elsewhere.sql("ALTER FUNCTION balance.post SET lock_timeout = '50ms'").then().block();
        Entry entry = credit("2", ALICE, 5);
        Connection holder = lockedBucket();

        ledger.post(entry)
                .as(StepVerifier::create)
                .expectErrorSatisfies(fault -> hasCode(fault, Code.BUSY))
                .verify(LONG_ENOUGH);
        Mono.from(holder.close()).block();

        assertThat(ledger.post(entry).block()).isEqualTo(new Created(entry.id()));
        assertThat(aliceHoldsElsewhere()).isEqualTo(15);
    }

    @Test
    void postWhenConnectionsAreKilledAtRandomAndCallersRepeatThenEachIsWrittenOnce() {
        var random = new Random(7);
        Mono<Void> killer = Flux.range(0, 20)
                .concatMap(shot -> Mono.delay(Duration.ofMillis(5 + random.nextInt(30))).then(killOthers()))
                .then();

        Mono<Long> settled = Flux.range(0, 1000)
                .flatMap(index -> ledger.post(credit("k" + index, ALICE, 3))
                        .retryWhen(Retry.fixedDelay(100, Duration.ofMillis(5))
                                .filter(LedgerException.class::isInstance)),
                        16)
                .filter(outcome -> outcome instanceof Created || outcome instanceof AlreadyExists)
                .count();

        assertThat(Mono.zip(settled, killer.thenReturn(true), (count, done) -> count).block(LONG_ENOUGH))
                .isEqualTo(1000);
        assertThat(aliceHoldsElsewhere()).isEqualTo(3000);
    }

    @Test
    void postWhenCancelledAtRandomMomentsThenNoConnectionIsLeftInATransactionAndAcknowledgedMeansWritten() {
        var random = new Random(11);
        Flux.range(0, 2000)
                .flatMap(index -> ledger.post(recharge("cut" + index, AccountId.bucketOf("sub_" + index % 10), 10))
                        .takeUntilOther(Mono.delay(Duration.ofNanos(random.nextInt(15_000_000)))), 32)
                .blockLast(LONG_ENOUGH);

        Long acknowledged = Flux.range(0, 200)
                .flatMap(index -> ledger.post(credit("kept" + index, ALICE, 1)), 8)
                .filter(Created.class::isInstance)
                .count()
                .block(LONG_ENOUGH);

        assertThat(acknowledged).isEqualTo(200);
        assertThat(aliceHoldsElsewhere()).isEqualTo(200);
        assertThat(number("SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'")).isZero();
        assertThat(number("SELECT count(*) FROM balance.entry WHERE entry_id LIKE 'ent_cut%'"))
                .as("who leaves the queue is not waited for, and is written all the same")
                .isEqualTo(2000);
    }

    @Test
    void postWhenTheQueueIsFullThenBusyAndARepeatWritesOnce() {
        Ledger narrow = TestBooks.over(few, new GroupCommit.Limits(1, 1, Duration.ofSeconds(10)));
        narrow.post(credit("1", ALICE, 10)).block();
        Connection holder = lockedBucket();
        Mono<PostOutcome> inHand = narrow.post(credit("2", ALICE, 5)).cache();
        Mono<PostOutcome> waiting = narrow.post(credit("3", ALICE, 5)).cache();
        inHand.subscribe();
        waiting.subscribe();

        narrow.post(credit("4", ALICE, 5))
                .as(StepVerifier::create)
                .expectErrorSatisfies(fault -> hasCode(fault, Code.BUSY))
                .verify(LONG_ENOUGH);
        Mono.from(holder.rollbackTransaction()).then(Mono.from(holder.close())).block();

        assertThat(Flux.concat(inHand, waiting).collectList().block(LONG_ENOUGH)).hasSize(2);
        assertThat(narrow.post(credit("4", ALICE, 5)).block()).isInstanceOf(Created.class);
        assertThat(aliceHoldsElsewhere()).isEqualTo(25);
    }

    @Test
    void postWhenTheStatementTakesTooLongThenUnknownAndARepeatSettlesIt() {
        Ledger impatient = TestBooks.over(few, new GroupCommit.Limits(10, 10, Duration.ofMillis(300)));
        ledger.post(credit("1", ALICE, 10)).block();
        Entry entry = credit("2", ALICE, 5);
        Connection holder = lockedBucket();

        impatient.post(entry)
                .as(StepVerifier::create)
                .expectErrorSatisfies(fault -> hasCode(fault, Code.OUTCOME_UNKNOWN))
                .verify(LONG_ENOUGH);
        Mono.from(holder.rollbackTransaction()).then(Mono.from(holder.close())).block();

        assertThat(ledger.post(entry).block()).isIn(new Created(entry.id()), new AlreadyExists(entry.id()));
        assertThat(aliceHoldsElsewhere()).isEqualTo(15);
    }

    @Test
    void postWhenDatabaseCannotBeReachedThenUnknown() {
        few.dispose();

        ledger.post(credit("1", ALICE, 10))
                .as(StepVerifier::create)
                .expectErrorSatisfies(fault -> hasCode(fault, Code.OUTCOME_UNKNOWN))
                .verify(LONG_ENOUGH);
    }

    private static void hasCode(Throwable fault, Code code) {
        assertThat(fault).isInstanceOfSatisfying(LedgerException.class,
                known -> assertThat(known.code()).isEqualTo(code));
    }

    private Connection lockedBucket() {
        Connection holder = Objects.requireNonNull(database.unpooled().create().block());
        Mono.from(holder.beginTransaction()).block();
        Flux.from(holder.createStatement("SELECT 1 FROM balance.bucket FOR UPDATE").execute())
                .flatMap(result -> result.map(row -> 1), 1)
                .blockLast();
        return holder;
    }

    private boolean killWaiting() {
        return Boolean.TRUE.equals(elsewhere.sql("""
                                                 SELECT pg_terminate_backend(pid)
                                                 FROM pg_stat_activity
                                                 WHERE datname = current_database() AND wait_event_type = 'Lock'
                                                 """)
                .map(row -> row.get(0, Boolean.class))
                .one()
                .repeatWhenEmpty(1000, again -> again.delayElements(Duration.ofMillis(5)))
                .block(LONG_ENOUGH));
    }

    private Mono<Void> killOthers() {
        return elsewhere.sql("""
                             SELECT pg_terminate_backend(pid)
                             FROM pg_stat_activity
                             WHERE datname = current_database() AND pid <> pg_backend_pid()
                             """).then();
    }

    private long aliceHoldsElsewhere() {
        return number(
                "SELECT balance FROM balance.bucket WHERE account = '" + ALICE + "' AND unit = '" + AIRTIME + "'");
    }

    private long number(String sql) {
        return Objects.requireNonNull(elsewhere.sql(sql).map(row -> row.get(0, Long.class)).one().block());
    }
}
