package dev.refill.idempotency.r2dbc;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import dev.refill.idempotency.Answer;
import dev.refill.idempotency.Answer.Header;
import dev.refill.idempotency.ClaimKey;
import dev.refill.idempotency.ClaimOutcome;
import dev.refill.idempotency.Fingerprint;
import dev.refill.idempotency.HeldClaim;
import dev.refill.idempotency.TestClock;
import dev.refill.idempotency.TestSettings;
import dev.refill.testsupport.TestDatabase;

import static dev.refill.idempotency.TestClaims.aFingerprint;
import static dev.refill.idempotency.TestClaims.aKey;
import static dev.refill.idempotency.TestClaims.anAnswer;
import static dev.refill.idempotency.TestClaims.anotherAnswer;
import static dev.refill.idempotency.TestClaims.anotherFingerprint;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** Many items in one statement, and many statements at once. */
class ClaimBatchesIT {

    private static final Duration LEASE = TestSettings.defaults().lease();
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

    private final TestDatabase database = TestDatabase.with("idempotency");
    private final TestClock clock = new TestClock();
    private final DecideClaims decideClaims = new DecideClaims(database.client(), clock, LEASE);
    private final CompleteClaims completeClaims = new CompleteClaims(database.client());
    private final R2dbcClaimStore store = aNode();

    private R2dbcClaimStore aNode() {
        return new R2dbcClaimStore(database.client(), clock, TestSettings.defaults());
    }

    @AfterEach
    void drop() {
        store.close();
        database.close();
    }

    @Test
    void decideWhenTheBatchIsMixedThenEachItemAsIfTheyCameOneAfterTheOther() {
        ClaimKey expired = aKey();
        HeldClaim dead = held(expired);
        clock.advance(LEASE);
        ClaimKey completed = aKey();
        complete(held(completed), anAnswer());
        ClaimKey running = aKey();
        held(running);
        ClaimKey late = aKey();
        ClaimKey early = aKey();

        List<ClaimOutcome> outcomes = decide(
                asked(late), asked(running), asked(expired), asked(completed, anotherFingerprint()), asked(late),
                asked(early), asked(late, anotherFingerprint()), asked(completed), asked(expired),
                asked(running, anotherFingerprint()));

        assertThat(outcomes).hasSize(10);
        assertNew(outcomes.get(0), late);
        assertThat(outcomes.get(1)).isEqualTo(new ClaimOutcome.Running());
        assertThat(outcomes.get(2)).isEqualTo(new ClaimOutcome.TakenOver(new HeldClaim(expired, dead.id(), 2)));
        assertThat(outcomes.get(3)).isEqualTo(new ClaimOutcome.Mismatch());
        assertThat(outcomes.get(4)).isEqualTo(new ClaimOutcome.Running());
        assertNew(outcomes.get(5), early);
        assertThat(outcomes.get(6)).isEqualTo(new ClaimOutcome.Mismatch());
        assertThat(outcomes.get(7)).isEqualTo(new ClaimOutcome.Completed(anAnswer()));
        assertThat(outcomes.get(8)).isEqualTo(new ClaimOutcome.Running());
        assertThat(outcomes.get(9)).isEqualTo(new ClaimOutcome.Mismatch());
    }

    @Test
    void decideWhenNoneIsNewThenEachIsDecided() {
        ClaimKey key = aKey();
        held(key);

        assertThat(decide(asked(key), asked(key, anotherFingerprint())))
                .containsExactly(new ClaimOutcome.Running(), new ClaimOutcome.Mismatch());
    }

    @Test
    void decideWhenAKeyHasWhatArraysQuoteThenTheVeryKey() {
        var strange = new ClaimKey("client \"1\", {NULL}", "POST \\a", "'$1',NULL");

        assertNew(decide(asked(strange), asked(aKey())).getFirst(), strange);
        assertThat(decide(asked(strange))).containsExactly(new ClaimOutcome.Running());
    }

    @Test
    void completeWhenTheBatchIsMixedThenTheHoldersAnswersAreStored() {
        ClaimKey taken = aKey();
        HeldClaim stale = held(taken);
        clock.advance(LEASE);
        HeldClaim holder = ((ClaimOutcome.TakenOver) decide(asked(taken)).getFirst()).claim();
        HeldClaim twice = held(aKey());
        HeldClaim gone = held(aKey());
        store.release(gone).block(LONGEST_WAIT);

        List<Boolean> stored = completeClaims.complete(List.of(
                GivenAnswer.of(twice, anAnswer()), GivenAnswer.of(stale, anotherAnswer()),
                GivenAnswer.of(twice, anotherAnswer()), GivenAnswer.of(holder, anAnswer()),
                GivenAnswer.of(gone, anAnswer()))).block(LONGEST_WAIT);

        assertThat(stored).containsExactly(true, false, false, true, false);
        assertThat(decide(asked(twice.key()), asked(taken))).containsOnly(new ClaimOutcome.Completed(anAnswer()));
        assertThat(decide(asked(gone.key())).getFirst()).isInstanceOf(ClaimOutcome.New.class);
    }

    @Test
    void completeWhenAHundredDifferentAnswersComeAtOnceThenEachIsReadBackAsItWas() {
        List<Answer> answers = IntStream.range(0, 100).mapToObj(ClaimBatchesIT::answer).toList();
        List<HeldClaim> claims = answers.stream().map(answer -> held(aKey())).toList();

        List<Boolean> stored = await(Flux.range(0, 100)
                .flatMap(i -> store.complete(claims.get(i), answers.get(i)), 100)
                .collectList());
        List<ClaimOutcome> read = await(Flux.fromIterable(claims)
                .flatMapSequential(claim -> store.claim(claim.key(), aFingerprint()), 100)
                .collectList());

        assertThat(stored).hasSize(100).containsOnly(true);
        assertThat(read).isEqualTo(answers.stream().map(ClaimOutcome.Completed::new).toList());
    }

    @Test
    void completeWhenAnAnswerIsLongThenReadBackAsItWas() {
        HeldClaim claim = held(aKey());
        var bytes = new byte[1024 * 1024];
        new Random(1).nextBytes(bytes);
        var answer = new Answer(200, List.of(), bytes);

        assertThat(await(store.complete(claim, answer))).isTrue();
        assertThat(await(store.complete(claim, answer))).isFalse();
        assertThat(await(store.claim(claim.key(), aFingerprint()))).isEqualTo(new ClaimOutcome.Completed(answer));
    }

    @Test
    void completeWhenAHeaderHasALineFeedThenRefused() {
        var answer = new Answer(200, List.of(new Header("X-Two", "a\nb")), new byte[0]);

        StepVerifier.create(store.complete(held(aKey()), answer))
                .expectError(IllegalArgumentException.class)
                .verify(LONGEST_WAIT);
    }

    @Test
    void claimWhenTwoNodesAskTenThousandTimesForFewKeysThenEachKeyHasOneHolder() {
        R2dbcClaimStore other = aNode();
        List<ClaimKey> keys = IntStream.range(0, 100).mapToObj(i -> aKey()).toList();

        List<ClaimOutcome> first = claimAtOnce(keys, List.of(store, other), new Random(1));
        clock.advance(LEASE);
        List<ClaimOutcome> second = claimAtOnce(keys, List.of(store, other), new Random(2));

        assertThat(holders(first, ClaimOutcome.New.class, won -> won.claim().key()))
                .containsExactlyInAnyOrderElementsOf(keys);
        assertThat(first).filteredOn(ClaimOutcome.Running.class::isInstance).hasSize(9_900);
        assertThat(holders(second, ClaimOutcome.TakenOver.class, won -> won.claim().key()))
                .containsExactlyInAnyOrderElementsOf(keys);
        assertThat(second).filteredOn(ClaimOutcome.Running.class::isInstance).hasSize(9_900);
        assertThat(deadlocks()).isZero();
        other.close();
    }

    /** Late holders answer while others take their claims over, both many at once: neither waits for the other in a circle. */
    @Test
    void completeWhenTheClaimsAreTakenOverMeanwhileThenOneOfTheTwoHasIt() {
        R2dbcClaimStore other = aNode();
        List<ClaimKey> keys = IntStream.range(0, 2_000).mapToObj(i -> aKey()).toList();
        List<HeldClaim> claims = await(Flux.fromIterable(keys)
                .flatMap(key -> store.claim(key, aFingerprint()), 2_000)
                .map(outcome -> ((ClaimOutcome.New) outcome).claim())
                .collectList());
        clock.advance(LEASE);
        Collections.shuffle(claims, new Random(3));

        Mono<Long> stored = Flux.fromIterable(claims)
                .flatMap(claim -> store.complete(claim, anAnswer()), 2_000)
                .filter(held -> held)
                .count();
        Mono<Long> takenOver = Flux.fromIterable(keys)
                .flatMap(key -> other.claim(key, aFingerprint()), 2_000)
                .filter(ClaimOutcome.TakenOver.class::isInstance)
                .count();

        assertThat(await(Mono.zip(stored, takenOver, Long::sum))).isEqualTo(2_000);
        assertThat(deadlocks()).isZero();
        other.close();
    }

    private List<ClaimOutcome> claimAtOnce(List<ClaimKey> keys, List<R2dbcClaimStore> nodes, Random random) {
        List<ClaimKey> asked = IntStream.range(0, 10_000).mapToObj(i -> keys.get(i % keys.size()))
                .collect(Collectors.toList());
        Collections.shuffle(asked, random);
        return await(Flux.range(0, asked.size())
                .flatMap(i -> nodes.get(i % nodes.size()).claim(asked.get(i), aFingerprint()), asked.size())
                .collectList());
    }

    private static <T extends ClaimOutcome> List<ClaimKey> holders(List<ClaimOutcome> outcomes, Class<T> kind,
            Function<T, ClaimKey> key) {
        return outcomes.stream().filter(kind::isInstance).map(kind::cast).map(key).toList();
    }

    /** As the server counts them: whoever lost a deadlock waited for a second, and sessions report once a second. */
    private long deadlocks() {
        return await(database.client()
                .sql("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
                .map(row -> requireNonNull(row.get("deadlocks", Long.class)))
                .one());
    }

    /** Bodies and headers of every kind: none, empty ones, several, and what arrays quote. */
    private static Answer answer(int i) {
        var body = new byte[i % 5 == 0 ? 0 : i * 37];
        new Random(i).nextBytes(body);
        List<Header> headers = IntStream.range(0, i % 4)
                .mapToObj(n -> new Header("X-" + i + "-" + n, n % 2 == 0 ? "" : "{\"" + i + "\", \\é,NULL}"))
                .toList();
        return new Answer(200 + i, headers, body);
    }

    private HeldClaim held(ClaimKey key) {
        return ((ClaimOutcome.New) decide(asked(key)).getFirst()).claim();
    }

    private void complete(HeldClaim claim, Answer answer) {
        assertThat(await(store.complete(claim, answer))).isTrue();
    }

    private List<ClaimOutcome> decide(AskedClaim... asked) {
        return await(decideClaims.decide(List.of(asked)));
    }

    private static AskedClaim asked(ClaimKey key) {
        return asked(key, aFingerprint());
    }

    private static AskedClaim asked(ClaimKey key, Fingerprint fingerprint) {
        return new AskedClaim(key, fingerprint);
    }

    private static void assertNew(ClaimOutcome outcome, ClaimKey key) {
        assertThat(outcome).isInstanceOfSatisfying(ClaimOutcome.New.class, won -> {
            assertThat(won.claim().key()).isEqualTo(key);
            assertThat(won.claim().attempt()).isEqualTo(1);
        });
    }

    private static <T> T await(Mono<T> answer) {
        return requireNonNull(answer.block(LONGEST_WAIT));
    }
}
