package dev.refill.idempotency.web;

import dev.refill.idempotency.Answer;

/** What a request is answered with. */
sealed interface Served {

    /** The handler's answer, with all its headers. */
    record Live(Answer answer) implements Served {}

    /** An earlier answer. */
    record Replayed(Answer answer) implements Served {}

    /** A refusal of this module; the reason is a sentence about this request, or empty. */
    record Refused(Problem problem, String reason) implements Served {

        Refused(Problem problem) {
            this(problem, "");
        }
    }
}
