package dev.refill.bucket;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import reactor.core.publisher.Flux;

import dev.refill.bucket.Lasting.Policy;
import dev.refill.ledger.AccountId;
import dev.refill.ledger.Amount;
import dev.refill.ledger.Entry;
import dev.refill.ledger.EntryId;
import dev.refill.ledger.Ledger;
import dev.refill.ledger.LedgerInvariants;
import dev.refill.ledger.LedgerUnit;
import dev.refill.ledger.Posting;
import dev.refill.ledger.TestBooks;
import dev.refill.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** How long credit lasts that comes to credit which is there. */
@Execution(ExecutionMode.SAME_THREAD)
class TopUpValidityIT {

    private static final LedgerUnit AIRTIME = new LedgerUnit("airtime:USD");
    private static final AccountId MAIN = AccountId.bucketOf("sub_alice");
    private static final AccountId TIMED = new AccountId(MAIN + ":timed");
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final TestDatabase database = TestDatabase.with("balance");
    private final Buckets buckets = TestBuckets.over(database.connections());
    private final Ledger ledger = TestBooks.over(database.connections());

    @AfterEach
    void booksAgree() {
        assertThat(LedgerInvariants.over(database.connections()).breaks().collectList().block()).isEmpty();
        database.close();
    }

    private static TopUp topUp(String reference, Policy policy, Instant at) {
        return new TopUp(reference, "sub_alice", AIRTIME, new Lasting(policy, MONTH), at);
    }

    private AccountId makeRoom(String reference, Policy policy, Instant at) {
        return Objects.requireNonNull(buckets.makeRoom(topUp(reference, policy, at)).block(LONGEST));
    }

    private AccountId credited(String reference, Policy policy, Instant at) {
        AccountId place = makeRoom(reference, policy, at);
        credit(reference, place);
        return place;
    }

    private void credit(String reference, AccountId place) {
        ledger.post(new Entry(new EntryId("ent_" + reference), "recharge", reference, NOON,
                List.of(new Posting(place, new Amount(AIRTIME, 100)),
                        new Posting(new AccountId("issued-credit"), new Amount(AIRTIME, -100)))))
                .block(LONGEST);
    }

    private HeldBucket held(AccountId account) {
        return Optional.ofNullable(buckets.purseOf("sub_alice").block(LONGEST))
                .flatMap(purse -> purse.bucket(account + " " + AIRTIME))
                .orElseThrow();
    }

    private @Nullable Instant end(AccountId account) {
        return held(account).terms().validity().until();
    }

    @Test
    void extendAddsToWhatThereIsAndLatestTakesWhatEndsLater() {
        assertThat(credited("rch_1", Policy.EXTEND, NOON)).isEqualTo(TIMED);
        assertThat(end(TIMED)).isEqualTo(NOON.plus(MONTH));
        Instant tenDaysLater = NOON.plus(Duration.ofDays(10));
        credited("rch_2", Policy.EXTEND, tenDaysLater);
        assertThat(end(TIMED)).isEqualTo(NOON.plus(MONTH).plus(MONTH));
        credited("rch_3", Policy.LATEST, tenDaysLater);
        assertThat(end(TIMED)).as("it ends later anyway").isEqualTo(NOON.plus(MONTH).plus(MONTH));
        Instant after = NOON.plus(Duration.ofDays(50));
        credited("rch_4", Policy.LATEST, after);
        assertThat(end(TIMED)).isEqualTo(after.plus(MONTH));
        assertThat(held(TIMED).left()).isEqualTo(400);
    }

    @Test
    void repeatMovesNothingAndIsAnsweredAsAtFirst() {
        credited("rch_1", Policy.EXTEND, NOON);
        makeRoom("rch_1", Policy.EXTEND, NOON.plus(Duration.ofDays(29)));
        assertThat(end(TIMED)).isEqualTo(NOON.plus(MONTH));
        AccountId lot = makeRoom("rch_2", Policy.LOT, NOON);
        assertThat(makeRoom("rch_2", Policy.EXTEND, NOON)).as("even if the offer says something else by now")
                .isEqualTo(lot);
        assertThat(end(TIMED)).isEqualTo(NOON.plus(MONTH));
    }

    @Test
    void lotIsABucketOfItsOwnAndWhatIsForEverStaysSo() {
        credit("rch_0", MAIN);
        AccountId lot = credited("rch_1", Policy.LOT, NOON);
        credited("rch_2", Policy.EXTEND, NOON);
        assertThat(lot).isEqualTo(new AccountId("bucket:sub_alice:rch_1"));
        assertThat(end(lot)).isEqualTo(NOON.plus(MONTH));
        assertThat(held(lot).left()).isEqualTo(100);
        assertThat(held(MAIN).terms().validity().until()).isNull();
        assertThat(held(MAIN).left()).isEqualTo(100);
    }

    @Test
    void creditThatComesWhenItsBucketHasEndedOpensItOnceMore() {
        AccountId lot = makeRoom("rch_1", Policy.LOT, NOON);
        Instant late = NOON.plus(MONTH).plus(Duration.ofDays(2));
        assertThat(buckets.expire(late, 10).block(LONGEST)).isEqualTo(1);
        assertThat(credited("rch_1", Policy.LOT, late)).isEqualTo(lot);
        assertThat(held(lot).left()).isEqualTo(100);
        assertThat(end(lot)).isEqualTo(late.plus(MONTH));
    }

    @Test
    void whatHasEndedIsSavedInItsGracePeriodAndLostAfterIt() {
        credited("rch_1", Policy.LATEST, NOON);
        Instant inGrace = NOON.plus(MONTH).plus(Duration.ofHours(1));
        credited("rch_2", Policy.EXTEND, inGrace);
        assertThat(end(TIMED)).as("from the day of the top-up on").isEqualTo(inGrace.plus(MONTH));
        assertThat(buckets.expire(inGrace, 10).block(LONGEST)).isZero();

        Instant tooLate = inGrace.plus(MONTH).plus(Duration.ofDays(2));
        assertThat(buckets.expire(tooLate, 10).block(LONGEST)).isEqualTo(1);
        credited("rch_3", Policy.EXTEND, tooLate);
        assertThat(held(TIMED).left()).isEqualTo(100);
        assertThat(end(TIMED)).isEqualTo(tooLate.plus(MONTH));
    }

    @Test
    void whoHasAllTheBucketsThereCanBeGetsNoMoreLots() {
        Flux.range(1, Buckets.MOST)
                .concatMap(number -> buckets.makeRoom(topUp("rch_" + number, Policy.LOT, NOON)))
                .blockLast(LONGEST);
        assertThat(makeRoom("rch_last", Policy.LOT, NOON)).isEqualTo(TIMED);
        credit("rch_last", TIMED);
        assertThat(end(TIMED)).isEqualTo(NOON.plus(MONTH));
    }

    @Test
    void allWhoExtendAtTheSameTimeExtend() {
        Flux.range(1, 12)
                .flatMap(number -> buckets.makeRoom(topUp("rch_" + number % 6, Policy.EXTEND, NOON)), 12)
                .blockLast(LONGEST);
        credit("rch_0", TIMED);
        assertThat(end(TIMED)).as("six top-ups, each twice").isEqualTo(NOON.plus(MONTH.multipliedBy(6)));
    }
}
