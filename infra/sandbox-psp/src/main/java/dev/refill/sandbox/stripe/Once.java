package dev.refill.sandbox.stripe;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Change;
import dev.refill.sandbox.core.KeptAnswer;
import dev.refill.sandbox.core.Snapshot;
import dev.refill.sandbox.stripe.wire.Action;
import dev.refill.sandbox.stripe.wire.Answer;
import dev.refill.sandbox.stripe.wire.ApiError;
import dev.refill.sandbox.stripe.wire.Call;
import dev.refill.sandbox.stripe.wire.Refusal;

/**
 * Stripe's idempotency rules around an action: the first answer is kept once the action has begun, whatever it was, and
 * given again to the same parameters; other parameters are refused. What was refused before it began is not kept.
 */
final class Once {

    private Once() {}

    static Answer run(Books books, Call call, Action action) {
        String key = call.key();
        if (key == null) {
            return action.on(books);
        }
        if (books.inUse(key)) {
            throw new Refusal(ApiError.keyInUse(key));
        }
        return runUnder(books, call, key, action);
    }

    /** For a call that has claimed its key itself. */
    static Answer runClaimed(Books books, Call call, Action action) {
        return call.key() == null ? action.on(books) : runUnder(books, call, call.key(), action);
    }

    private static Answer runUnder(Books books, Call call, String key, Action action) {
        KeptAnswer kept = books.answerUnder(key);
        if (kept != null) {
            return replay(kept, call);
        }
        Answer answer = action.on(books);
        switch (answer) {
            case Answer.Shown(int status, Snapshot snapshot) -> keep(books, call, key, status, snapshot);
            case Answer.Broken() -> keep(books, call, key, 500, null);
            case Answer.Replayed replayed -> {
            }
            case Answer.Listed listed -> {
            }
            case Answer.Composed composed -> {
            }
        }
        return answer;
    }

    private static Answer replay(KeptAnswer kept, Call call) {
        if (!kept.target().equals(call.target())) {
            throw new Refusal(
                    ApiError.otherRequest("Keys for idempotent requests can only be used for the same endpoint "
                            + "they were first used for ('" + kept.target().substring(kept.target().indexOf(' ') + 1)
                            + "' vs '" + call.target().substring(call.target().indexOf(' ') + 1)
                            + "'). Try using a key other "
                            + "than '" + kept.key() + "' if you meant to execute a different request."));
        }
        if (!kept.fingerprint().equals(call.fingerprint())) {
            throw new Refusal(ApiError.otherRequest("Keys for idempotent requests can only be used with the same "
                    + "parameters they were first used with. Try using a key other than '" + kept.key()
                    + "' if you meant to execute a different request."));
        }
        return new Answer.Replayed(kept.requestId(), kept.status(), kept.snapshot());
    }

    private static void keep(Books books, Call call, String key, int status, @Nullable Snapshot snapshot) {
        books.record(new Change.Answered(key, call.fingerprint(), call.target(), call.requestId(), status,
                snapshot == null ? null : snapshot.subject().id(),
                snapshot == null ? List.of() : snapshot.expanded(), books.now()));
    }
}
