package dev.refill.webhooks.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import reactor.core.publisher.Mono;

import dev.refill.webhooks.Inbox;

/** The port to the rows. Everything is cold; each subscription is one autocommit statement. */
public interface InboxStore extends Inbox {

    /**
     * Keeps each event unless its gateway and id are known, in this batch or before.
     *
     * @param events no more than a few hundred
     * @return one answer for each event, in the order given, after they are committed
     */
    Mono<List<Kept>> keep(List<ReceivedEvent> events);

    /** Takes up to {@code limit} due events, longest due first; nobody else can until {@code lease} has passed. */
    Mono<List<TakenEvent>> take(String owner, int limit, Duration lease);

    /**
     * Ends attempts.
     *
     * @return the sequences that were marked; one is missing where its lease ended and another worker took it
     */
    Mono<Set<Long>> mark(List<Mark> marks);

    /** Makes what the owner holds due at once and gives the try back; for a worker that stops. @return how many */
    Mono<Long> release(String owner);

    /** Empties at most {@code limit} bodies of events done before the given time. @return how many */
    Mono<Long> purge(Instant doneBefore, int limit);
}
