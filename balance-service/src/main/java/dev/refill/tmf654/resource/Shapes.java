package dev.refill.tmf654.resource;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;

import dev.refill.tmf654.action.ActionKind;
import dev.refill.tmf654.resource.Shape.Fields;
import dev.refill.tmf654.resource.Shape.Leaf;
import dev.refill.tmf654.resource.Shape.Many;

/** What the specification says of the fields of requests. */
public final class Shapes {

    private static final Pattern DATE_TIME = Pattern
            .compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?(Z|[+-]\\d{2}:\\d{2})");

    private static final Shape TEXT = new Leaf("a text", JsonNode::isString);
    private static final Shape FLAG = new Leaf("true or false", JsonNode::isBoolean);
    private static final Shape WHOLE = new Leaf("a whole number", JsonNode::isIntegralNumber);
    private static final Shape NUMBER = new Leaf("a number", JsonNode::isNumber);
    private static final Shape TIME = new Leaf("a time like \"2026-03-02T15:00:00Z\"",
            node -> node.isString() && isTime(node.stringValue()));
    private static final Shape URL = new Leaf("an address like \"https://example.com/a\"",
            node -> node.isString() && isUri(node.stringValue()));

    private static final Fields EXTENSIBLE = new Fields(Map.of(), List.of())
            .with(TEXT, "@type", "@baseType").with(URL, "@schemaLocation");
    private static final Fields REFERENCE = EXTENSIBLE.with(TEXT, "id", "name", "@referredType").with(URL, "href")
            .requiring("id");
    private static final Fields ACCOUNT = REFERENCE.with(TEXT, "href", "description", "status");
    private static final Fields RESOURCE = REFERENCE.with(TEXT, "value");
    private static final Fields PARTY = REFERENCE.with(TEXT, "role").requiring("id", "@referredType");
    private static final Fields BUCKET_REFERENCE = REFERENCE.with(TEXT, "usageType");
    private static final Fields QUANTITY = new Fields(Map.of(), List.of()).with(NUMBER, "amount").with(TEXT, "units");

    private static final Fields ACTION = EXTENSIBLE
            .with(TEXT, "description", "reason", "status", "usageType")
            .with(TIME, "requestedDate", "confirmationDate")
            .with(QUANTITY, "amount")
            .with(BUCKET_REFERENCE, "bucket")
            .with(REFERENCE, "channel", "product")
            .with(RESOURCE, "logicalResource")
            .with(ACCOUNT, "partyAccount")
            .with(new Many(PARTY), "relatedParty")
            .with(PARTY, "requestor");

    private static final Fields TOP_UP = ACTION
            .with(FLAG, "isAutoTopup")
            .with(WHOLE, "numberOfPeriods")
            .with(TEXT, "recurringPeriod", "voucher")
            .with(REFERENCE, "payment", "paymentMethod")
            .with(EXTENSIBLE.with(TEXT, "id", "name", "role", "@referredType").with(URL, "href"), "relatedTopupBalance")
            .requiring("amount");

    private static final Fields ADJUST = ACTION.with(TEXT, "adjustType").with(REFERENCE, "reserveBalance");

    private static final Fields RESERVE = ACTION.with(TIME, "expirationDate").requiring("amount");

    private static final Fields TRANSFER = ACTION
            .with(TEXT, "costOwner", "receiverBucketUsageType")
            .with(PARTY, "receiver")
            .with(BUCKET_REFERENCE, "receiverBucket")
            .with(RESOURCE, "receiverLogicalResource")
            .with(ACCOUNT, "receiverPartyAccount")
            .with(REFERENCE, "receiverProduct")
            .with(QUANTITY, "transferCost")
            .requiring("amount");

    private static final Fields BUCKET = EXTENSIBLE
            .with(TEXT, "description", "name", "remainingValueName", "status", "usageType")
            .with(FLAG, "isShared")
            .with(new Many(RESOURCE), "logicalResource")
            .with(ACCOUNT, "partyAccount")
            .with(new Many(REFERENCE), "product", "reserveBalance")
            .with(new Many(PARTY), "relatedParty")
            .with(QUANTITY, "remainingValue", "reservedValue")
            .with(new Fields(Map.of(), List.of()).with(TIME, "startDateTime", "endDateTime"), "validFor")
            .requiring("usageType");

    private static final Fields SUBSCRIPTION = new Fields(Map.of(), List.of()).with(URL, "callback")
            .with(TEXT, "query").requiring("callback");

    /** The fields of an action that its sender may change later. */
    private static final Fields PATCH = EXTENSIBLE.with(TEXT, "description", "reason", "status");

    private Shapes() {}

    /** What is wrong with a request for an action, as far as the specification goes. */
    public static List<String> faults(ActionKind kind, JsonNode body) {
        return faults(switch (kind) {
            case TOP_UP -> TOP_UP;
            case ADJUST -> ADJUST;
            case TRANSFER -> TRANSFER;
            case RESERVE -> RESERVE;
        }, body);
    }

    public static List<String> bucketFaults(JsonNode body) {
        return faults(BUCKET, body);
    }

    public static List<String> subscriptionFaults(JsonNode body) {
        return faults(SUBSCRIPTION, body);
    }

    /** With every field that may not be changed. */
    public static List<String> patchFaults(JsonNode body) {
        List<String> faults = faults(PATCH, body);
        body.propertyNames().stream()
                .filter(name -> !PATCH.fields().containsKey(name))
                .forEach(name -> faults.add(name + ": cannot be changed; only "
                        + PATCH.fields().keySet().stream().sorted().toList() + " can"));
        return faults;
    }

    private static List<String> faults(Shape shape, JsonNode body) {
        List<String> faults = new ArrayList<>();
        shape.check("", body, faults);
        return faults;
    }

    /** As RFC 3339 has it, which wants seconds. */
    private static boolean isTime(String text) {
        if (!DATE_TIME.matcher(text).matches()) {
            return false;
        }
        try {
            int year = OffsetDateTime.parse(text).getYear();
            return year >= 1 && year <= 9_999;
        } catch (DateTimeException other) {
            return false;
        }
    }

    private static boolean isUri(String text) {
        try {
            return new URI(text).isAbsolute();
        } catch (URISyntaxException other) {
            return false;
        }
    }
}
