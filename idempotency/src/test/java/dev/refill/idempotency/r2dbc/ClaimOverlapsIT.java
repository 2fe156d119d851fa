package dev.refill.idempotency.r2dbc;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import dev.refill.idempotency.Answer;
import dev.refill.idempotency.ClaimKey;
import dev.refill.idempotency.ClaimOutcome;
import dev.refill.idempotency.HeldClaim;
import dev.refill.idempotency.TestClock;
import dev.refill.idempotency.TestSettings;
import dev.refill.testsupport.Overlap;
import dev.refill.testsupport.TestDatabase;

import static dev.refill.idempotency.TestClaims.aFingerprint;
import static dev.refill.idempotency.TestClaims.aKey;
import static dev.refill.idempotency.TestClaims.anAnswer;
import static org.assertj.core.api.Assertions.assertThat;

/** Another node has decided or answered and not yet committed when ours comes: it waits, and then sees it. Nothing of it is left to chance. */
class ClaimOverlapsIT {

    private static final Duration LEASE = TestSettings.defaults().lease();

    private final TestDatabase database = TestDatabase.with("idempotency");
    private final TestClock clock = new TestClock();
    private final DecideClaims decideClaims = new DecideClaims(database.client(), clock, LEASE);
    private final CompleteClaims completeClaims = new CompleteClaims(database.client());

    @AfterEach
    void drop() {
        database.close();
    }

    private Mono<List<ClaimOutcome>> decided(ClaimKey... keys) {
        return decideClaims.decide(List.of(keys).stream().map(key -> new AskedClaim(key, aFingerprint())).toList());
    }

    /** Alone a key takes {@code decide}, beside another one {@code decide_all}. */
    private Mono<ClaimOutcome> decided(ClaimKey key, boolean alone) {
        return (alone ? decided(key) : decided(key, aKey())).map(List::getFirst);
    }

    private HeldClaim held(ClaimKey key) {
        return decided(key).map(outcomes -> ((ClaimOutcome.New) outcomes.getFirst()).claim()).blockOptional()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void claimWhenTheKeyIsBeingClaimedThenRunning(boolean alone) {
        ClaimKey key = aKey();

        assertThat(Overlap.of(database, decide(key), decided(key, alone))).isEqualTo(new ClaimOutcome.Running());
    }

    /** A lock alone does not stop ours before it has read the row; what changes then comes between its reading and its writing. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void claimWhenTheLapsedOneIsTakenOverAfterItWasReadThenRunning(boolean alone) {
        ClaimKey key = aKey();
        held(key);
        clock.advance(LEASE);

        assertThat(Overlap.of(database, locked(key, ""), decided(key, alone), decide(key)))
                .isEqualTo(new ClaimOutcome.Running());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void claimWhenTheLateHolderAnswersAfterTheLapsedOneWasReadThenItsAnswer(boolean alone) {
        ClaimKey key = aKey();
        held(key);
        clock.advance(LEASE);

        assertThat(Overlap.of(database, locked(key, ""), decided(key, alone), """
                UPDATE idempotency.claim SET status = 204, header_names = '{}', header_values = '{}', body = ''
                """)).isEqualTo(new ClaimOutcome.Completed(new Answer(204, List.of(), new byte[0])));
    }

    @Test
    void claimWhenANewKeyIsHeldThenThoseThatComeAfterItAreFree() {
        ClaimKey earlier = new ClaimKey("client-1", "POST /orders", "a");
        ClaimKey later = new ClaimKey("client-1", "POST /orders", "b");

        assertThat(Overlap.of(database, decide(earlier), decided(later, earlier), decide(later)))
                .containsOnly(new ClaimOutcome.Running());
    }

    @Test
    void claimWhenALapsedKeyIsHeldThenThoseThatComeAfterItAreFree() {
        ClaimKey earlier = new ClaimKey("client-1", "POST /orders", "a");
        ClaimKey later = new ClaimKey("client-1", "POST /orders", "b");
        held(earlier);
        held(later);
        clock.advance(LEASE);

        assertThat(Overlap.of(database, locked(earlier, ""), decided(later, earlier), locked(later, "NOWAIT")))
                .hasOnlyElementsOfType(ClaimOutcome.TakenOver.class);
    }

    @Test
    void completeWhenAKeyIsHeldThenThoseThatComeAfterItAreFree() {
        HeldClaim earlier = held(new ClaimKey("client-1", "POST /orders", "a"));
        HeldClaim later = held(new ClaimKey("client-1", "POST /orders", "b"));

        assertThat(Overlap.of(database, locked(earlier.key(), ""),
                completeClaims
                        .complete(List.of(GivenAnswer.of(later, anAnswer()), GivenAnswer.of(earlier, anAnswer()))),
                locked(later.key(), "NOWAIT"))).containsOnly(true);
    }

    @Test
    void completeWhenTheBatchHasWhatIsAnsweredThenTheFirstAnswerStays() {
        HeldClaim claim = held(aKey());
        completeClaims.completeOne(GivenAnswer.of(claim, anAnswer())).block();
        Answer other = new Answer(204, List.of(), new byte[0]);

        assertThat(completeClaims.complete(List.of(GivenAnswer.of(claim, other), GivenAnswer.of(held(aKey()), other)))
                .block()).containsExactly(false, true);
        assertThat(decided(claim.key()).block()).containsExactly(new ClaimOutcome.Completed(anAnswer()));
    }

    private static String locked(ClaimKey key, String waiting) {
        return "SELECT FROM idempotency.claim WHERE key = '" + key.key() + "' FOR UPDATE " + waiting;
    }

    private String decide(ClaimKey key) {
        return "SELECT FROM idempotency.decide('%s', '%s', '%s', 'clm_other', decode('%s', 'hex'), '%s', '%s')"
                .formatted(key.client(), key.endpoint(), key.key(), aFingerprint().hex(), clock.instant(),
                        clock.instant().plus(LEASE));
    }
}
