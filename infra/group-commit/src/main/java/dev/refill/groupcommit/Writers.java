package dev.refill.groupcommit;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import reactor.core.publisher.Mono;

/**
 * Writers beside each other, each with a queue and a statement of its own. Items of one key share a writer, so most that meet
 * wait in its queue and not for each other's locks. Nothing depends on it: rows are locked all the same.
 *
 * @param <I> what is written
 * @param <R> what became of one item
 */
public final class Writers<I, R> {

    private final List<GroupCommit<I, R>> writers;
    private final Function<I, ?> key;

    /**
     * @param key what most of the items have in common that would wait for each other
     * @param commit as {@link GroupCommit} has it; so many run at the same time at most
     * @param limits of each writer
     */
    public Writers(int count, Function<I, ?> key, Function<List<I>, Mono<List<R>>> commit, GroupCommit.Limits limits) {
        this.writers = Stream.generate(() -> new GroupCommit<>(commit, limits)).limit(count).toList();
        this.key = key;
    }

    /** As {@link GroupCommit#submit} has it. */
    public Mono<R> submit(I item) {
        return writers.get(Math.floorMod(key.apply(item).hashCode(), writers.size())).submit(item);
    }

    /** As {@link GroupCommit#dispose} has it. */
    public void dispose() {
        writers.forEach(GroupCommit::dispose);
    }
}
