package dev.refill.tmf654.action;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.SubscriberId;

/** The kept actions, and what they move. All publishers are cold; each write is one statement, and a cancel gives up waiting. */
public interface Actions {

    /**
     * Which are meant.
     *
     * @param kind {@code null}: all
     * @param owner whose; {@code null}: all
     * @param client that asked; {@code null}: all
     */
    record Filter(@Nullable ActionKind kind, @Nullable SubscriberId owner, @Nullable String client) {}

    /**
     * A part of a list.
     *
     * @param total how many there are
     */
    record Page<T>(List<T> items, long total) {

        public Page {
            items = List.copyOf(items);
        }

        /** Of a list that is there as a whole. */
        public static <T> Page<T> of(List<T> all, long offset, int limit) {
            return new Page<>(all.stream().skip(offset).limit(limit).toList(), all.size());
        }
    }

    /** Moves an amount and keeps its action, or finds what was kept under its id. Emits once. */
    Mono<Action> move(Move move);

    /**
     * Keeps an action that another use case is going to do, which is the caller's turn for a while.
     *
     * @param until when the turn ends
     * @return whether it is new; {@code false}: something was kept under its id
     */
    Mono<Boolean> accept(NewAction request, BucketId bucket, Msisdn number, @Nullable Msisdn receiver, Instant at,
            Instant until);

    /**
     * Notes how far another use case came; nothing if the action is done or is not as it was seen.
     *
     * @param lookAt when it is looked at next; {@code null}: it can change no more
     * @return the action as it now is
     */
    Mono<Action> conclude(Action seen, Conclusion conclusion, Instant at, @Nullable Instant lookAt);

    /** Ends a reservation and gives back what is left of it. Emits the action as it now is, ended by this or before. */
    Mono<Action> release(Action reservation, Instant at);

    /** Sets the content of an action that is as it was seen. Empty: it is not. */
    Mono<Action> change(Action seen, ObjectNode content);

    /** Deletes it, as far as its clients see. Emits whether it was there, as it was seen. */
    Mono<Boolean> hide(Action seen);

    /** A hidden one, too. Empty: there is none. */
    Mono<Action> find(String id);

    /** Newest first, without hidden ones. */
    Mono<Page<Action>> page(Filter filter, long offset, int limit);

    /** Takes the turn at those that are to be looked at by now, which nobody else has until it ends. */
    Flux<Action> takeTurns(Instant now, Instant until, int limit);

    /** Those of whose last version nobody has been told, oldest first. */
    Flux<Untold> untold(int limit);

    /** Notes that these versions were told. Completes empty. */
    Mono<Void> told(List<Action> actions);

    /** Reservations that have ended, those first that ended first. */
    Flux<Action> ended(Instant at, int limit);
}
