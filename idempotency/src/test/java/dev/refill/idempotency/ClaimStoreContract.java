package dev.refill.idempotency;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static dev.refill.idempotency.TestClaims.aFingerprint;
import static dev.refill.idempotency.TestClaims.aKey;
import static dev.refill.idempotency.TestClaims.anAnswer;
import static dev.refill.idempotency.TestClaims.anotherAnswer;
import static dev.refill.idempotency.TestClaims.anotherFingerprint;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** What every {@link ClaimStore} must do. */
public interface ClaimStoreContract {

    Duration LEASE = Duration.ofSeconds(30);
    Duration LONGEST_WAIT = Duration.ofSeconds(20);

    /** The store under test, which judges leases of {@link #LEASE} by {@link #clock()}; the same during one test. */
    ClaimStore store();

    /** The store's clock. */
    TestClock clock();

    @Test
    default void claimWhenKeyIsUnknownThenNewWithFirstAttempt() {
        ClaimKey key = aKey();
        assertThat(claim(key)).isInstanceOfSatisfying(ClaimOutcome.New.class, first -> {
            assertThat(first.claim().key()).isEqualTo(key);
            assertThat(first.claim().attempt()).isEqualTo(1);
        });
    }

    @Test
    default void claimWhenHeldThenRunning() {
        ClaimKey key = aKey();
        held(key);
        assertThat(claim(key)).isEqualTo(new ClaimOutcome.Running());
    }

    @Test
    default void claimWhenLeaseIsAboutToEndThenRunning() {
        ClaimKey key = aKey();
        held(key);
        clock().advance(LEASE.minusMillis(1));
        assertThat(claim(key)).isEqualTo(new ClaimOutcome.Running());
    }

    @Test
    default void claimWhenLeaseHasLapsedThenTakenOverUnderTheSameIdByTheNextAttempt() {
        ClaimKey key = aKey();
        HeldClaim dead = held(key);
        clock().advance(LEASE);
        assertThat(claim(key)).isEqualTo(new ClaimOutcome.TakenOver(new HeldClaim(key, dead.id(), 2)));
    }

    @Test
    default void claimWhenTakenOverThenTheLeaseIsAFullOne() {
        ClaimKey key = aKey();
        held(key);
        clock().advance(LEASE);
        claim(key);
        clock().advance(LEASE.minusMillis(1));
        assertThat(claim(key)).isEqualTo(new ClaimOutcome.Running());
    }

    @Test
    default void claimWhenCompletedThenTheVeryAnswer() {
        ClaimKey key = aKey();
        complete(held(key), anAnswer());
        assertThat(claim(key)).isEqualTo(new ClaimOutcome.Completed(anAnswer()));
    }

    @Test
    default void claimWhenCompletedWithoutHeadersAndBodyThenTheVeryAnswer() {
        ClaimKey key = aKey();
        var empty = new Answer(204, List.of(), new byte[0]);
        complete(held(key), empty);
        assertThat(claim(key)).isEqualTo(new ClaimOutcome.Completed(empty));
    }

    @Test
    default void claimWhenCompletedLongAgoThenStillTheAnswer() {
        ClaimKey key = aKey();
        complete(held(key), anAnswer());
        clock().advance(LEASE.multipliedBy(1000));
        assertThat(claim(key)).isEqualTo(new ClaimOutcome.Completed(anAnswer()));
    }

    @Test
    default void claimWhenFingerprintDiffersThenMismatchWhateverTheState() {
        ClaimKey key = aKey();
        HeldClaim claim = held(key);
        assertThat(claim(key, anotherFingerprint())).isEqualTo(new ClaimOutcome.Mismatch());
        clock().advance(LEASE);
        assertThat(claim(key, anotherFingerprint())).isEqualTo(new ClaimOutcome.Mismatch());
        complete(claim, anAnswer());
        assertThat(claim(key, anotherFingerprint())).isEqualTo(new ClaimOutcome.Mismatch());
    }

    @Test
    default void claimWhenClientOrEndpointDiffersThenAnotherKey() {
        ClaimKey key = aKey();
        complete(held(key), anAnswer());
        assertThat(claim(new ClaimKey("client-2", key.endpoint(), key.key()))).isInstanceOf(ClaimOutcome.New.class);
        assertThat(claim(new ClaimKey(key.client(), "POST /refunds", key.key()))).isInstanceOf(ClaimOutcome.New.class);
    }

    @Test
    default void completeWhenTakenOverThenRefusedAndTheLaterAnswerCounts() {
        ClaimKey key = aKey();
        HeldClaim late = held(key);
        clock().advance(LEASE);
        HeldClaim holder = ((ClaimOutcome.TakenOver) claim(key)).claim();
        assertThat(complete(late, anotherAnswer())).isFalse();
        assertThat(complete(holder, anAnswer())).isTrue();
        assertThat(complete(late, anotherAnswer())).isFalse();
        assertThat(claim(key)).isEqualTo(new ClaimOutcome.Completed(anAnswer()));
    }

    @Test
    default void completeWhenLapsedButNotTakenOverThenStored() {
        ClaimKey key = aKey();
        HeldClaim late = held(key);
        clock().advance(LEASE.multipliedBy(2));
        assertThat(complete(late, anAnswer())).isTrue();
    }

    @Test
    default void completeWhenRepeatedThenTheFirstAnswerStays() {
        ClaimKey key = aKey();
        HeldClaim claim = held(key);
        complete(claim, anAnswer());
        assertThat(complete(claim, anotherAnswer())).isFalse();
        assertThat(claim(key)).isEqualTo(new ClaimOutcome.Completed(anAnswer()));
    }

    @Test
    default void releaseWhenHeldThenTheKeyIsFreeForAnyPayloadUnderAnotherId() {
        ClaimKey key = aKey();
        HeldClaim claim = held(key);
        done(store().release(claim));
        clock().advance(Duration.ofMillis(1));
        assertThat(claim(key, anotherFingerprint())).isInstanceOfSatisfying(ClaimOutcome.New.class,
                again -> assertThat(again.claim().id()).isNotEqualTo(claim.id()));
    }

    @Test
    default void releaseWhenCompletedThenNothing() {
        ClaimKey key = aKey();
        HeldClaim claim = held(key);
        complete(claim, anAnswer());
        done(store().release(claim));
        assertThat(claim(key)).isEqualTo(new ClaimOutcome.Completed(anAnswer()));
    }

    @Test
    default void releaseWhenTakenOverThenNothing() {
        ClaimKey key = aKey();
        HeldClaim late = held(key);
        clock().advance(LEASE);
        claim(key);
        done(store().release(late));
        assertThat(claim(key)).isEqualTo(new ClaimOutcome.Running());
    }

    @Test
    default void lapseWhenHeldThenTakenOverAtOnce() {
        ClaimKey key = aKey();
        HeldClaim claim = held(key);
        done(store().lapse(claim));
        assertThat(claim(key)).isEqualTo(new ClaimOutcome.TakenOver(new HeldClaim(key, claim.id(), 2)));
    }

    @Test
    default void lapseWhenTakenOverThenNothing() {
        ClaimKey key = aKey();
        HeldClaim late = held(key);
        clock().advance(LEASE);
        claim(key);
        done(store().lapse(late));
        assertThat(claim(key)).isEqualTo(new ClaimOutcome.Running());
    }

    @Test
    default void claimWhenManyComeAtOnceThenOneIsNewAndTheOthersRunning() {
        ClaimKey key = aKey();
        List<ClaimOutcome> outcomes = atOnce(key);
        assertThat(outcomes).filteredOn(ClaimOutcome.New.class::isInstance).hasSize(1);
        assertThat(outcomes).filteredOn(ClaimOutcome.Running.class::isInstance).hasSize(31);
    }

    @Test
    default void claimWhenManyFindTheHolderDeadThenOneTakesOver() {
        ClaimKey key = aKey();
        held(key);
        clock().advance(LEASE);
        List<ClaimOutcome> outcomes = atOnce(key);
        assertThat(outcomes).filteredOn(ClaimOutcome.TakenOver.class::isInstance).hasSize(1);
        assertThat(outcomes).filteredOn(ClaimOutcome.Running.class::isInstance).hasSize(31);
    }

    @Test
    default void reapWhenWindowIsOverThenOldestFirstInBatchesAndNeverWhatIsHeld() {
        ClaimKey oldest = aKey();
        ClaimKey old = aKey();
        ClaimKey abandoned = aKey();
        ClaimKey running = aKey();
        ClaimKey young = aKey();
        complete(held(oldest), anAnswer());
        clock().advance(Duration.ofSeconds(1));
        complete(held(old), anAnswer());
        done(store().lapse(held(abandoned)));
        held(running);
        clock().advance(Duration.ofSeconds(1));
        var window = clock().instant();
        complete(held(young), anAnswer());

        assertThat(await(store().reap(window, 1))).isEqualTo(1);
        assertThat(claim(old)).isEqualTo(new ClaimOutcome.Completed(anAnswer()));
        assertThat(await(store().reap(window, 100))).isEqualTo(2);
        assertThat(claim(oldest)).isInstanceOf(ClaimOutcome.New.class);
        assertThat(claim(old)).isInstanceOf(ClaimOutcome.New.class);
        assertThat(claim(abandoned)).isInstanceOf(ClaimOutcome.New.class);
        assertThat(claim(running)).isEqualTo(new ClaimOutcome.Running());
        assertThat(claim(young)).isEqualTo(new ClaimOutcome.Completed(anAnswer()));
    }

    private List<ClaimOutcome> atOnce(ClaimKey key) {
        return await(Flux.range(0, 32)
                .flatMap(caller -> store().claim(key, aFingerprint()).subscribeOn(Schedulers.parallel()), 32)
                .collectList());
    }

    private ClaimOutcome claim(ClaimKey key) {
        return claim(key, aFingerprint());
    }

    private ClaimOutcome claim(ClaimKey key, Fingerprint fingerprint) {
        return await(store().claim(key, fingerprint));
    }

    private HeldClaim held(ClaimKey key) {
        return ((ClaimOutcome.New) claim(key)).claim();
    }

    private boolean complete(HeldClaim claim, Answer answer) {
        return await(store().complete(claim, answer));
    }

    private static void done(Mono<Void> change) {
        change.block(LONGEST_WAIT);
    }

    private static <T> T await(Mono<T> answer) {
        return requireNonNull(answer.block(LONGEST_WAIT));
    }
}
