package dev.refill.ledger;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import dev.refill.groupcommit.GroupCommit;
import dev.refill.groupcommit.GroupCommit.Disposed;
import dev.refill.groupcommit.Writers;
import dev.refill.ledger.PostOutcome.Created;

import static dev.refill.ledger.TestEntries.ALICE;
import static dev.refill.ledger.TestEntries.credit;
import static dev.refill.ledger.TestEntries.usage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WritersOfEntriesTest {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(10);

    private final Sinks.Empty<Void> commit = Sinks.empty();
    private final Set<Entry> begun = ConcurrentHashMap.newKeySet();
    private final Writers<Entry, PostOutcome> writers = new Writers<>(2, PostEntries::shared, this::write,
            new GroupCommit.Limits(128, 2048, Duration.ofMinutes(1)));

    private Mono<List<PostOutcome>> write(List<Entry> entries) {
        begun.addAll(entries);
        return commit.asMono().thenReturn(entries.stream().<PostOutcome>map(entry -> new Created(entry.id())).toList());
    }

    private List<Entry> ofManyBuckets() {
        return IntStream.range(0, 100)
                .mapToObj(i -> credit("b" + i, AccountId.bucketOf("sub_" + i), 1))
                .toList();
    }

    @Test
    void twoAreWrittenBesideEachOtherAndTheRestWaits() {
        Mono<List<PostOutcome>> answers = Flux.fromIterable(ofManyBuckets()).flatMap(writers::submit, 100).collectList()
                .cache();
        answers.subscribe();

        assertThat(begun).hasSize(2);
        commit.tryEmitEmpty();
        assertThat(answers.block(LONG_ENOUGH)).hasSize(100);
    }

    @Test
    void entriesOfOneBucketShareAWriter() {
        writers.submit(credit("1", ALICE, 1)).subscribe();
        writers.submit(usage("2", ALICE, 1)).subscribe();

        assertThat(begun).hasSize(1);
        commit.tryEmitEmpty();
    }

    @Test
    void whatIsSubmittedAfterTheEndIsRefusedByEachWriter() {
        writers.dispose();

        for (Entry entry : ofManyBuckets()) {
            assertThatThrownBy(() -> writers.submit(entry).block(LONG_ENOUGH)).isInstanceOf(Disposed.class);
        }
        assertThat(begun).isEmpty();
    }
}
