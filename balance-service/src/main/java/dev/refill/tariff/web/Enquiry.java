package dev.refill.tariff.web;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.refill.request.JsonBody;
import dev.refill.request.Problems.FieldError;
import dev.refill.tariff.Bucket;
import dev.refill.tariff.Rating;
import dev.refill.tariff.RatingOutcome;
import dev.refill.tariff.TariffPlan;
import dev.refill.tariff.Usage;
import dev.refill.tariff.Validity;
import dev.refill.tariff.plan.Service;
import dev.refill.tariff.plan.Zones;

/**
 * What somebody asks the price of.
 *
 * @param buckets {@code null}: nobody's; the price alone
 */
record Enquiry(Usage usage, @Nullable List<Bucket> buckets) {

    private static final int MOST_BUCKETS = 20;
    private static final long LARGEST_LEFT = 1_000_000_000_000_000L;
    private static final Instant LONG_AGO = Instant.parse("2000-01-01T00:00:00Z");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_.:-]{0,59}");
    private static final String EXPECTED_NAME = "lower case letters, digits and _ . : -, a letter first";

    RatingOutcome rate(TariffPlan plan) {
        return buckets == null ? Rating.price(plan, usage) : Rating.rate(plan, usage, buckets);
    }

    /** Empty: the errors of the body say why. */
    static Optional<Enquiry> read(JsonBody body, Clock clock) {
        body.only(Set.of("service", "destination", "ratingGroup", "quantity", "at", "buckets"));
        Instant at = body.optional("at", Texts::time, Texts.TIME).orElseGet(clock::instant);
        Optional<Usage> usage = body.required("service", Enquiry::service, "\"voice\", \"sms\" or \"data\"")
                .flatMap(service -> usage(service, body, at));
        List<Bucket> buckets = body.has("buckets") ? buckets(body) : null;
        return usage.filter(read -> body.errors().isEmpty()).map(read -> new Enquiry(read, buckets));
    }

    private static Optional<Service> service(String text) {
        return Stream.of(Service.values()).filter(service -> service.word().equals(text)).findFirst();
    }

    private static Optional<Usage> usage(Service service, JsonBody body, Instant at) {
        long quantity = body.number("quantity", 0, service.most());
        return switch (service) {
            case VOICE -> destination(body).map(to -> new Usage.Call(to, at, quantity));
            case SMS -> destination(body).map(to -> new Usage.Messages(to, at, quantity));
            case DATA -> Optional.of(new Usage.Traffic(
                    body.number("ratingGroup", 0, Usage.Traffic.LAST_RATING_GROUP), at, quantity));
        };
    }

    private static Optional<String> destination(JsonBody body) {
        return body.required("destination", text -> Optional.of(text).filter(Zones::isNumber), Zones.NUMBER);
    }

    private static List<Bucket> buckets(JsonBody body) {
        List<Bucket> buckets = new ArrayList<>();
        for (JsonBody item : body.items("buckets", MOST_BUCKETS)) {
            bucket(item).ifPresent(buckets::add);
        }
        if (buckets.stream().map(Bucket::id).distinct().count() < buckets.size()) {
            body.errors().add(new FieldError("buckets", "each id once"));
        }
        return buckets;
    }

    private static Optional<Bucket> bucket(JsonBody item) {
        item.only(Set.of("id", "allowance", "left", "from", "until", "priority"));
        Optional<String> id = item.required("id", Enquiry::name, EXPECTED_NAME);
        Optional<String> allowance = item.optional("allowance", Enquiry::name, EXPECTED_NAME);
        long left = item.number("left", 0, LARGEST_LEFT);
        int priority = item.has("priority") ? (int) item.number("priority", -1_000, 1_000) : 0;
        return validity(item).flatMap(validity -> id.map(named -> allowance
                .map(of -> (Bucket) new Bucket.Free(named, of, left, validity, priority))
                .orElseGet(() -> new Bucket.Credit(named, left, validity, priority))));
    }

    private static Optional<String> name(String text) {
        return Optional.of(text).filter(NAME.asMatchPredicate());
    }

    private static Optional<Validity> validity(JsonBody item) {
        Instant from = item.optional("from", Texts::time, Texts.TIME).orElse(LONG_AGO);
        Instant until = item.optional("until", Texts::time, Texts.TIME).orElse(null);
        if (until != null && !until.isAfter(from)) {
            item.wrong("until", "a time after from");
            return Optional.empty();
        }
        return Optional.of(new Validity(from, until));
    }
}
