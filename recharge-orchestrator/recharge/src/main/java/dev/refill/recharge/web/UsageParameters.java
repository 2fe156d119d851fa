package dev.refill.recharge.web;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

import dev.refill.recharge.web.Problems.FieldError;
import dev.refill.tariff.plan.Service;
import dev.refill.usage.UsageFilter;

/**
 * Which part of a history is asked for.
 *
 * @param errors what is not as expected; if there is anything, nothing else counts
 */
record UsageParameters(UsageFilter filter, int limit, List<FieldError> errors) {

    private static final long MOST = 200;
    private static final long USUAL = 50;
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");
    private static final String TIME = "a time of RFC 3339 in UTC, like 2026-03-01T00:00:00Z";

    static UsageParameters read(MultiValueMap<String, String> query) {
        var reader = new Reader(query, new ArrayList<>());
        var filter = new UsageFilter(reader.value("from", UsageParameters::time, TIME),
                reader.value("until", UsageParameters::time, TIME),
                reader.value("service", UsageParameters::service, "voice, sms or data"),
                reader.value("before", text -> Optional.ofNullable(Positive.parse(text, Long.MAX_VALUE)),
                        "a position from an earlier page"));
        Long limit = reader.value("limit", text -> Optional.ofNullable(Positive.parse(text, MOST)),
                "a whole number from 1 to " + MOST);
        return new UsageParameters(filter, Math.toIntExact(limit == null ? USUAL : limit), reader.errors());
    }

    private record Reader(MultiValueMap<String, String> query, List<FieldError> errors) {

        /** What is not there is {@code null}, as is what is wrong. */
        <T> @Nullable T value(String name, Function<String, Optional<T>> read, String expected) {
            String text = query.getFirst(name);
            if (text == null) {
                return null;
            }
            Optional<T> value = read.apply(text);
            if (value.isEmpty()) {
                errors.add(new FieldError(name, expected));
            }
            return value.orElse(null);
        }
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text)).filter(at -> !at.isBefore(FIRST) && !at.isAfter(LAST));
        } catch (DateTimeParseException none) {
            return Optional.empty();
        }
    }

    private static Optional<Service> service(String text) {
        return Stream.of(Service.values()).filter(service -> service.word().equals(text)).findFirst();
    }
}
