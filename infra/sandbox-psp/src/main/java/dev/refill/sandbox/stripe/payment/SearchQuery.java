package dev.refill.sandbox.stripe.payment;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Payment;
import dev.refill.sandbox.stripe.json.StripeJson;
import dev.refill.sandbox.stripe.wire.ApiError;
import dev.refill.sandbox.stripe.wire.Refusal;

/**
 * The part of Stripe's search language that has exact matches: {@code metadata['key']:'value'}, {@code status:'…'},
 * {@code currency:'…'}, {@code amount} and {@code created} with {@code : > >= < <=}, joined by {@code AND}.
 *
 * @param operationKey set when the query asks for one, which is found without looking at every payment
 */
record SearchQuery(@Nullable String operationKey, Predicate<Payment> rest) {

    private static final String QUOTED = "(?:'((?:[^'\\\\]|\\\\.)*)'|\"((?:[^\"\\\\]|\\\\.)*)\")";
    private static final Pattern METADATA = Pattern
            .compile("metadata\\[(?:'([^']+)'|\"([^\"]+)\")\\]\\s*:\\s*" + QUOTED);
    private static final Pattern WORD = Pattern.compile("(status|currency)\\s*:\\s*" + QUOTED);
    private static final Pattern NUMBER = Pattern.compile("(amount|created)\\s*(:|>=|<=|>|<)\\s*(\\d{1,18})");
    private static final Pattern AND = Pattern.compile("\\s+(?i:AND)\\s+");

    static SearchQuery parse(String query) {
        Matcher matcher = METADATA.matcher(query.strip());
        List<Predicate<Payment>> clauses = new ArrayList<>();
        String operationKey = null;
        int at = 0;
        while (true) {
            if (matcher.usePattern(METADATA).find(at) && matcher.start() == at) {
                String key = first(matcher, 1);
                String value = unescaped(first(matcher, 3));
                if (key.equals(Books.OPERATION_KEY)) {
                    operationKey = value;
                }
                clauses.add(payment -> value.equals(payment.metadata().get(key)));
            } else if (matcher.usePattern(WORD).find(at) && matcher.start() == at) {
                clauses.add(word(matcher.group(1), unescaped(first(matcher, 2))));
            } else if (matcher.usePattern(NUMBER).find(at) && matcher.start() == at) {
                clauses.add(number(matcher.group(1), matcher.group(2), Long.parseLong(matcher.group(3))));
            } else {
                throw notUnderstood(query);
            }
            at = matcher.end();
            if (at == query.strip().length()) {
                return new SearchQuery(operationKey, clauses.stream().reduce(any -> true, Predicate::and));
            }
            if (!matcher.usePattern(AND).find(at) || matcher.start() != at) {
                throw notUnderstood(query);
            }
            at = matcher.end();
        }
    }

    /** Oldest first. */
    List<Payment> in(Books books) {
        return operationKey == null
                ? books.payments().all(rest)
                : books.paymentsOf(operationKey).stream().filter(rest).toList();
    }

    private static Predicate<Payment> word(String field, String value) {
        return field.equals("status")
                ? payment -> StripeJson.status(payment.status()).equals(value)
                : payment -> payment.currency().equalsIgnoreCase(value);
    }

    private static Predicate<Payment> number(String field, String operator, long bound) {
        return payment -> {
            int order = Long.compare(field.equals("amount") ? payment.amount() : payment.created(), bound);
            return switch (operator) {
                case ">" -> order > 0;
                case ">=" -> order >= 0;
                case "<" -> order < 0;
                case "<=" -> order <= 0;
                default -> order == 0;
            };
        };
    }

    private static String first(Matcher matcher, int group) {
        String one = matcher.group(group);
        return one != null ? one : matcher.group(group + 1);
    }

    private static String unescaped(String quoted) {
        return quoted.replaceAll("\\\\(.)", "$1");
    }

    private static Refusal notUnderstood(String query) {
        return new Refusal(ApiError.invalid(null, "query", "We were unable to parse your search query `" + query
                + "` using the Search Query Language. Refer to https://stripe.com/docs/search for a list of supported "
                + "fields and operators."));
    }
}
