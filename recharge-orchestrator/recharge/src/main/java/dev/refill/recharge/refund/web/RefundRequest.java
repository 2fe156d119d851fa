package dev.refill.recharge.refund.web;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;

import dev.refill.gateway.Money;
import dev.refill.gateway.ProviderReference;
import dev.refill.recharge.refund.RuleOnRefund.Testimony;
import dev.refill.recharge.refund.Verdict;
import dev.refill.recharge.web.Problems.FieldError;
import dev.refill.webhooks.Reason;

/**
 * What an operator asks for, read strictly.
 *
 * @param amount what goes back
 * @param reason why, 1 to 200 characters
 */
record RefundRequest(Money amount, String reason) {

    private static final Set<String> FIELDS = Set.of("amount", "currency", "reason");
    private static final long MOST = 1_000_000_000_000L;
    private static final int LONGEST_REASON = 200;
    private static final Map<String, Currency> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .collect(Collectors.toUnmodifiableMap(Currency::getCurrencyCode, Function.identity()));
    private static final Pattern REFERENCE = Pattern.compile("[!-~]{1,255}");
    private static final FieldError REASON = new FieldError("reason",
            "why, in 1 to " + LONGEST_REASON + " characters of text, without card numbers and secrets");

    /** Whether a body says what it has to say. */
    sealed interface Reading<T> {

        record Valid<T>(T request) implements Reading<T> {}

        record Invalid<T>(List<FieldError> errors) implements Reading<T> {}
    }

    static Reading<RefundRequest> read(JsonNode body) {
        List<FieldError> errors = new ArrayList<>(strangers(body, FIELDS));
        JsonNode amount = body.path("amount");
        boolean valid = amount.isIntegralNumber() && amount.canConvertToLong() && amount.longValue() >= 1
                && amount.longValue() <= MOST;
        if (!valid) {
            errors.add(new FieldError("amount", "a JSON integer of minor units from 1 to " + MOST + ", like 1000"));
        }
        Optional<Currency> currency = text(body, "currency").map(CURRENCIES::get);
        if (currency.isEmpty()) {
            errors.add(new FieldError("currency", "an ISO 4217 code in capitals, like \"USD\""));
        }
        Optional<String> reason = reason(body);
        if (reason.isEmpty()) {
            errors.add(REASON);
        }
        return errors.isEmpty()
                ? new Reading.Valid<>(new RefundRequest(new Money(amount.longValue(), currency.orElseThrow()),
                        reason.orElseThrow()))
                : new Reading.Invalid<>(List.copyOf(errors));
    }

    /** A body that holds a reason alone. */
    static Reading<String> readReason(JsonNode body) {
        List<FieldError> errors = new ArrayList<>(strangers(body, Set.of("reason")));
        Optional<String> reason = reason(body);
        if (reason.isEmpty()) {
            errors.add(REASON);
        }
        return errors.isEmpty()
                ? new Reading.Valid<>(reason.orElseThrow())
                : new Reading.Invalid<>(List.copyOf(errors));
    }

    /** A person's word on a refund in review. */
    static Reading<Testimony> readTestimony(JsonNode body) {
        List<FieldError> errors = new ArrayList<>(strangers(body, Set.of("decision", "reference", "reason")));
        Optional<Verdict> verdict = text(body, "decision").flatMap(RefundRequest::verdict);
        if (verdict.isEmpty()) {
            errors.add(new FieldError("decision", "what became of it at the provider: \"succeeded\" or \"failed\""));
        }
        Optional<ProviderReference> reference = text(body, "reference")
                .filter(REFERENCE.asMatchPredicate())
                .map(ProviderReference::new);
        if (reference.isEmpty() && body.has("reference")) {
            errors.add(
                    new FieldError("reference", "the provider's id of the refund, 1 to 255 characters without spaces"));
        } else if (reference.isPresent() && verdict.filter(Verdict.FAILED::equals).isPresent()) {
            errors.add(new FieldError("reference", "nothing, as the refund failed"));
        }
        Optional<String> reason = reason(body);
        if (reason.isEmpty()) {
            errors.add(REASON);
        }
        return errors.isEmpty()
                ? new Reading.Valid<>(
                        new Testimony(verdict.orElseThrow(), reference.orElse(null), reason.orElseThrow()))
                : new Reading.Invalid<>(List.copyOf(errors));
    }

    private static Optional<Verdict> verdict(String word) {
        return Arrays.stream(Verdict.values()).filter(verdict -> RefundBody.word(verdict).equals(word)).findFirst();
    }

    private static List<FieldError> strangers(JsonNode body, Set<String> fields) {
        return !body.isObject()
                ? List.of(new FieldError("", "a JSON object"))
                : body.propertyNames().stream()
                        .filter(name -> !fields.contains(name))
                        .map(name -> new FieldError(name.length() <= 64 ? name : name.substring(0, 64) + "…",
                                "no such field; one of " + fields.stream().sorted().toList()))
                        .toList();
    }

    private static Optional<String> reason(JsonNode body) {
        return Reason.read(body.path("reason").stringValue(null), LONGEST_REASON);
    }

    private static Optional<String> text(JsonNode body, String field) {
        JsonNode value = body.path(field);
        return value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
    }
}
