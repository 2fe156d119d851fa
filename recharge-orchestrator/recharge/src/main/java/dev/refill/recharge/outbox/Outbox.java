package dev.refill.recharge.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import reactor.core.publisher.Mono;

/** The port to changes that are to be published. Everything is cold; each subscription is one autocommit statement. */
public interface Outbox {

    /**
     * Changes that come next.
     *
     * @param fence the token of this taking; without meaning where there are none
     * @param transitions in their order
     */
    record Batch(long fence, List<Transition> transitions) {}

    /**
     * Takes the relay for a while and reads what comes next; the same again until it is passed.
     *
     * @return always a batch; an empty one if there is nothing, or another node has the relay
     */
    Mono<Batch> take(String node, Instant now, Duration lease, int most);

    /** Passes the batch. Emits whether it counted: not if another node has taken the relay since. */
    Mono<Boolean> pass(Batch batch);

    /**
     * Whether the place of the relay is one that this server has not reached: the database was restored from a dump into
     * another server, whose transactions are counted anew, and what happens now would be taken for long past.
     */
    Mono<Boolean> isAheadOfServer();
}
