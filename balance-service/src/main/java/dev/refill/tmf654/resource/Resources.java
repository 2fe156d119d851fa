package dev.refill.tmf654.resource;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import dev.refill.subscriber.SubscriberId;
import dev.refill.tmf654.action.Accumulated;
import dev.refill.tmf654.action.Action;
import dev.refill.tmf654.action.ActionKind;
import dev.refill.tmf654.action.BucketId;
import dev.refill.tmf654.action.Impact;
import dev.refill.tmf654.action.Purchases;
import dev.refill.tmf654.action.SeenBucket;
import dev.refill.tmf654.action.UsageType;

/**
 * Resources as they are shown: the request's own fields, and over them what we know better.
 *
 * @param base what their addresses begin with, for example {@code https://refill.example/tmf-api/prepayBalanceManagement/v4}
 * @param viewer the only one whose amounts are shown; {@code null}: everybody's
 */
public record Resources(String base, @Nullable SubscriberId viewer) {

    public static final String PATH = "/tmf-api/prepayBalanceManagement/v4";

    private static final Set<String> NO_SECRETS = Set.of("@type", "@baseType", "@schemaLocation", "@referredType");

    /** As the resource of its kind. */
    public ObjectNode of(Action action) {
        return shown(action, action.kind().resource());
    }

    /** As one of all that was done, told by the additional field {@code actionType}. */
    public ObjectNode asBalanceAction(Action action) {
        return shown(action, "balanceAction").put("actionType", action.kind().resource());
    }

    /** What subscriptions are sent. */
    public ObjectNode event(Action action, String id, String type, Instant at) {
        ObjectNode event = TmfJson.object().put("eventId", id).put("eventTime", at.toString()).put("eventType", type)
                .put("domain", "PrepayBalanceManagement");
        event.putObject("event").set(action.kind().resource(), of(action));
        return event;
    }

    private ObjectNode shown(Action action, String resource) {
        ObjectNode shown = identified(action.content().deepCopy(), resource, action.id());
        shown.remove(Set.of("transferCost", "payment", "confirmationDate", "impactedBucket"));
        if (shown.get("paymentMethod") instanceof ObjectNode method) {
            hideCard(method);
        }
        shown.put("status", action.status().word());
        if (action.failure() != null) {
            shown.put("failure", action.failure());
        }
        if (!shown.has("requestedDate")) {
            shown.put("requestedDate", action.requestedAt().toString());
        }
        if (action.confirmedAt() != null) {
            shown.put("confirmationDate", action.confirmedAt().toString());
        }
        quantity(shown.withObjectProperty("amount"), action.amount(), action.bucket().unit().code());
        if (!action.isPaid()) {
            bucket(shown.withObjectProperty("bucket"), action.bucket());
        }
        ArrayNode impacted = shown.putArray("impactedBucket");
        action.impacts().stream().filter(impact -> maySee(impact.bucket()))
                .forEach(impact -> impact(impacted.addObject(), impact));
        switch (action.kind()) {
            case TOP_UP -> payment(shown, action);
            case RESERVE -> shown.put("expirationDate", Objects.requireNonNull(action.expiresAt()).toString());
            case TRANSFER -> cost(shown, action);
            case ADJUST -> {
            }
        }
        return shown;
    }

    /** Whoever has the token of a kept card can have it charged: nobody is shown it, nor where it may stand. */
    private static void hideCard(ObjectNode method) {
        if (!Purchases.HOSTED_PAGE.equals(method.path("id").stringValue(""))) {
            method.retain(NO_SECRETS).put("id", "kept-card");
        }
    }

    private void payment(ObjectNode shown, Action action) {
        if (action.reference() != null) {
            ObjectNode payment = shown.putObject("payment").put("id", action.reference())
                    .put("href", base.replace(PATH, "/v1/recharges/") + action.reference());
            if (action.page() != null && action.isUnderWay()) {
                payment.put("paymentPage", action.page());
            }
        }
    }

    /** What the sender paid on top of the amount. */
    private static void cost(ObjectNode shown, Action action) {
        action.impacts().stream()
                .filter(impact -> impact.bucket().equals(action.bucket()))
                .findFirst()
                .ifPresent(impact -> quantity(shown.putObject("transferCost"), -impact.moved() - action.amount(),
                        action.bucket().unit().code()));
    }

    private void impact(ObjectNode shown, Impact impact) {
        String unit = impact.bucket().unit().code();
        bucket(shown.putObject("bucket"), impact.bucket());
        quantity(shown.putObject("amountBefore"), impact.after() - impact.moved(), unit);
        quantity(shown.putObject("amountAfter"), impact.after(), unit);
        ObjectNode item = shown.putArray("item").addObject().put("itemType", impact.moved() > 0 ? "credit" : "debit");
        quantity(item.putObject("amount"), Math.abs(impact.moved()), unit);
    }

    private boolean maySee(BucketId bucket) {
        return viewer == null || viewer.equals(bucket.owner());
    }

    public ObjectNode of(SeenBucket bucket, Instant at) {
        ObjectNode content = bucket.content() == null ? TmfJson.object() : bucket.content().deepCopy();
        ObjectNode shown = identified(content, "bucket", bucket.id().toString());
        shown.remove(Set.of("reserveBalance", "remainingValueName", "isShared"));
        shown.put("usageType", UsageType.of(bucket.id().unit()));
        shown.put("status", bucket.status(at));
        owner(shown, bucket.id().owner());
        quantity(shown.withObjectProperty("remainingValue"), bucket.held(), bucket.id().unit().code());
        quantity(shown.withObjectProperty("reservedValue"), bucket.reserved(), bucket.id().unit().code());
        ArrayNode reservations = shown.putArray("reserveBalance");
        bucket.reservations().forEach(
                id -> identified(reservations.addObject(), ActionKind.RESERVE.resource(), id));
        if (bucket.from() != null) {
            shown.withObjectProperty("validFor").put("startDateTime", bucket.from().toString());
        }
        if (bucket.until() != null) {
            shown.withObjectProperty("validFor").put("endDateTime", bucket.until().toString());
        }
        return shown;
    }

    public ObjectNode of(Accumulated sum) {
        ObjectNode shown = identified(TmfJson.object(), "accumulatedBalance", sum.id().toString());
        shown.put("name", UsageType.of(sum.id().unit()));
        owner(shown, sum.id().owner());
        quantity(shown.putObject("totalBalance"), sum.total(), sum.id().unit().code());
        ArrayNode buckets = shown.putArray("bucket");
        sum.buckets().forEach(bucket -> bucket(buckets.addObject(), bucket));
        return shown;
    }

    private static void owner(ObjectNode shown, SubscriberId owner) {
        shown.withObjectProperty("partyAccount").put("id", owner.value());
    }

    private void bucket(ObjectNode reference, BucketId bucket) {
        identified(reference, "bucket", bucket.toString()).put("usageType", UsageType.of(bucket.unit()));
    }

    private ObjectNode identified(ObjectNode resource, String collection, String id) {
        return resource.put("id", id).put("href", base + "/" + collection + "/" + id);
    }

    private static void quantity(ObjectNode quantity, long amount, String unit) {
        quantity.put("amount", amount).put("units", unit);
    }

    /** Only the named fields, and those by which it is known. */
    public static ObjectNode selected(ObjectNode resource, @Nullable String fields) {
        if (fields == null) {
            return resource;
        }
        Set<String> wanted = Arrays.stream(fields.split(",", -1)).map(String::strip).collect(Collectors.toSet());
        wanted.add("id");
        wanted.add("href");
        return resource.retain(wanted);
    }
}
