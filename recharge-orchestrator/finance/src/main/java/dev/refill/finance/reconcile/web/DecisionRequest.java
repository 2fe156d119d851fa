package dev.refill.finance.reconcile.web;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.refill.request.JsonBody;
import dev.refill.request.Problems.FieldError;

/**
 * What a person decides, read strictly.
 *
 * @param version of the break that was seen
 * @param owner only for {@link Decision#ASSIGN}; {@code null}: nobody
 * @param reason empty for {@link Decision#ASSIGN}
 */
record DecisionRequest(Decision decision, int version, @Nullable String owner, String reason) {

    private static final Set<String> FIELDS = Set.of("decision", "version", "owner", "reason");

    /** What can be decided. */
    enum Decision {
        /** Somebody looks after it. */
        ASSIGN,
        /** The reason explains it; nothing is posted. */
        EXPLAIN,
        /** What is left of the difference is posted. */
        POST,
        /** A second person agrees. */
        APPROVE,
        /** What was proposed is not done. */
        DECLINE;

        static Optional<Decision> parse(String word) {
            return Stream.of(values()).filter(one -> one.name().toLowerCase(Locale.ROOT).equals(word)).findFirst();
        }
    }

    /** Whether a body says what it has to say. */
    sealed interface Reading {

        record Valid(DecisionRequest request) implements Reading {}

        record Invalid(List<FieldError> errors) implements Reading {}
    }

    static Reading read(JsonBody body) {
        body.only(FIELDS);
        Optional<Decision> decision = body.required("decision", Decision::parse,
                "one of [assign, explain, post, approve, decline]");
        int version = (int) body.number("version", 1, Integer.MAX_VALUE);
        boolean assigns = decision.filter(Decision.ASSIGN::equals).isPresent();
        Optional<String> owner = body.optional("owner", Texts::owner, Texts.OWNER);
        Optional<String> reason = assigns
                ? body.optional("reason", Texts::reason, Texts.REASON)
                : body.required("reason", Texts::reason, Texts.REASON);
        if (!assigns && body.has("owner")) {
            body.wrong("owner", "only with the decision assign");
        }
        return body.errors().isEmpty()
                ? new Reading.Valid(
                        new DecisionRequest(decision.orElseThrow(), version, owner.orElse(null), reason.orElse("")))
                : new Reading.Invalid(body.errors());
    }
}
