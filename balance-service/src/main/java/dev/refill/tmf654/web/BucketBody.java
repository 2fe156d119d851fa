package dev.refill.tmf654.web;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import dev.refill.ledger.LedgerUnit;
import dev.refill.tmf654.Caller;
import dev.refill.tmf654.action.NewBucket;
import dev.refill.tmf654.action.UsageType;
import dev.refill.tmf654.action.Whom;
import dev.refill.tmf654.resource.Shapes;

/** A request for a bucket. Whole only if nothing is wrong with it. */
record BucketBody(Body body, @Nullable Whom whom, @Nullable LedgerUnit unit, @Nullable Instant from,
        @Nullable Instant until) {

    /** What a tariff plan may call an allowance. */
    private static final Pattern NAME = Pattern.compile("\\P{Cntrl}{1,64}");

    static BucketBody read(ObjectNode content) {
        Body body = new Body(content, Shapes.bucketFaults(content));
        if (!body.faults().isEmpty()) {
            return new BucketBody(body, null, null, null, null);
        }
        Instant from = body.time("validFor", "startDateTime");
        Instant until = body.time("validFor", "endDateTime");
        if (from != null && until != null && !from.isBefore(until)) {
            body.wrong("validFor", "an end after its start");
        }
        JsonNode remaining = content.path("remainingValue").path("amount");
        if (remaining.isNumber() && remaining.decimalValue().signum() != 0) {
            body.wrong("remainingValue.amount", "0: a new bucket is empty, and is filled by topupBalance");
        }
        if (body.text("name").filter(name -> !NAME.matcher(name).matches()).isPresent()) {
            body.wrong("name", "1 to 64 characters");
        }
        return new BucketBody(body, body.whom("logicalResource", "partyAccount"), unit(body), from, until);
    }

    private static @Nullable LedgerUnit unit(Body body) {
        String type = body.text("usageType").orElse("");
        LedgerUnit told = body.units("remainingValue", UsageType::unit, "a unit like \"airtime:USD\" or \"data:byte\"");
        Optional<LedgerUnit> unit = Optional.ofNullable(told).or(() -> UsageType.unitOf(type));
        if (unit.isEmpty()) {
            body.wrong("remainingValue.units", "there, as several are " + UsageType.MONETARY);
        } else if (!UsageType.of(unit.get()).equals(type)) {
            body.wrong("usageType", "\"" + UsageType.of(unit.get()) + "\", as it holds " + unit.get());
        }
        return unit.orElse(null);
    }

    List<String> faults() {
        return body.faults();
    }

    /** The name of a bucket of free usage is that of its allowance in the tariff plan. */
    NewBucket request(Caller caller, RequestKey key) {
        LedgerUnit held = Objects.requireNonNull(unit);
        String allowance = UsageType.of(held).equals(UsageType.MONETARY) ? null : body.text("name").orElse(null);
        return new NewBucket(key.digits(caller, "bucket"), caller, RequestKey.fingerprint(body.node()),
                Objects.requireNonNull(whom), held, allowance, from, until, body.node());
    }
}
