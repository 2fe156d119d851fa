package dev.refill.ledger;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import reactor.core.publisher.Mono;

import dev.refill.groupcommit.GroupCommit;

/**
 * Writers beside each other, each with a queue and a statement of its own. Entries whose first holding is the same share a
 * writer, so most that meet wait in its queue and not for each other's locks. Nothing depends on it: rows are locked all the same.
 */
final class LedgerWriters {

    private final List<GroupCommit<Entry, PostOutcome>> writers;

    /** @param limits of each writer */
    LedgerWriters(int count, Function<List<Entry>, Mono<List<PostOutcome>>> commit, GroupCommit.Limits limits) {
        this.writers = Stream.generate(() -> new GroupCommit<>(commit, limits)).limit(count).toList();
    }

    /** As {@link GroupCommit#submit} has it. */
    Mono<PostOutcome> submit(Entry entry) {
        return writers.get(Math.floorMod(sharedBy(entry).hashCode(), writers.size())).submit(entry);
    }

    void dispose() {
        writers.forEach(GroupCommit::dispose);
    }

    private static String sharedBy(Entry entry) {
        return entry.postings().stream()
                .map(Posting::account)
                .filter(AccountId::isHolding)
                .map(AccountId::value)
                .findFirst()
                .orElse(entry.id().value());
    }
}
