package dev.refill.tmf654.web;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import dev.refill.ledger.LedgerUnit;
import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.SubscriberId;
import dev.refill.tmf654.action.BucketId;
import dev.refill.tmf654.action.NewAction;
import dev.refill.tmf654.action.Whom;

/**
 * A request's body while it is read. Its fields have the types of the specification.
 *
 * @param faults what is wrong with it, so far
 */
record Body(ObjectNode node, List<String> faults) {

    void wrong(String field, String expected) {
        faults.add(field + ": expected " + expected);
    }

    boolean has(String field) {
        return node.has(field);
    }

    Optional<String> text(String... path) {
        JsonNode found = node;
        for (String step : path) {
            found = found.path(step);
        }
        return found.isString() ? Optional.of(found.stringValue()) : Optional.empty();
    }

    @Nullable
    Instant time(String... path) {
        return text(path).map(OffsetDateTime::parse).map(OffsetDateTime::toInstant).orElse(null);
    }

    /** Whole minor units; a fraction is refused and never rounded. Null: it is wrong, or not there. */
    @Nullable
    Long amount() {
        JsonNode amount = node.path("amount").path("amount");
        Long whole = amount.isNumber() ? whole(amount.decimalValue()) : null;
        if (!amount.isMissingNode() && whole == null) {
            wrong("amount.amount", "a whole number of minor units from 1 to " + NewAction.MOST);
        }
        return whole;
    }

    private static @Nullable Long whole(BigDecimal amount) {
        boolean fits = amount.signum() > 0 && amount.compareTo(BigDecimal.valueOf(NewAction.MOST)) <= 0
                && amount.stripTrailingZeros().scale() <= 0;
        return fits ? Long.valueOf(amount.longValueExact()) : null;
    }

    /** Null: it is wrong, or not there. */
    @Nullable
    LedgerUnit units(String quantity, Function<String, Optional<LedgerUnit>> parser, String expected) {
        Optional<LedgerUnit> unit = text(quantity, "units").flatMap(parser);
        if (unit.isEmpty() && node.path(quantity).has("units")) {
            wrong(quantity + ".units", expected);
        }
        return unit.orElse(null);
    }

    /**
     * Whose bucket is meant. Null: it is not said, or wrong.
     *
     * @param bucket the field that names a bucket
     * @param number the field that names a number
     * @param account the field that names a subscriber
     */
    @Nullable
    Whom whom(String bucket, String number, String account) {
        return has(bucket)
                ? named(bucket + ".id", text(bucket, "id").flatMap(BucketId::parse).map(Whom.OfBucket::new),
                        "a bucket's id like \"sub_4711.airtime:USD\"")
                : whom(number, account);
    }

    /** The same without a bucket. */
    @Nullable
    Whom whom(String number, String account) {
        if (has(number)) {
            JsonNode resource = node.get(number);
            return named(number + ".id", number(resource.isArray() ? resource.path(0) : resource).map(
                    Whom.OfNumber::new), "a number in E.164 form like \"+12025550101\"");
        }
        if (has(account)) {
            return named(account + ".id", text(account, "id").flatMap(SubscriberId::parse).map(Whom.OfSubscriber::new),
                    "a subscriber's id like \"sub_4711\"");
        }
        wrong(account, "there, or " + number + ", as one says whose it is");
        return null;
    }

    private <T extends Whom> @Nullable Whom named(String field, Optional<T> whom, String expected) {
        if (whom.isEmpty()) {
            wrong(field, expected);
        }
        return whom.orElse(null);
    }

    /** The value of a resource is its number, its id may be. */
    private static Optional<Msisdn> number(JsonNode resource) {
        return Optional.of(resource.path("value").isString() ? resource.path("value") : resource.path("id"))
                .filter(JsonNode::isString)
                .flatMap(value -> number(value.stringValue()));
    }

    static Optional<Msisdn> number(String text) {
        return Msisdn.ofE164(text.startsWith("+") ? text : "+" + text);
    }
}
