package dev.refill.charging.web;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.refill.charging.Target;
import dev.refill.request.JsonBody;
import dev.refill.subscriber.Msisdn;
import dev.refill.tariff.Usage;
import dev.refill.tariff.plan.Service;
import dev.refill.tariff.plan.Zones;

/** Fields that more than one request has. */
final class Fields {

    static final long LAST_SEQUENCE = 999_999_999_999L;

    private static final Pattern REFERENCE = Pattern.compile("[!-~]{1,100}");
    private static final String EXPECTED_REFERENCE = "the network's own name of it: 1 to 100 visible characters of ASCII";
    private static final String EXPECTED_NUMBER = "a number in E.164 form like \"+12025550101\"";
    private static final Duration MOST_PAST = Duration.ofDays(7);
    /** By which clocks of a network and ours may differ. */
    private static final Duration MOST_AHEAD = Duration.ofMinutes(5);

    private Fields() {}

    static Optional<String> reference(JsonBody body) {
        return body.required("reference", text -> Optional.of(text).filter(REFERENCE.asMatchPredicate()),
                EXPECTED_REFERENCE);
    }

    static Optional<Msisdn> number(JsonBody body) {
        return body.required("number", Msisdn::ofE164, EXPECTED_NUMBER);
    }

    /** Now, if the body does not say. Empty: it is wrong. */
    static Optional<Instant> time(JsonBody body, String field, Clock clock) {
        Instant now = clock.instant();
        Function<String, Optional<Instant>> parser = text -> time(text)
                .filter(at -> !at.isBefore(now.minus(MOST_PAST)) && !at.isAfter(now.plus(MOST_AHEAD)));
        return body.has(field)
                ? body.required(field, parser, "a time like \"2026-01-05T10:15:30Z\", not a week ago and not to come")
                : Optional.of(now);
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }

    /** Empty: the errors of the body say why. */
    static Optional<Target> target(JsonBody body) {
        return body.required("service", Fields::service, "\"voice\", \"sms\" or \"data\"")
                .flatMap(service -> switch (service) {
                    case VOICE -> destination(body).map(Target.Call::new);
                    case SMS -> destination(body).map(Target.Messages::new);
                    case DATA -> Optional.of(ratingGroup(body));
                });
    }

    private static Optional<Service> service(String text) {
        return Stream.of(Service.values()).filter(service -> service.word().equals(text)).findFirst();
    }

    private static Target ratingGroup(JsonBody body) {
        if (body.has("destination")) {
            body.wrong("destination", "none for data");
        }
        return new Target.Traffic(body.number("ratingGroup", 0, Usage.Traffic.LAST_RATING_GROUP));
    }

    private static Optional<String> destination(JsonBody body) {
        if (body.has("ratingGroup")) {
            body.wrong("ratingGroup", "only for data");
        }
        return body.required("destination", text -> Optional.of(text).filter(Zones::isNumber), Zones.NUMBER);
    }
}
