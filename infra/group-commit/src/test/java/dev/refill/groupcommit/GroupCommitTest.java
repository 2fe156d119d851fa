package dev.refill.groupcommit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;

import io.r2dbc.spi.R2dbcDataIntegrityViolationException;
import io.r2dbc.spi.R2dbcRollbackException;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

class GroupCommitTest {

    private static final Duration WAIT = Duration.ofSeconds(10);

    private final List<List<Integer>> batches = Collections.synchronizedList(new ArrayList<>());

    @Test
    void submitWhenNobodyElseWaitsThenWrittenAtOnceAlone() {
        assertThat(commits(this::squares, 10, 10).submit(3).block(WAIT)).isEqualTo(9);
        assertThat(batches).containsExactly(List.of(3));
    }

    @Test
    void submitWhileTheWriterIsBusyThenTheCrowdIsOneBatchOfBoundedSize() {
        Sinks.Empty<Void> busy = Sinks.empty();
        GroupCommit<Integer, Integer> commits = commits(batch -> busy.asMono().then(squares(batch)), 4, 10);
        Mono<List<Integer>> answers = Flux.fromStream(IntStream.range(0, 6).mapToObj(i -> commits.submit(i).cache()))
                .doOnNext(Mono::subscribe)
                .collectList()
                .flatMapMany(Flux::concat)
                .collectList();

        StepVerifier.create(answers)
                .then(busy::tryEmitEmpty)
                .expectNext(List.of(0, 1, 4, 9, 16, 25))
                .expectComplete()
                .verify(WAIT);
        assertThat(batches).containsExactly(List.of(0), List.of(1, 2, 3, 4), List.of(5));
    }

    @Test
    void submitWhenTheQueueIsFullThenRefusedAtOnceAndLaterOnesAreWelcomeAgain() {
        Sinks.Empty<Void> busy = Sinks.empty();
        GroupCommit<Integer, Integer> commits = commits(batch -> busy.asMono().then(squares(batch)), 4, 2);
        List<Mono<Integer>> accepted = IntStream.range(0, 3).mapToObj(i -> commits.submit(i).cache()).toList();
        accepted.forEach(Mono::subscribe);

        StepVerifier.create(commits.submit(9)).expectError(GroupCommit.QueueFull.class).verify(WAIT);
        busy.tryEmitEmpty();
        StepVerifier.create(Flux.concat(accepted)).expectNext(0, 1, 4).expectComplete().verify(WAIT);
        assertThat(commits.submit(9).block(WAIT)).isEqualTo(81);
    }

    @Test
    void submitWhenTheCommitFailsOrHangsOrIsSilentThenItsCallersLearnItAndTheNextIsWritten() {
        GroupCommit<Integer, Integer> commits = commits(this::moody, 4, 10);

        for (int mood = 0; mood < 4; mood++) {
            StepVerifier.create(commits.submit(mood)).expectError().verify(WAIT);
        }
        assertThat(commits.submit(5).block(WAIT)).isEqualTo(25);
    }

    @Test
    void submitWhenACallerCancelsThenItsNeighboursAreAnswered() {
        Sinks.Empty<Void> busy = Sinks.empty();
        GroupCommit<Integer, Integer> commits = commits(batch -> busy.asMono().then(squares(batch)), 4, 10);
        commits.submit(1).subscribe().dispose();
        Mono<Integer> other = commits.submit(2).cache();
        other.subscribe();

        busy.tryEmitEmpty();

        assertThat(other.block(WAIT)).isEqualTo(4);
        assertThat(commits.submit(3).block(WAIT)).isEqualTo(9);
    }

    @Test
    void submitWhenManyThreadsDoThenEveryoneGetsTheirOwnAnswerAndOneWriterWrites() {
        GroupCommit<Integer, Integer> commits = commits(
                batch -> squares(batch).subscribeOn(Schedulers.parallel()), 64, 100_000);

        StepVerifier.create(Flux.range(0, 20_000)
                .flatMap(i -> commits.submit(i % 1000).subscribeOn(Schedulers.parallel())
                        .map(square -> square == (i % 1000) * (i % 1000)), 256)
                .filter(right -> !right)
                .count())
                .expectNext(0L)
                .expectComplete()
                .verify(WAIT);
        assertThat(batches.stream().mapToInt(List::size).sum()).isEqualTo(20_000);
        assertThat(batches).hasSizeLessThan(20_000);
    }

    @Test
    void submitWhenTheStatementCannotBeMadeAtAllThenTheNextIsWritten() {
        AtomicInteger times = new AtomicInteger();
        GroupCommit<Integer, Integer> commits = commits(batch -> {
            if (times.getAndIncrement() == 0) {
                throw new NoClassDefFoundError("fatal, says Reactor");
            }
            return squares(batch);
        }, 4, 10);

        StepVerifier.create(commits.submit(1)).expectError(IllegalStateException.class).verify(WAIT);
        assertThat(commits.submit(3).block(WAIT)).isEqualTo(9);
    }

    @Test
    void disposeWhileItemsWaitThenTheBatchInHandIsWrittenAndTheOthersLearnThatTheyAreNot() {
        Sinks.Empty<Void> busy = Sinks.empty();
        GroupCommit<Integer, Integer> commits = commits(batch -> busy.asMono().then(squares(batch)), 4, 10);
        Mono<Integer> inHand = commits.submit(2).cache();
        inHand.subscribe();
        Mono<Integer> waiting = commits.submit(3).cache();
        waiting.subscribe(square -> {}, refused -> {});

        commits.dispose();
        busy.tryEmitEmpty();

        assertThat(inHand.block(WAIT)).isEqualTo(4);
        StepVerifier.create(waiting).expectError(GroupCommit.Disposed.class).verify(WAIT);
        StepVerifier.create(commits.submit(4)).expectError(GroupCommit.Disposed.class).verify(WAIT);
    }

    @Test
    void submitWhenOneItemIsRefusedThenOnlyItsCallerLearnsIt() {
        Sinks.Empty<Void> busy = Sinks.empty();
        GroupCommit<Integer, Integer> commits = commits(batch -> busy.asMono().then(withoutSeven(batch)), 10, 10);
        List<Mono<Integer>> answers = IntStream.range(0, 10).mapToObj(i -> commits.submit(i).cache()).toList();
        answers.forEach(Mono::subscribe);

        busy.tryEmitEmpty();

        for (int i = 0; i < 10; i++) {
            if (i == 7) {
                StepVerifier.create(answers.get(i)).expectError(R2dbcDataIntegrityViolationException.class)
                        .verify(WAIT);
            } else {
                assertThat(answers.get(i).block(WAIT)).isEqualTo(i * i);
            }
        }
    }

    @Test
    void submitWhenTheStatementLostARaceThenTheWholeBatchIsWrittenAgain() {
        AtomicInteger races = new AtomicInteger(2);
        GroupCommit<Integer, Integer> commits = commits(batch -> races.getAndDecrement() > 0
                ? Mono.error(new R2dbcRollbackException("deadlock detected", "40P01"))
                : squares(batch), 10, 10);

        assertThat(commits.submit(4).block(WAIT)).isEqualTo(16);
        assertThat(races).hasValue(-1);
    }

    private Mono<List<Integer>> withoutSeven(List<Integer> batch) {
        return batch.contains(7)
                ? Mono.error(new R2dbcDataIntegrityViolationException("seven", "23514"))
                : squares(batch);
    }

    private GroupCommit<Integer, Integer> commits(
            Function<List<Integer>, Mono<List<Integer>>> commit, int batch, int waiting) {
        return new GroupCommit<>(commit, new GroupCommit.Limits(batch, waiting, Duration.ofMillis(500)));
    }

    private Mono<List<Integer>> squares(List<Integer> batch) {
        return Mono.fromSupplier(() -> {
            batches.add(batch);
            return batch.stream().map(i -> i * i).toList();
        });
    }

    private Mono<List<Integer>> moody(List<Integer> batch) {
        return switch (batch.getFirst()) {
            case 0 -> Mono.error(new IllegalStateException("refused"));
            case 1 -> throw new IllegalStateException("thrown");
            case 2 -> Mono.never();
            case 3 -> Mono.just(List.of());
            default -> squares(batch);
        };
    }
}
