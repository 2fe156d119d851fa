package dev.refill.recharge.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import tools.jackson.databind.JsonNode;

import dev.refill.recharge.Decision;
import dev.refill.recharge.web.Problems.FieldError;
import dev.refill.webhooks.Reason;

/**
 * A person's decision, read strictly.
 *
 * @param decision how the order leaves review
 * @param reason why
 * @param version of the order as the person saw it
 */
record DecisionRequest(Decision decision, String reason, long version) {

    private static final Set<String> FIELDS = Set.of("decision", "reason", "version");

    /** Whether a body says what a decision has to say. */
    sealed interface Reading {

        record Valid(DecisionRequest request) implements Reading {}

        record Invalid(List<FieldError> errors) implements Reading {}
    }

    static Reading read(JsonNode body) {
        if (!body.isObject()) {
            return new Reading.Invalid(List.of(new FieldError("", "a JSON object")));
        }
        List<FieldError> errors = new ArrayList<>();
        body.propertyNames().stream()
                .filter(name -> !FIELDS.contains(name))
                .forEach(name -> errors.add(new FieldError(name, "no such field; one of " + FIELDS.stream().sorted()
                        .toList())));
        Optional<Decision> decision = decision(body.path("decision"));
        if (decision.isEmpty()) {
            errors.add(new FieldError("decision", "one of \"credit\", \"close\", \"resume\""));
        }
        Optional<String> reason = Reason.read(body.path("reason").stringValue(null));
        if (reason.isEmpty()) {
            errors.add(new FieldError("reason", "why, in 1 to 500 characters on one line"));
        }
        JsonNode version = body.path("version");
        if (!version.isIntegralNumber() || !version.canConvertToLong() || version.longValue() < 1) {
            errors.add(new FieldError("version", "the version of the order as you saw it, a JSON integer"));
        }
        return errors.isEmpty()
                ? new Reading.Valid(new DecisionRequest(decision.orElseThrow(), reason.orElseThrow(),
                        version.longValue()))
                : new Reading.Invalid(List.copyOf(errors));
    }

    private static Optional<Decision> decision(JsonNode value) {
        return switch (value.isString() ? value.stringValue() : "") {
            case "credit" -> Optional.of(Decision.CREDIT);
            case "close" -> Optional.of(Decision.CLOSE);
            case "resume" -> Optional.of(Decision.RESUME);
            default -> Optional.empty();
        };
    }
}
